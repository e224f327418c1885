// @ts-check
/** A running lesson: performs the effects of `meeting`, and takes the messages of bridge and robot. */

import { Attempts } from "./attempts.js";
import { Gauge } from "./gauge.js";
import { Meeting } from "./meeting.js";
import { every } from "./pulse.js";
import { Robot } from "./robot.js";
import { SILENT_AFTER_S } from "./silence.js";
import { Transfers } from "./transfers.js";
import { VoiceSpreading } from "./voice_spreading.js";
import { watchNetwork } from "../wire/network.js";
import { randomId } from "../wire/proofs.js";
import * as protocol from "../wire/protocol.js";

/** Interval for looks, beats and the deadlines of the meeting. */
const TICK_MS = 50;

/** Interval at which transfers are looked after. */
const TRANSFERS_S = 1;

/** Messages that a robot may send over its channels. */
const FROM_ROBOT = Object.freeze(["pose", "ack", "presence", "presence_change", "voice_copies", "voice_queues", "ended", "refused"]);

/** @typedef {import("../wire/protocol.js").Message} Message */

export class Lesson {
  /** @type {Attempts} */
  #attempts;
  /** @type {Gauge} */
  #gauge;
  /** @type {Transfers} */
  #transfers;
  #transfersS = -Infinity;
  #spreading;
  #meeting = new Meeting(randomId);
  /** @type {(() => void) | null} */
  #stop = null;

