// @ts-check
/**
 * PURE. Events on their way to the robot: numbered, repeated until acknowledged. No I/O.
 *
 * Each kind of event carries the wanted state, so only its newest is kept.
 */

import { EVENTS } from "./protocol.js";

/** An event without its `ack` is said again, through the bridge, after this; then ever less often. */
const REPEAT_S = 0.5;
const REPEAT_AT_MOST_S = 4;

export class Outbox {
  #seq = 0;
  /** @type {Map<string, {message: import("./protocol.js").Message, saidS: number, waitS: number}>} */
  #waiting = new Map();

  /** @returns {number} the next number; one count for all messages of a stay */
  seq() {
    this.#seq += 1;
    return this.#seq;
  }

  /**
   * @param {string} kind @param {unknown} value @param {number} nowS
   * @returns {import("./protocol.js").Message}
   */
  put(kind, value, nowS) {
    const message = EVENTS[kind](this.seq(), value);
    this.#waiting.delete(kind);
    this.#waiting.set(kind, { message, saidS: nowS, waitS: REPEAT_S });
    return message;
  }

  /** @param {number} seq */
  acknowledge(seq) {
    for (const [kind, { message }] of this.#waiting) {
      if (message.seq === seq) this.#waiting.delete(kind);
    }
  }

  /**
   * @param {number} nowS
   * @returns {import("./protocol.js").Message[]} what to say again now, through the bridge
   */
  due(nowS) {
    const due = [];
    for (const entry of this.#waiting.values()) {
      if (nowS - entry.saidS < entry.waitS) continue;
      entry.saidS = nowS;
      entry.waitS = Math.min(2 * entry.waitS, REPEAT_AT_MOST_S);
      due.push(entry.message);
    }
    return due;
  }

  clear() {
    this.#waiting.clear();
  }
}
