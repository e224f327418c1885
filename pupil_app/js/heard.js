// @ts-check
/** PURE. What the robot last said of itself, from messages that come on two roads. No I/O. */

import { headOf } from "./looking.js";
import { Newest } from "./protocol.js";

/** @typedef {import("./protocol.js").Message} Message */

export class Heard {
  head = headOf(null);
  pose = { panDeg: 0, tiltDeg: 0 };
  #newest = new Newest();
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
   * @returns {{type: string, [field: string]: any} | null} what the page has to be told, if it is news
   */
  take(message) {
    if (message.type === "pose" && message.seq > this.#poseSeq) {
      this.#poseSeq = message.seq;
      this.#turned(message);
      return { type: "pose", pose: this.pose };
    }
    if (message.type === "presence" && this.#newest.accept(message)) {
      this.head = headOf(message.head);
      this.#turned(message);
      return { type: "presence", presence: message };
    }
    return null;
  }

  /** @param {Message} message */
  #turned(message) {
    this.pose = { panDeg: message.pan_deg, tiltDeg: message.tilt_deg };
  }
}
