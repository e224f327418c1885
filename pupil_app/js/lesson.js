// @ts-check
/**
 * A lesson as it runs: performs what `meeting` decides, carries looks and events on two roads.
 */

import { Gauge } from "./gauge.js";
import { headOf, LookPacer } from "./looking.js";
import { Meeting, SILENT_AFTER_S } from "./meeting.js";
import { Outbox } from "./outbox.js";
import { Peer } from "./peer.js";
import { every } from "./pulse.js";
import { answerIsGenuine, randomId, signOffer } from "./proofs.js";
import * as protocol from "./protocol.js";
import { isOurOffer, summary } from "./sdp.js";
import { changed, inOrder, NO_WISHES } from "./wishes.js";

/** The robot holds its head after half a second without a beat. */
const BEAT_S = 0.2;

/** Looks and beats are paced by this; the meeting's deadlines too. */
const TICK_MS = 50;

/** A pose can be so old when it comes that it speaks of the look before. */
const OLD_POSE_S = 0.25;

/** A tick that comes this much early is no reason to beat a whole tick late. */
const SLACK_S = 0.02;

/** Looks through the bridge, fewer than on the channel: all its messages share 20 a second. */
const RELAYED_LOOK_S = 0.15;

/** @typedef {import("./protocol.js").Message} Message */

export class Lesson {
  /** @type {Map<number, {peer: Peer, nonce: string, presence: string, counters: any}>} */
  #peers = new Map();
  #outbox = new Outbox();
  #pacer = new LookPacer();
  #newest = new protocol.Newest();
  #gauge = new Gauge();
  #meeting = new Meeting(randomId);
  #wishes = NO_WISHES;
  #pose = { panDeg: 0, tiltDeg: 0 };
  #poseSeq = 0;
  /** The robot said last that its head can look no further. */
  #atLimit = false;
  /** When the child looked somewhere and was not told of a limit yet. */
  #lookedS = -Infinity;
  #relayedLookS = 0;
  #beatS = 0;
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  #unixOffsetS = 0;
  /** @type {(() => void) | null} */
  #stop = null;

  /**
   * @param {{
   *   device: import("./device.js").Device,
   *   send: (message: Message) => boolean,
   *   track: () => MediaStreamTrack | null,
   *   expectsPicture: () => boolean,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   adopt: (picture: MediaStream, sound: MediaStream) => void,
   *   makePeer?: (parts: ConstructorParameters<typeof Peer>[0]) => Peer,
   *   clockS?: () => number,
   *   pulse?: typeof every,
   * }} parts `send` goes to the bridge; `adopt` shows the streams that carry the lesson now;
   *   the last three are what a test puts in place of network and time
   */
  constructor({ device, send, track, expectsPicture, tell, adopt, makePeer, clockS, pulse }) {
    this.device = device;
    this.send = send;
    this.track = track;
    this.expectsPicture = expectsPicture;
    this.tell = tell;
    this.adopt = adopt;
    this.makePeer = makePeer ?? ((parts) => new Peer(parts));
    /** Monotonic seconds. */
    this.clockS = clockS ?? (() => performance.now() / 1000);
    this.pulse = pulse ?? every;
    this.head = headOf(null);
  }

  /** @returns {boolean} */
  get runs() {
    return this.#stop !== null;
  }

  // ---- what the page asks for

  /** @param {import("./wishes.js").Wishes} wishes kept from before a reload */
  join(wishes) {
    this.#wishes = wishes;
    this.#stop ??= this.pulse(TICK_MS, () => this.#tick());
    this.#handle({ type: "join" });
  }

