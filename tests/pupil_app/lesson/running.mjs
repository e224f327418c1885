import { Lesson } from "../../../pupil_app/js/lesson/lesson.js";
import { NO_WISHES } from "../../../pupil_app/js/lesson/wishes.js";

/** A peer connection without a network: the test says what becomes of it. */
export class FakePeer {
  picture = {};
  sound = {};
  sends = true;
  isHeard = true;
  hasPicture = true;
  takes = true;
  pc = { signalingState: "have-local-offer" };
  /** @type {{road: string, message: any}[]} */
  sent = [];

  constructor(parts) {
    this.parts = parts;
  }
  /** Its offer is on its way for as long as the test lasts. */
  offer = () => new Promise(() => undefined);
  counters = () => Promise.resolve({ received: 0, lost: 0, frames: 0, sounds: 0, samples: 0, concealed: 0, jitterS: 0, roundTripS: null });
  adapt = () => Promise.resolve();
  words = 0;
  queues = async () => void (this.words += 1);
  /** Copies follow as the robot wishes; false where only another connection could do that. */
  copyVoice(packets) {
    this.copiesAfter = packets;
    return this.parts.spreading.runs;
  }
  close() {}
  send(road, message) {
    if (this.takes) this.sent.push({ road, message });
    return this.takes;
  }
  said = (type) => this.sent.map(({ message }) => message).filter((message) => message.type === type);
  hear = (message) => this.parts.message(JSON.stringify(message));
}

/** Worker of the voice's copies: the test says when it runs. */
class FakeSpreading {
  runs = false;
  starts = 0;

  start(then) {
    this.starts += 1;
    this.begin = () => {
      this.runs = true;
      then();
    };
  }
}

/** A lesson with a clock of its own, joined over a connection that works. */
export function began(wishes = NO_WISHES, before = (_lesson) => undefined) {
  const made = { nowS: 100, peers: [], sent: [], relayed: [], told: [], beat: 0 };
  let run = () => undefined;
  made.lesson = new Lesson({
    device: { pairing: { robotKey: "robot" }, publicKey: "child", key: null },
    send: (message) => {
      made.sent.push(message);
      if (message.type === "relay") {
        made.presence = message.presence;
        made.relayed.push(message.message);
      }
      return true;
    },
    spreading: (made.spreading = new FakeSpreading()),
    track: () => null,
    expectsPicture: () => false,
    tell: (event) => made.told.push(event),
    adopt: () => undefined,
    makePeer: (parts) => {
      const peer = new FakePeer(parts);
      made.peers.push(peer);
      return peer;
    },
    clockS: () => made.nowS,
    watch: ({ changed }) => {
      made.changed = changed;
      return () => undefined;
    },
    pulse: (_, given) => {
      run = given;
      return () => undefined;
    },
  });
  /** Lets time pass in ticks, with a robot that answers or not. */
  made.pass = (seconds, answers) => {
    for (let left = Math.round(seconds / 0.05); left > 0; left -= 1) {
      made.nowS += 0.05;
      if (answers) made.peers.at(-1).hear({ type: "pose", seq: (made.beat += 1), pan_deg: 0, tilt_deg: 0 });
      run();
    }
  };
  made.lesson.welcome({ type: "welcome_pupil", unix_s: 5, robot_online: true, ice_servers: [] });
  before(made.lesson);
  made.lesson.join(wishes);
  made.peers[0].parts.state("connected");
  [made.peer] = made.peers;
  return made;
}

/** The robot confirms everything that was said on the channel. */
export const acknowledge = ({ peer }) => {
  for (const { road, message } of peer.sent) if (road === "events") peer.hear({ type: "ack", seq: message.seq });
};
