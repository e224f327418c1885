import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Lesson } from "../../../pupil_app/js/lesson/lesson.js";
import { makeDeviceKey } from "../../../pupil_app/js/wire/proofs.js";
import { SILENT_AFTER_S } from "../../../pupil_app/js/lesson/meeting.js";
import { NO_WISHES, toggled } from "../../../pupil_app/js/lesson/wishes.js";

/** A peer connection without a network: the test says what becomes of it. */
class FakePeer {
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
  close() {}
  send(road, message) {
    if (this.takes) this.sent.push({ road, message });
    return this.takes;
  }
  said = (type) => this.sent.map(({ message }) => message).filter((message) => message.type === type);
  hear = (message) => this.parts.message(JSON.stringify(message));
}

/** A lesson with a clock of its own, joined over a connection that works. */
function began(wishes = NO_WISHES, before = (_lesson) => undefined) {
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
const acknowledge = ({ peer }) => {
  for (const { road, message } of peer.sent) if (road === "events") peer.hear({ type: "ack", seq: message.seq });
};

test("every stay begins with all that the child wants, also with what is off", () => {
  const { peer } = began({ ...NO_WISHES, sound_only: true });
  const events = peer.sent.filter(({ road }) => road === "events").map(({ message: { seq, ...rest } }) => rest);
  assert.deepEqual(events, [
    { type: "microphone", on: false },
    { type: "whisper", on: false },
    { type: "hand", raised: false },
    { type: "feeling", feeling: null },
    { type: "help", wanted: false },
    { type: "listen_only", on: false },
    { type: "rest", on: false },
    { type: "sound_only", on: true },
  ]);
});

test("a new connection tells it all again", () => {
  const made = began();
  made.lesson.rebuild();
  made.peers[1].parts.state("connected");
  assert.deepEqual(made.peers[1].said("hand").map(({ raised }) => raised), [false]);
});

test("what is known of microphone and drawing before the lesson is told once it runs", () => {
  const outfit = { nickname: "Kalle", shell: "mint", wears: "cap" };
  const made = began(NO_WISHES, (lesson) => {
    lesson.known.microphone(false);
    lesson.known.outfit(outfit);
  });
  assert.deepEqual(made.peer.said("microphone_report").map(({ works }) => works), [false]);
  assert.deepEqual(made.peer.said("outfit").map(({ nickname, shell, wears }) => ({ nickname, shell, wears })), [outfit]);
});

test("a microphone is reported when it changes, and again over a new connection", () => {
  const made = began();
  assert.deepEqual(made.peer.said("microphone_report"), []);
  for (const works of [true, true, false, false, true]) made.lesson.known.microphone(works);
  assert.deepEqual(made.peer.said("microphone_report").map(({ works }) => works), [true, false, true]);
  made.lesson.known.outfit({ nickname: "", shell: "sky", wears: "none" });
  made.lesson.rebuild();
  made.peers[1].parts.state("connected");
  assert.deepEqual(made.peers[1].said("microphone_report").map(({ works }) => works), [true]);
  assert.deepEqual(made.peers[1].said("outfit").map(({ shell }) => shell), ["sky"]);
});

test("help is asked for through the bridge while the channels are silent, until the robot confirms", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.peer.takes = false;
  made.relayed.length = 0;
  made.lesson.wish(toggled(NO_WISHES, "help", false));
  made.pass(2, false);
  const asked = made.relayed.filter(({ type }) => type === "help");
  assert.ok(asked.length > 1);
  assert.ok(asked.every(({ wanted, seq }) => wanted && seq === asked[0].seq));
});

test("the page is told whether the microphone is in the connection that carries the lesson", () => {
  const { told } = began();
  assert.deepEqual(told.filter(({ type }) => type === "adopted"), [{ type: "adopted", sends: true, hasPicture: true }]);
});

test("while the channels live, nothing goes through the bridge", () => {
  const made = began();
  acknowledge(made);
  made.pass(1, true);
  made.lesson.wish({ ...NO_WISHES, hand: true });
  acknowledge(made);
  made.lesson.look({ panDeg: 20, tiltDeg: 0 });
  made.pass(2, true);
  assert.ok(made.peer.said("look").length > 1);
  acknowledge(made);
  assert.deepEqual(made.relayed.filter(({ type }) => type !== "line"), []);
});

test("once they are silent, event and look go on both roads under one number", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.relayed.length = 0;
  made.lesson.wish({ ...NO_WISHES, hand: true });
  made.lesson.look({ panDeg: 20, tiltDeg: 0 });
  const [hand, look] = [made.peer.said("hand").at(-1), made.peer.said("look").at(-1)];
  assert.deepEqual([hand.raised, look.pan_deg], [true, 20]);
  assert.deepEqual(made.relayed, [hand, look]);
});

