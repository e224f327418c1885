// @ts-check
/**
 * PURE. Events on their way to the robot: numbered, repeated until acknowledged. No I/O.
 *
 * Each kind of event carries the wanted state, so only its newest is kept.
 */

import { EVENTS } from "./protocol.js";

/** Time after which an event without `ack` is repeated through the bridge; it doubles each time. */
const REPEAT_S = 0.5;
const REPEAT_AT_MOST_S = 4;

/**
 * Seconds for which these events are repeated: a late turn of the head confuses, a late still shows
 * another board, and a late answer belongs to another question.
 */
const FLEETING_S = new Map([
  ["view_go", 2],
  ["gesture", 2],
  ["still", 2],
  ["understood", 10],
]);

export class Outbox {
  #seq = 0;
  /** @type {Map<string, {message: import("./protocol.js").Message, saidS: number, waitS: number, untilS: number}>} */
  #waiting = new Map();

  /** @returns {number} next number; one count for all messages of a presence */
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
    const untilS = nowS + (FLEETING_S.get(kind) ?? Infinity);
    this.#waiting.set(kind, { message, saidS: nowS, waitS: REPEAT_S, untilS });
    return message;
  }

  /**
   * Stop repeating an event.
   *
   * @param {string} kind
   */
  drop(kind) {
    this.#waiting.delete(kind);
  }

  /** @param {number} seq */
  acknowledge(seq) {
    for (const [kind, { message }] of this.#waiting) {
      if (message.seq === seq) this.#waiting.delete(kind);
    }
  }

  /**
   * @param {number} nowS
   * @returns {import("./protocol.js").Message[]} messages to repeat now, through the bridge
   */
  due(nowS) {
    const due = [];
    for (const [kind, entry] of this.#waiting) {
      if (nowS > entry.untilS) this.#waiting.delete(kind);
      if (nowS > entry.untilS || nowS - entry.saidS < entry.waitS) continue;
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
