// @ts-check
/** PURE. What the robot last said of itself, from messages that come on two roads. No I/O. */

import { headOf } from "./looking.js";
import { Newest } from "../wire/protocol.js";

/** A pose can be so old when it comes that it speaks of the look before. */
const OLD_POSE_S = 0.25;

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {{type: string, [field: string]: any}} News */

export class Heard {
  head = headOf(null);
  pose = { panDeg: 0, tiltDeg: 0 };
  /** When the child looked somewhere and was not told of a limit yet. */
  lookedS = -Infinity;
  #newest = new Newest();
  /** The robot said last that its head can look no further. */
  #atLimit = false;
  #poseSeq = 0;

  /** The robot's agent may have started again, and counts its states anew. */
  forgetStates() {
    this.#newest.forget();
  }

  /** Poses are counted anew. */
  forgetPoses() {
    this.#poseSeq = 0;
  }

  /**
   * @param {Message} message
   * @param {number} nowS
   * @returns {News[]} what the page has to be told
   */
  take(message, nowS) {
    if (message.type === "pose" && message.seq > this.#poseSeq) {
      this.#poseSeq = message.seq;
      this.#turned(message);
      /** @type {News[]} */
      const news = [{ type: "pose", pose: this.pose }];
      if (this.#isNewLimit(message.at_limit === true, nowS)) news.push({ type: "limit" });
      return news;
    }
    if (message.type === "presence" && this.#newest.accept(message)) {
      this.head = headOf(message.head);
      this.#turned(message);
      return [{ type: "presence", presence: message }];
    }
    return [];
  }

  /** @param {boolean} atLimit of the newest pose @param {number} nowS */
  #isNewLimit(atLimit, nowS) {
    // A pose that was on its way when the child looked elsewhere speaks of the look before.
    const isAboutThisLook = !this.#atLimit || nowS - this.lookedS > OLD_POSE_S;
    this.#atLimit = atLimit;
    if (!atLimit || !isAboutThisLook || this.lookedS === -Infinity) return false;
    this.lookedS = -Infinity;
    return true;
  }

  /** @param {Message} message */
  #turned(message) {
    this.pose = { panDeg: message.pan_deg, tiltDeg: message.tilt_deg };
  }
}