test("of looks the newest is repeated, of events what nobody confirmed", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.lesson.wish({ ...NO_WISHES, hand: true });
  made.lesson.look({ panDeg: 20, tiltDeg: 0 });
  made.lesson.look({ panDeg: -30, tiltDeg: 5 });
  made.relayed.length = 0;
  made.pass(1, false);
  const looks = made.relayed.filter(({ type }) => type === "look");
  assert.ok(looks.length >= 2 && looks.length <= 7, String(looks.length));
  assert.ok(looks.every(({ pan_deg }) => pan_deg === -30));
  const hands = made.relayed.filter(({ type }) => type === "hand");
  assert.ok(hands.length >= 1);
  assert.deepEqual(new Set(hands.map(({ seq }) => seq)), new Set([made.peer.said("hand").at(-1).seq]));
  made.lesson.receive({ type: "relay", presence: made.presence, message: { type: "ack", seq: hands[0].seq } });
  made.relayed.length = 0;
  made.pass(5, false);
  assert.equal(made.relayed.some(({ type }) => type === "hand"), false);
});

test("a channel that takes nothing more is no reason to wait", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.wish({ ...NO_WISHES, feeling: "sad" });
  assert.deepEqual(made.relayed.map(({ feeling }) => feeling), ["sad"]);
});

test("a whisper comes before the open microphone, also when it is said again", () => {
  const made = began();
  acknowledge(made);
  made.lesson.wish(toggled(NO_WISHES, "whisper", true));
  const spoken = made.peer.sent.slice(-2).map(({ message }) => message.type);
  assert.deepEqual(spoken, ["whisper", "microphone"]);
  made.pass(0.6, false);
  const again = made.relayed.map(({ type }) => type).filter((type) => type !== "line");
  assert.deepEqual(again, ["whisper", "microphone"]);
});

test("the heart beats five times a second", () => {
  const made = began();
  made.pass(2, true);
  const beats = made.peer.said("beat").length;
  assert.ok(beats >= 9 && beats <= 11, String(beats));
});

const BOARD = { slot: "board", panDeg: 30, tiltDeg: 5 };

test("a saved place is asked for on both channels, and looked for at once", () => {
  const { lesson, peer, told } = began();
  lesson.goTo(BOARD);
  assert.deepEqual(peer.said("view").map(({ slot, action }) => [slot, action]), [["board", "go"]]);
  assert.deepEqual(peer.said("look").map(({ pan_deg }) => pan_deg), [30]);
  assert.deepEqual(told.at(-1), { type: "target", target: { panDeg: 30, tiltDeg: 5 } });
});

test("a place that the child has left for another look is not asked for again", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.goTo(BOARD);
  made.lesson.look({ panDeg: -20, tiltDeg: 0 });
  const before = made.relayed.length;
  made.pass(1.5, true);
  assert.deepEqual(made.relayed.slice(before).filter(({ type }) => type === "view"), []);
});

test("a head that could not turn in time does not turn late, but what is saved stays said", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.save("table");
  made.lesson.gesture("nod");
  made.pass(6, true);
  const times = (type) => made.relayed.filter((message) => message.type === type).length;
  const late = times("gesture");
  assert.ok(late >= 1 && late <= 3, String(late));
  const saved = times("view");
  made.pass(6, true);
  assert.deepEqual([times("gesture"), times("view") > saved], [late, true]);
});

test("a gesture is not ended by a look that is said again", () => {
  const made = began();
  made.lesson.look({ panDeg: 40, tiltDeg: 0 });
  made.lesson.gesture("applaud");
  made.pass(1, true);
  assert.equal(made.peer.said("look").length, 1);
  assert.deepEqual(made.peer.said("gesture").map(({ name }) => name), ["applaud"]);
});

test("a robot that ends the stay is believed on the data channel alone", () => {
  const made = began();
  made.lesson.linkDown();
  made.peer.hear({ type: "ended", presence: "of somebody else", reason: "revoked" });
  assert.equal(made.lesson.runs, true);
  made.pass(2.5, false); // the stay's name is seen in what goes through the bridge
  made.peer.hear({ type: "ended", presence: made.presence, reason: "revoked" });
  assert.equal(made.lesson.runs, false);
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "revoked" }]);
});

test("a right that the bridge takes back ends the lesson, and no connection is built any more", () => {
  const made = began();
  made.lesson.end("no_loan");
  assert.equal(made.lesson.runs, false);
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "no_loan" }]);
  made.lesson.welcome({ type: "welcome_pupil", unix_s: 5, robot_online: true, ice_servers: [] });
  assert.equal(made.peers.length, 1);
});

