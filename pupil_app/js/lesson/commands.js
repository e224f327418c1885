// @ts-check
/**
 * Messages to the robot in a lesson: events, looks, crops and the beat. They go over the channels or, while
 * those are silent, through the bridge.
 */

import { CropPacer } from "./cropping.js";
import { LookPacer } from "./looking.js";
import { Outbox } from "../wire/outbox.js";
import * as protocol from "../wire/protocol.js";

/** The robot holds its head after half a second without a beat. */
const BEAT_S = 0.2;

/** A beat may come this much early; otherwise an early tick would delay it by a whole tick. */
const SLACK_S = 0.02;

/** Interval of looks, and of crops, through the bridge, where all messages share 20 a second. */
const RELAYED_LOOK_S = 0.15;

/** @typedef {import("../wire/protocol.js").Message} Message */

export class Commands {
  #outbox = new Outbox();
  #pacer = new LookPacer();
  #crops = new CropPacer();
  #relayedLookS = 0;
  #relayedCropS = 0;
  #beatS = 0;

  /**
   * @param {{
   *   clockS: () => number,
   *   peer: () => import("./peer.js").Peer | undefined,
   *   isAdopted: () => boolean,
   *   isSilent: () => boolean,
   *   relay: (message: Message) => void,
   *   pose: () => import("./looking.js").Pose,
   *   shownCrop: () => import("./cropping.js").Crop,
   *   showTarget: (target: import("./looking.js").Pose | null) => void,
   * }} parts `peer` is the connection that carries the lesson; `isAdopted` tells whether there was
   *   one in this presence; `showTarget` gets the target of the head
   */
  constructor({ clockS, peer, isAdopted, isSilent, relay, pose, shownCrop, showTarget }) {
    this.clockS = clockS;
    this.peer = peer;
    this.isAdopted = isAdopted;
    this.isSilent = isSilent;
    this.relay = relay;
    this.pose = pose;
    this.shownCrop = shownCrop;
    this.showTarget = showTarget;
  }

  /** @returns {import("./looking.js").Pose} target of the head, or its measured pose */
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
    this.#pacer.set(target, this.clockS());
    this.showTarget(target);
    this.#lookIfDue();
  }

  /**
   * Look to a saved view. It is sent on both channels, so that the head starts at once.
   *
   * @param {import("./looking.js").View} view
   */
  goTo({ slot, panDeg, tiltDeg }) {
    this.look({ panDeg, tiltDeg });
    this.event("view_go", slot);
  }

  /** @param {import("./cropping.js").Crop} crop */
  crop(crop) {
    this.#crops.set(crop, this.clockS());
    this.#cropIfDue();
  }

  /** @returns {import("./cropping.js").Crop} crop that the child wants, or what is shown */
  get framing() {
    return this.#crops.target ?? this.shownCrop();
  }

  /** Send no more crops: the right to zoom is gone. */
  stopCropping() {
    this.#crops.stop();
  }

  /** @param {string} name */
  gesture(name) {
    // A repeated look would end the gesture.
    this.stopLooking();
    this.event("gesture", name);
  }

  /** Send no more looks: the head is at its limit. */
  stopLooking() {
    this.#pacer.stop();
    this.showTarget(null);
  }

  /** @param {number} seq */
  acknowledge(seq) {
    this.#outbox.acknowledge(seq);
  }

  /** Send what is due. Call this often while a connection carries the lesson. */
  tick() {
    if (this.clockS() - this.#beatS >= BEAT_S - SLACK_S) this.#beat();
    for (const message of this.#outbox.due(this.clockS())) this.relay(message);
    this.#lookIfDue();
    this.#cropIfDue();
  }

  clear() {
    this.#outbox.clear();
    this.#pacer.stop();
    this.#crops.stop();
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
      this.showTarget(null);
    }
  }

  #cropIfDue() {
    const crop = this.#crops.due(this.shownCrop(), this.clockS());
    if (!crop) return;
    const message = protocol.crop(this.#outbox.seq(), 1000 * this.clockS(), crop);
    const taken = this.peer()?.send("control", message);
    if ((!taken || this.isSilent()) && this.clockS() - this.#relayedCropS > RELAYED_LOOK_S) {
      this.#relayedCropS = this.clockS();
      this.relay(message);
    }
  }

  #beat() {
    this.#beatS = this.clockS();
    this.peer()?.send("control", protocol.beat(this.#outbox.seq(), 1000 * this.clockS()));
  }
}