  /**
   * @param {{
   *   device: import("../page/device.js").Device,
   *   send: (message: Message) => boolean,
   *   track: () => MediaStreamTrack | null,
   *   expectsPicture: () => boolean,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   adopt: (picture: MediaStream, sound: MediaStream) => void,
   *   shown?: () => number | null,
   *   language?: string,
   *   spreading?: Pick<VoiceSpreading, "start" | "attach">,
   *   makePeer?: ConstructorParameters<typeof Attempts>[0]["makePeer"],
   *   clockS?: () => number,
   *   pulse?: typeof every,
   *   watch?: typeof watchNetwork,
   * }} parts `send` goes to the bridge; `adopt` shows the streams that carry the lesson now;
   *   `shown` counts the frames that the child saw; `language` is that of the page; tests replace
   *   worker, network and time by the last five
   */
  constructor({ device, send, track, expectsPicture, tell, adopt, shown, language, spreading, makePeer, clockS, pulse, watch }) {
    this.send = send;
    this.expectsPicture = expectsPicture;
    this.tell = tell;
    this.adopt = adopt;
    /** Monotonic seconds. */
    this.clockS = clockS ?? (() => performance.now() / 1000);
    this.pulse = pulse ?? every;
    this.watch = watch ?? watchNetwork;
    this.#spreading = spreading ?? new VoiceSpreading();
    this.#gauge = new Gauge(shown);
    this.#attempts = new Attempts({
      device,
      send,
      track,
      makePeer,
      handle: (event) => this.#handle(event),
      isReplacing: () => this.#meeting.adopted > 0 && !this.isWorried,
      hear: (attempt, text) => this.#fromChannel(attempt, text),
      spreading: this.#spreading,
    });
    /** Wishes of the child, and reports of the robot. */
    this.robot = new Robot({
      clockS: this.clockS,
      peer: () => this.#current()?.peer,
      isAdopted: () => this.#meeting.adopted > 0,
      isSilent: () => this.#meeting.silentS(this.clockS()) > SILENT_AFTER_S,
      relay: (message) => void send(protocol.relay(this.#meeting.presence, message)),
      tell,
      language,
    });
    this.#transfers = new Transfers({ tell, clockMs: () => 1000 * this.clockS() });
  }

  /** @returns {boolean} */
  get runs() {
    return this.#stop !== null;
  }

  /** @returns {boolean} somebody does not answer: it may be the bridge */
  get isWorried() {
    return this.runs && this.#meeting.isWorried(this.clockS());
  }

  // ---- requests of the page

  /** @param {import("./wishes.js").Wishes} wishes kept from before a reload */
  join(wishes) {
    this.robot.begin(wishes);
    this.#stop ??= this.#begin();
    this.#handle({ type: "join" });
  }

  #begin() {
    const ends = [this.pulse(TICK_MS, () => this.#tick()), this.watch({ changed: () => this.moved() })];
    return () => ends.forEach((end) => end());
  }

  leave() {
    this.robot.bye();
    this.send(protocol.leave(this.#meeting.presence));
    this.#handle({ type: "leave" });
  }

  /** Tell the robot that the page goes, so that it waits no minute for it. The lesson may go on after a reload. */
  close() {
    if (!this.runs) return;
    this.send(protocol.leave(this.#meeting.presence, true));
    this.#attempts.dropAll();
  }

  /**
   * End the lesson, since the bridge refuses this robot to the device.
   * @param {string} reason
   */
  end(reason) {
    this.#handle({ type: "ended", reason });
  }

  /** Build a new peer connection: another microphone needs another description. */
  rebuild() {
    this.#handle({ type: "renew" });
  }

  /** Another network is in use, or may be: build a new connection while the old one still works. */
  moved() {
    this.#handle({ type: "moved" });
  }

  /**
   * Send a photo of paper to the class. It becomes a sheet there, which the teacher fetches. The page
   * is told `sheet_sending` and, at the end, `sheet_sent`; see `TransferEvent` in `transfers.js`, also
   * for `still_coming`, `still`, `sheet_coming` and `sheet`, which come by themselves.
   *
   * @param {Uint8Array} picture as `page/paper_picture.js` makes it
   * @returns {{id: number} | {code: import("../wire/transfers.js").TransferCode}} id of the sheet, or
   *   why it is not sent: the words are `transfer_CODE`
   */
  sendSheet(picture) {
    if (!this.#meeting.adopted || !this.robot.may("sheets")) return { code: "not_allowed" };
    return this.#transfers.sendSheet(picture);
  }

  /**
   * Stop sending a sheet.
   *
   * @param {number} id @returns {boolean} false if it is not on its way any more
   */
  stopSheet = (id) => this.#transfers.stopSheet(id);

  // ---- messages of the bridge

  /** @param {Message} welcome */
  welcome(welcome) {
    this.#attempts.iceServers = Array.isArray(welcome.ice_servers) ? welcome.ice_servers : [];
    this.#attempts.offerNonce = welcome.offer_nonce ?? "";
    this.robot.forgetStates();
    this.#handle({ type: "link", up: true, online: welcome.robot_online });
  }

  linkDown() {
    this.#handle({ type: "link", up: false });
  }

  /** @param {Message} message */
  receive(message) {
    switch (message.type) {
      case "offer_nonce":
        this.#attempts.offerNonce = message.nonce;
        return;
      case "ice_servers":
        this.#attempts.iceServers = message.ice_servers;
        return;
      case "robot_status":
        this.#attempts.offerNonce = message.offer_nonce ?? "";
        this.robot.forgetStates();
        this.robot.forgetPoses();
        return this.#handle({ type: "robot", online: message.online });
      case "answer":
        return void this.#attempts.answered(message);
      case "ended":
        if (message.presence === this.#meeting.presence) this.#handle({ type: "ended", reason: message.reason });
        return;
      case "refused":
        return this.#refused(message);
      case "relay":
        if (message.presence === this.#meeting.presence) this.robot.receive(message.message);
        return;
      default:
        return this.robot.receive(message);
    }
  }

  /** @param {Message} message */
  #refused(message) {
    // Refusals of single commands and late candidates (`re` is their type) are ignored: commands are
    // repeated anyway, and there are other candidates.
    const mine = [undefined, null, "offer", "invite", "answer", this.#meeting.presence];
    if (mine.includes(message.re)) this.#handle({ type: "refused", code: message.code });
    else this.robot.denied(message);
  }

  // ---- the meeting

  /** @param {import("./meeting.js").Event} event */
  #handle(event) {
    this.#perform(this.#meeting.handle(event, this.clockS()));
  }

  /** @param {import("./meeting.js").Effect[]} effects */
  #perform(effects) {
    for (const effect of effects) {
      if (effect.do === "offer") void this.#attempts.offer(effect.attempt, effect.presence);
      else if (effect.do === "adopt") this.#adopted(effect.attempt);
      else if (effect.do === "drop") this.#attempts.drop(effect.attempt);
      else this.#over(effect.reason);
    }
    const { phase, tries, faulty, tired } = this.#meeting;
    this.tell({ type: "phase", phase, tries, faulty, tired, silentS: this.#meeting.silentS(this.clockS()) });
  }

  /** @param {number} attempt @param {unknown} text */
  #fromChannel(attempt, text) {
    const message = protocol.read(text);
    if (!message || !FROM_ROBOT.includes(message.type)) return;
    if (message.type === "ended") return this.receive(message);
    if (message.type === "voice_copies") return this.#copyVoice(attempt, message.after_packets);
    if (message.type === "voice_queues") return void this.#attempts.get(attempt)?.peer.queues(this.clockS());
    this.#perform(this.#meeting.handle({ type: "heard", attempt }, this.clockS()));
    const whole = this.#attempts.get(attempt)?.state.whole(message);
    if (whole) this.robot.receive(whole);
  }

  /** @param {number} attempt @param {number} packets from the voice to its copy */
  #copyVoice(attempt, packets) {
    const peer = this.#attempts.get(attempt)?.peer;
    if (peer && !peer.copyVoice(packets) && packets > 1) this.#spreading.start(() => this.moved());
  }

  /** @param {number} attempt */
  #adopted(attempt) {
    const entry = this.#attempts.get(attempt);
    if (!entry) return;
    this.robot.forgetPoses();
    this.#gauge.restart();
    this.adopt(entry.peer.picture, entry.peer.sound);
    if (entry.peer.transfers) this.#transfers.use(entry.peer.transfers);
    this.tell({ type: "adopted", sends: entry.peer.sends, hasPicture: entry.peer.hasPicture });
    this.robot.tellAll();
  }

  /** @param {string} reason */
  #over(reason) {
    this.#stop?.();
    this.#stop = null;
    this.#attempts.dropAll();
    this.#transfers.clear();
    this.robot.clear();
    this.tell({ type: "over", reason });
  }

  // ---- time

  #current() {
    return this.#attempts.get(this.#meeting.adopted);
  }

  #tick() {
    this.#perform(this.#meeting.tick(this.clockS()));
    if (this.#gauge.isDue(this.clockS())) void this.#measure();
    if (this.#meeting.adopted) this.robot.tick();
    if (this.clockS() - this.#transfersS >= TRANSFERS_S) {
      this.#transfersS = this.clockS();
      this.#transfers.tick();
    }
  }

  async #measure() {
    const entry = this.#current();
    const level = await this.#gauge.read(entry, () => this.#meeting.phase === "present", this.expectsPicture, this.clockS);
    if (level === null) return;
    this.tell({ type: "quality", level });
    if (this.#gauge.isNews(level)) this.robot.report(level);
  }
}
