// @ts-check
/** PURE. Newest state of the robot, from messages that come by two paths. No I/O. */

import { isSameCrop, WHOLE } from "./cropping.js";
import { headOf } from "./looking.js";
import { cropOf } from "../wire/presence.js";
import { Newest } from "../wire/protocol.js";

/** Age up to which a pose may still belong to the look before. */
const OLD_POSE_S = 0.25;

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {{type: string, [field: string]: any}} News */

export class Heard {
  head = headOf(null);
  pose = { panDeg: 0, tiltDeg: 0 };
  /** Part of the camera's view that the newest picture shows. */
  crop = WHOLE;
  /** @type {Message | null} newest state of the robot; null before it has told any */
  presence = null;
  /** Time of the last look that has not met a limit yet. */
  lookedS = -Infinity;
  #newest = new Newest();
  /** Newest `at_limit` of the robot. */
  #atLimit = false;
  #poseSeq = 0;

  /**
   * Accept any number: the robot's agent may have restarted its count of snapshots. Its last state
   * stays until the next one: a link that comes back is no reason to take the zoom away.
   */
  forgetStates() {
    this.#newest.forget();
  }

  /** Accept any number: poses are counted from 1 again. */
  forgetPoses() {
    this.#poseSeq = 0;
  }

  /**
   * @param {Message} message
   * @param {number} nowS
   * @returns {News[]} news for the page
   */
  take(message, nowS) {
    if (message.type === "pose" && message.seq > this.#poseSeq) {
      this.#poseSeq = message.seq;
      this.#turned(message);
      /** @type {News[]} */
      const news = [{ type: "pose", pose: this.pose }];
      if (!isSameCrop(this.crop, cropOf(message))) {
        this.crop = cropOf(message);
        news.push({ type: "crop", crop: this.crop });
      }
      if (this.#isNewLimit(message.at_limit === true, nowS)) news.push({ type: "limit" });
      return news;
    }
    if (message.type === "presence" && this.#newest.accept(message)) {
      this.head = headOf(message.head);
      this.presence = message;
      this.#turned(message);
      return [{ type: "presence", presence: message }];
    }
    return [];
  }

  /** @param {boolean} atLimit of the newest pose @param {number} nowS */
  #isNewLimit(atLimit, nowS) {
    // A pose that was under way when the child looked elsewhere belongs to the look before.
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
