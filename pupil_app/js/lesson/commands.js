// @ts-check
/**
 * What goes out to the robot in a lesson: events, looks and the beat, on the channels or, when those
 * are silent, through the bridge.
 */

import { LookPacer } from "./looking.js";
import { Outbox } from "../wire/outbox.js";
import * as protocol from "../wire/protocol.js";

/** The robot holds its head after half a second without a beat. */
const BEAT_S = 0.2;

/** A tick that comes this much early is no reason to beat a whole tick late. */
const SLACK_S = 0.02;

/** Looks through the bridge, fewer than on the channel: all its messages share 20 a second. */
const RELAYED_LOOK_S = 0.15;

/** @typedef {import("../wire/protocol.js").Message} Message */

export class Commands {
  #outbox = new Outbox();
  #pacer = new LookPacer();
  #relayedLookS = 0;
  #beatS = 0;

  /**
   * @param {{
   *   clockS: () => number,
   *   peer: () => import("./peer.js").Peer | undefined,
   *   isAdopted: () => boolean,
   *   isSilent: () => boolean,
   *   relay: (message: Message) => void,
   *   pose: () => import("./looking.js").Pose,
   *   aim: (target: import("./looking.js").Pose | null) => void,
   * }} parts `peer` is the connection that carries the lesson; `isAdopted` says whether there ever was
   *   one in this stay; `aim` is told where the head is asked to look
   */
  constructor({ clockS, peer, isAdopted, isSilent, relay, pose, aim }) {
    this.clockS = clockS;
    this.peer = peer;
    this.isAdopted = isAdopted;
    this.isSilent = isSilent;
    this.relay = relay;
    this.pose = pose;
    this.aim = aim;
  }

  /** @returns {import("./looking.js").Pose} where the head is going, or where it is */
  get heading() {
    return this.#pacer.target ?? this.pose();
  }

  /** @param {string} kind @param {unknown} value */
  event(kind, value) {
    const message = this.#outbox.put(kind, value, this.clockS());
    if (!this.isAdopted()) return;
    const taken = this.peer()?.send("events", message);
    if (!taken || this.isSilent()) this.relay(message);
  }

  bye() {
    this.peer()?.send("events", this.#outbox.put("bye", undefined, this.clockS()));
  }

  /** @param {import("./looking.js").Pose} target */
  look(target) {
    this.#outbox.drop("view_go");
    this.#pacer.want(target, this.clockS());
    this.aim(target);
    this.#lookIfDue();
  }

  /**
   * Look where a place was saved: said on both channels, since the head has to start at once.
   *
   * @param {import("./looking.js").View} view
   */
  goTo({ slot, panDeg, tiltDeg }) {
    this.look({ panDeg, tiltDeg });
    this.event("view_go", slot);
  }

  /** @param {string} name */
  gesture(name) {
    // A look that is said again would end it.
    this.stopLooking();
    this.event("gesture", name);
  }

  /** Look no further: the head is where it can go. */
  stopLooking() {
    this.#pacer.stop();
    this.aim(null);
  }

  /** @param {number} seq */
  acknowledge(seq) {
    this.#outbox.acknowledge(seq);
  }

  /** To be called often while a connection carries the lesson. */
  tick() {
    if (this.clockS() - this.#beatS >= BEAT_S - SLACK_S) this.#beat();
    for (const message of this.#outbox.due(this.clockS())) this.relay(message);
    this.#lookIfDue();
  }

  clear() {
    this.#outbox.clear();
    this.#pacer.stop();
  }

  #lookIfDue() {
    const before = this.#pacer.target;
    const target = this.#pacer.due(this.pose(), this.clockS());
    if (target) {
      const message = protocol.look(this.#outbox.seq(), 1000 * this.clockS(), target);
      const taken = this.peer()?.send("control", message);
      if ((!taken || this.isSilent()) && this.clockS() - this.#relayedLookS > RELAYED_LOOK_S) {
        this.#relayedLookS = this.clockS();
        this.relay(message);
      }
    } else if (before && !this.#pacer.target) {
      this.aim(null);
    }
  }

  #beat() {
    this.#beatS = this.clockS();
    this.peer()?.send("control", protocol.beat(this.#outbox.seq(), 1000 * this.clockS()));
  }
}