  leave() {
    const message = this.#outbox.put("bye", undefined, this.clockS());
    this.#current()?.send("events", message);
    this.send(protocol.leave(this.#meeting.presence));
    this.#handle({ type: "leave" });
  }

  /** Another microphone needs another description, and so another peer connection. */
  rebuild() {
    this.#handle({ type: "renew" });
  }

  /** @param {import("./wishes.js").Wishes} wishes */
  wish(wishes) {
    for (const kind of changed(this.#wishes, wishes)) this.#event(kind, wishes[kind]);
    this.#wishes = wishes;
  }

  /** @param {import("./looking.js").Pose} target */
  look(target) {
    this.#lookedS = this.clockS();
    this.#outbox.drop("view_go");
    this.#pacer.want(target, this.clockS());
    this.tell({ type: "target", target });
    this.#lookIfDue();
  }

  /**
   * Look where a place was saved: said on both channels, since the head has to start at once.
   *
   * @param {import("./looking.js").View} view
   */
  goTo({ slot, panDeg, tiltDeg }) {
    this.look({ panDeg, tiltDeg });
    this.#event("view_go", slot);
  }

  /** Save for a place where the head looks now. @param {string} slot */
  save(slot) {
    this.#event("view_save", slot);
  }

  /** @param {string} name */
  gesture(name) {
    // A look that is said again would end it.
    this.#pacer.stop();
    this.tell({ type: "target", target: null });
    this.#event("gesture", name);
  }

  /** @returns {import("./looking.js").Pose} where the head is going, or where it is */
  get heading() {
    return this.#pacer.target ?? this.#pose;
  }

  get pose() {
    return this.#pose;
  }

  // ---- what the bridge says

  /** @param {Message} welcome */
  welcome(welcome) {
    this.#iceServers = Array.isArray(welcome.ice_servers) ? welcome.ice_servers : [];
    this.#unixOffsetS = welcome.unix_s - this.clockS();
    this.#newest.forget();
    this.#handle({ type: "link", up: true, online: welcome.robot_online });
  }

  linkDown() {
    this.#handle({ type: "link", up: false });
  }

  /** @param {Message} message */
  receive(message) {
    switch (message.type) {
      case "robot_status":
        this.#newest.forget();
        this.#poseSeq = 0;
        return this.#handle({ type: "robot", online: message.online });
      case "answer":
        return void this.#answered(message);
      case "ended":
        if (message.presence === this.#meeting.presence) this.#handle({ type: "ended", reason: message.reason });
        return;
      case "refused":
        return this.#refused(message);
      case "relay":
        if (message.presence === this.#meeting.presence) this.#fromRobot(message.message);
        return;
      default:
        return this.#fromRobot(message);
    }
  }

  /** @param {Message} message */
  #refused(message) {
    // A candidate that the bridge does not like is no loss; there are others.
    if (message.code === "sdp_candidate") return;
    // Refusals of single commands need no answer: what matters is repeated anyway.
    const mine = [undefined, null, "offer", "invite", "answer", this.#meeting.presence];
    if (mine.includes(message.re)) this.#handle({ type: "refused", code: message.code });
  }

  // ---- what the robot says, on whichever road

  /** @param {Message} message */
  #fromRobot(message) {
    if (message.type === "ack") {
      this.#outbox.acknowledge(message.seq);
    } else if (message.type === "pose") {
      this.#posed(message);
    } else if (message.type === "presence" && this.#newest.accept(message)) {
      this.head = headOf(message.head);
      this.#pose = { panDeg: message.pan_deg, tiltDeg: message.tilt_deg };
      this.tell({ type: "presence", presence: message });
    }
  }

  /** @param {Message} message */
  #posed(message) {
    if (message.seq <= this.#poseSeq) return;
    this.#poseSeq = message.seq;
    this.#pose = { panDeg: message.pan_deg, tiltDeg: message.tilt_deg };
    this.tell({ type: "pose", pose: this.#pose });
    this.#limited(message.at_limit === true);
  }

  /** @param {boolean} atLimit of the newest pose */
  #limited(atLimit) {
    // A pose that was on its way when the child looked elsewhere speaks of the look before.
    const isAboutThisLook = !this.#atLimit || this.clockS() - this.#lookedS > OLD_POSE_S;
    this.#atLimit = atLimit;
    if (!atLimit || !isAboutThisLook || this.#lookedS === -Infinity) return;
    this.#lookedS = -Infinity;
    this.#pacer.stop();
    this.tell({ type: "target", target: null });
    this.tell({ type: "limit" });
  }

  // ---- the meeting

  /** @param {import("./meeting.js").Event} event */
  #handle(event) {
    this.#perform(this.#meeting.handle(event, this.clockS()));
  }

  /** @param {import("./meeting.js").Effect[]} effects */
  #perform(effects) {
    for (const effect of effects) {
      if (effect.do === "offer") void this.#offer(effect.attempt, effect.presence);
      else if (effect.do === "adopt") this.#adopted(effect.attempt);
      else if (effect.do === "drop") this.#drop(effect.attempt);
      else this.#over(effect.reason);
    }
    const { phase, tries, faulty, tired } = this.#meeting;
    this.tell({ type: "phase", phase, tries, faulty, tired, silentS: this.#meeting.silentS(this.clockS()) });
  }

  /** @param {number} attempt @param {string} presence */
  async #offer(attempt, presence) {
    const peer = this.makePeer({
      iceServers: this.#iceServers,
      track: this.track(),
      state: (state) => this.#peerState(attempt, state),
      message: (text) => this.#fromChannel(attempt, text),
      candidate: (candidate, mid) =>
        void this.send(protocol.candidate({ presence, attempt, candidate, mid })),
    });
    const entry = { peer, nonce: "", presence, counters: null };
    this.#peers.set(attempt, entry);
    try {
      const sdp = await peer.offer();
      const own = summary(sdp);
      if (!isOurOffer(own)) throw new RangeError("this browser offers more than it may");
      const recipient = this.device.pairing?.robotKey ?? "";
      const stay = { presence, attempt, recipient, replyTo: "" };
      const binding = await signOffer(this.device.key, stay, own, this.#unixS());
      entry.nonce = binding.nonce;
      if (this.#peers.get(attempt) !== entry) return;
      if (!this.send(protocol.offer({ presence, attempt, sdp, binding }))) throw new RangeError("no link");
    } catch (error) {
      console.warn("offer failed", error instanceof Error ? error.name : "");
      this.#handle({ type: "failed", attempt });
    }
  }

  /** @param {Message} message */
  async #answered({ presence, attempt, sdp, binding }) {
    const entry = this.#peers.get(attempt);
    if (!entry || entry.presence !== presence || entry.peer.pc.signalingState !== "have-local-offer") return;
    const stay = { presence, attempt, recipient: this.device.publicKey, replyTo: entry.nonce };
    const robotKey = this.device.pairing?.robotKey ?? "";
    let genuine = false;
    try {
      genuine = await answerIsGenuine(binding, robotKey, stay, summary(sdp), this.#unixS());
    } catch {
      // No fingerprint, or several: not what the robot would send.
    }
    if (this.#peers.get(attempt) !== entry) return;
    if (!genuine) {
      this.send(protocol.leave(presence));
      return this.#handle({ type: "unsafe" });
    }
    try {
      await entry.peer.accept(sdp);
    } catch (error) {
      console.warn("answer failed", error instanceof Error ? error.name : "");
      this.#handle({ type: "failed", attempt });
    }
  }

  /** @param {number} attempt @param {RTCPeerConnectionState} state */
  #peerState(attempt, state) {
    if (state === "connected") this.#handle({ type: "connected", attempt });
    else if (state === "failed" || state === "closed") this.#handle({ type: "failed", attempt });
  }

  /** @param {number} attempt @param {unknown} text */
  #fromChannel(attempt, text) {
    const message = protocol.read(text);
    if (!message || !["pose", "ack", "presence", "refused"].includes(message.type)) return;
    this.#perform(this.#meeting.handle({ type: "heard", attempt }, this.clockS()));
    if (message.type !== "refused") this.#fromRobot(message);
  }

  /** @param {number} attempt */
  #adopted(attempt) {
    const entry = this.#peers.get(attempt);
    if (!entry) return;
    this.#poseSeq = 0;
    this.#gauge.restart();
    this.adopt(entry.peer.picture, entry.peer.sound);
    this.tell({ type: "adopted", sends: entry.peer.sends });
    // Everything, also what is off: the robot may remember a hand that a reload took down.
    for (const kind of inOrder(this.#wishes)) this.#event(kind, this.#wishes[kind]);
  }

  /** @param {number} attempt */
  #drop(attempt) {
    this.#peers.get(attempt)?.peer.close();
    this.#peers.delete(attempt);
  }

  /** @param {string} reason */
  #over(reason) {
    this.#stop?.();
    this.#stop = null;
    for (const attempt of [...this.#peers.keys()]) this.#drop(attempt);
    this.#outbox.clear();
    this.#pacer.stop();
    this.#wishes = NO_WISHES;
    this.tell({ type: "over", reason });
  }

  // ---- going out

  /** @returns {Peer | undefined} */
  #current() {
    return this.#peers.get(this.#meeting.adopted)?.peer;
  }

  /** @returns {boolean} */
  get #isSilent() {
    return this.#meeting.silentS(this.clockS()) > SILENT_AFTER_S;
  }

  /** @param {string} kind @param {unknown} value */
  #event(kind, value) {
    const message = this.#outbox.put(kind, value, this.clockS());
    if (!this.#meeting.adopted) return;
    const taken = this.#current()?.send("events", message);
    if (!taken || this.#isSilent) this.#relay(message);
  }

  /** @param {Message} message */
  #relay(message) {
    return this.send(protocol.relay(this.#meeting.presence, message));
  }

  #tick() {
    this.#perform(this.#meeting.tick(this.clockS()));
    if (this.#gauge.isDue(this.clockS())) void this.#measure();
    if (!this.#meeting.adopted) return;
    if (this.clockS() - this.#beatS >= BEAT_S - SLACK_S) this.#beat();
    for (const message of this.#outbox.due(this.clockS())) this.#relay(message);
    this.#lookIfDue();
  }

  #lookIfDue() {
    const before = this.#pacer.target;
    const target = this.#pacer.due(this.#pose, this.clockS());
    if (target) {
      const message = protocol.look(this.#outbox.seq(), 1000 * this.clockS(), target);
      const taken = this.#current()?.send("control", message);
      if ((!taken || this.#isSilent) && this.clockS() - this.#relayedLookS > RELAYED_LOOK_S) {
        this.#relayedLookS = this.clockS();
        this.#relay(message);
      }
    } else if (before && !this.#pacer.target) {
      this.tell({ type: "target", target: null });
    }
  }

  #beat() {
    this.#beatS = this.clockS();
    this.#current()?.send("control", protocol.beat(this.#outbox.seq(), 1000 * this.clockS()));
  }

  async #measure() {
    const entry = this.#peers.get(this.#meeting.adopted);
    const level = await this.#gauge.read(entry, () => this.#meeting.phase === "present", this.expectsPicture, this.clockS);
    if (level === null) return;
    this.tell({ type: "quality", level });
    if (this.#gauge.isNews(level)) this.#event("line", level);
  }

  #unixS() {
    return this.#unixOffsetS + this.clockS();
  }
}