test("a refusal of the offer counts whatever its code, one of a late candidate never", () => {
  const made = began();
  made.lesson.rebuild();
  assert.equal(made.peers.length, 2);
  for (const code of ["sdp_candidate", "robot_away", "too_fast"]) {
    made.lesson.receive({ type: "refused", code, text: "", re: "candidate" });
  }
  made.peers[1].parts.state("connected");
  assert.equal(made.told.filter(({ type }) => type === "adopted").length, 2);
  made.lesson.rebuild();
  made.lesson.receive({ type: "refused", code: "sdp_candidate", text: "", re: "offer" });
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "sdp_candidate" }]);
});

const SDP = readFileSync(new URL("../../messages/sdp/chromium_early_offer.sdp", import.meta.url), "utf8");

test("an offer replies to the robot's newest nonce, on whichever road that came", async () => {
  const { privateKey } = await makeDeviceKey();
  let offered = (/** @type {any} */ message) => void message;
  const lesson = new Lesson({
    device: { pairing: { robotKey: "robot" }, publicKey: "child", key: privateKey },
    send: (message) => (message.type === "offer" && offered(message), true),
    track: () => null,
    expectsPicture: () => false,
    tell: () => undefined,
    adopt: () => undefined,
    makePeer: (parts) => Object.assign(new FakePeer(parts), { offer: () => Promise.resolve(SDP) }),
    clockS: () => 100,
    pulse: () => () => undefined,
    watch: () => () => undefined,
  });
  const next = (/** @type {() => void} */ cause) =>
    new Promise((resolve) => {
      offered = (message) => resolve(message.binding.reply_to);
      cause();
    });
  lesson.welcome({ type: "welcome_pupil", robot_online: true, ice_servers: [], offer_nonce: "first" });
  assert.equal(await next(() => lesson.join(NO_WISHES)), "first");
  lesson.receive({ type: "offer_nonce", nonce: "second" });
  lesson.receive({ type: "ended", presence: "another", reason: "gone" });
  lesson.leave();
  assert.equal(await next(() => lesson.join(NO_WISHES)), "second");
  lesson.receive({ type: "robot_status", online: false });
  lesson.leave();
  lesson.join(NO_WISHES);
  assert.equal(await next(() => lesson.receive({ type: "robot_status", online: true, offer_nonce: "third" })), "third");
});

test("a page that goes says so once, and not outside of a lesson", () => {
  const made = began();
  made.lesson.close();
  const left = made.sent.filter(({ type }) => type === "leave");
  assert.deepEqual(left, [{ type: "leave", presence: left[0].presence, closing: true }]);
  made.lesson.leave();
  made.sent.length = 0;
  made.lesson.close();
  assert.deepEqual(made.sent, []);
});

/** The robot says where its head is, and whether it can look further. */
const posed = (made, at_limit) =>
  made.peer.hear({ type: "pose", seq: (made.beat += 1), pan_deg: 30, tilt_deg: 0, at_limit });
const limits = (made) => made.told.filter(({ type }) => type === "limit").length;

test("the robot says that it can look no further, once for each look", () => {
  const made = began();
  made.lesson.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true);
  posed(made, true);
  assert.equal(limits(made), 1);
  assert.deepEqual(made.told.filter(({ type }) => type === "target").at(-1), { type: "target", target: null });
  made.lesson.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true); // still of the look before
  assert.equal(limits(made), 1);
  made.nowS += 0.3;
  posed(made, true);
  assert.equal(limits(made), 2);
});

test("a late word of a limit says nothing about a look that comes after it", () => {
  const made = began();
  made.lesson.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true);
  made.lesson.look({ panDeg: 0, tiltDeg: 0 });
  posed(made, true);
  posed(made, false);
  made.nowS += 1;
  posed(made, false);
  assert.equal(limits(made), 1);
});

/** A state of a robot that can do everything. */
const able = (seq, more = {}) => ({
  type: "presence", seq, presence: "x", signal: "present", zoom_most: 8, can_speak: true,
  rights: { zoom: "on", still: "on", sheets: "on", speech: "on" }, ...more,
});

test("a crop goes over control, again until the picture shows it, and no more without the right", () => {
  const made = began();
  made.peer.hear(able(1));
  assert.equal(made.lesson.crop({ zoom: 4, x: 0.75, y: 0.25 }), true);
  assert.deepEqual(made.lesson.framing, { zoom: 4, x: 0.75, y: 0.25 });
  made.pass(0.5, true);
  const crops = made.peer.said("crop");
  assert.ok(crops.length >= 2 && crops.length <= 4, `${crops.length}`);
  const { seq, sent_ms, ...first } = crops[0];
  assert.deepEqual(first, { type: "crop", zoom: 4, x: 0.75, y: 0.25 });
  made.peer.hear(able(2, { rights: { zoom: "class", still: "on", sheets: "on", speech: "on" } }));
  made.pass(0.5, true);
  assert.equal(made.peer.said("crop").length, crops.length);
  assert.equal(made.lesson.crop({ zoom: 4, x: 0.75, y: 0.25 }), false);
});

test("what the picture shows is told to the page", () => {
  const made = began();
  made.peer.hear({ type: "pose", seq: 1, pan_deg: 0, tilt_deg: 0, zoom: 2, x: 0.5, y: 0.25 });
  assert.deepEqual(made.lesson.shownCrop, { zoom: 2, x: 0.5, y: 0.25 });
  assert.equal(made.told.filter(({ type }) => type === "crop").length, 1);
});

test("crops go through the bridge while the line is silent, but fewer", () => {
  const made = began();
  made.peer.hear(able(1));
  made.pass(SILENT_AFTER_S + 0.2, false);
  made.relayed.length = 0;
  for (let n = 0; n < 20; n += 1) {
    made.lesson.crop({ zoom: 2 + n / 10, x: 0.5, y: 0.5 });
    made.pass(0.05, false);
  }
  const crops = made.relayed.filter(({ type }) => type === "crop");
  assert.ok(crops.length >= 4 && crops.length <= 8, `${crops.length}`);
});

test("stills, phrases, answers and following are events", () => {
  const made = began();
  made.peer.hear(able(1));
  made.lesson.takeStill();
  made.lesson.say({ kind: "text", text: "Wo?", aloud: true });
  made.lesson.understood("no");
  made.lesson.follow(true);
  const events = made.peer.sent.filter(({ road }) => road === "events").slice(-4).map(({ message: { seq, ...rest } }) => rest);
  assert.deepEqual(events, [
    { type: "still" },
    { type: "phrase", number: 1, kind: "text", text: "Wo?", aloud: true, language: "de" },
    { type: "understood", answer: "no" },
    { type: "follow", on: true },
  ]);
});

test("a still that the robot does not confirm is not taken late", () => {
  const made = began();
  made.peer.hear(able(1));
  acknowledge(made);
  made.lesson.takeStill();
  made.pass(1.5, true);
  const soon = made.relayed.filter(({ type }) => type === "still").length;
  assert.ok(soon >= 1);
  made.pass(10, true);
  assert.equal(made.relayed.filter(({ type }) => type === "still").length <= soon + 1, true);
});

test("the page is told what the robot or the bridge did not allow", () => {
  const made = began();
  const refused = { type: "refused", code: "not_allowed", text: "No.", re: "still", day: null };
  made.peer.hear(refused);
  made.lesson.receive({ ...refused, re: "phrase" });
  made.lesson.receive({ type: "relay", presence: made.presence, message: { ...refused, re: "follow" } });
  made.lesson.receive({ ...refused, re: "candidate" });
  const denied = made.told.filter(({ type }) => type === "denied").map(({ re }) => re);
  assert.deepEqual(denied.filter((re) => re !== "follow"), ["still", "phrase"]);
});

test("a network that changes builds a new connection, which is taken into use once it is heard", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const made = began();
  made.pass(0.2, true);
  made.changed();
  const [, next] = made.peers;
  next.isHeard = false;
  next.parts.state("connected");
  const adopted = () => made.told.filter(({ type }) => type === "adopted").length;
  context.mock.timers.tick(100);
  assert.equal(adopted(), 1);
  next.isHeard = true;
  context.mock.timers.tick(20);
  assert.equal(adopted(), 2);
});

test("a robot that is silent on purpose is not waited for", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const made = began();
  made.changed();
  made.peers[1].isHeard = false;
  made.peers[1].parts.state("connected");
  for (let looks = 0; looks < 20; looks += 1) context.mock.timers.tick(20);
  assert.equal(made.told.filter(({ type }) => type === "adopted").length, 2);
});

test("the bridge is asked while the robot of a lesson is silent, and not after it", () => {
  const made = began();
  made.pass(1, true);
  assert.equal(made.lesson.isWorried, false);
  made.pass(1, false);
  assert.equal(made.lesson.isWorried, true);
  made.lesson.leave();
  assert.equal(made.lesson.isWorried, false);
});

test("an attempt uses the servers that the bridge told last", () => {
  const made = began();
  const fresh = [{ urls: "turn:fresh.example", username: "1789043200:x", credential: "c" }];
  made.lesson.receive({ type: "ice_servers", ice_servers: fresh });
  made.lesson.rebuild();
  assert.deepEqual(made.peers.map(({ parts }) => parts.iceServers), [[], fresh]);
});
