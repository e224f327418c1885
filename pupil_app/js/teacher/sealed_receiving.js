// @ts-check
/**
 * PURE. Receiver of one sealed sheet that this page has asked for; it resumes in another session. No I/O.
 *
 * It knows nothing of keys: the caller opens each part that is wanted.
 */

import { BLOB_BYTES } from "../wire/transfers.js";
import { PART_BYTES } from "./sealed_sending.js";

const MOST_PARTS = Math.ceil(BLOB_BYTES / PART_BYTES);

/** Time without a part after which the page asks again, and how often. */
const REPEAT_MS = 8_000;
const MOST_TRIES = 4;

export class SealedReceiving {
  /** @type {string | null} id that the robot gave; another one is another sheet */
  #transfer = null;
  #parts = 0;
  /** @type {Uint8Array[]} */
  #pieces = [];
  /** @type {number | null} */
  #askedMs = null;
  #tries = 0;
  /** Code of a refusal; empty while all is well. */
  failed = "";

  /** @param {number} number of the sheet, among those that the robot holds for the class */
  constructor(number) {
    this.number = number;
  }

  /** @returns {number} share that has come, 0 to 1 */
  get share() {
    return this.#parts ? this.#pieces.length / this.#parts : 0;
  }

  /** @returns {boolean} */
  get isWhole() {
    return this.#parts > 0 && this.#pieces.length === this.#parts;
  }

  /** @returns {Uint8Array[]} parts of the sheet, in order */
  get pieces() {
    return this.#pieces;
  }

  /**
   * Ask for the sheet, or for the rest of it, if it is time to.
   *
   * @param {number} nowMs
   * @returns {{number: number, part: number} | null} what to ask for now
   */
  ask(nowMs) {
    if (this.isWhole || this.failed) return null;
    if (this.#askedMs !== null && nowMs - this.#askedMs < REPEAT_MS) return null;
    if (this.#tries >= MOST_TRIES) {
      this.failed = "stopped";
      return null;
    }
    this.#tries += 1;
    this.#askedMs = nowMs;
    return { number: this.number, part: this.#pieces.length };
  }

  /**
   * Tell what to do with a part: open it and call `took`, acknowledge it again, or drop it.
   *
   * @param {{transfer: string, part: number, parts: number}} place
   * @returns {"open" | "again" | "drop"}
   */
  wants({ transfer, part, parts }) {
    if (this.failed) return "drop";
    if (transfer !== this.#transfer) {
      if (this.#transfer !== null && part !== 0) {
        // The sheets have changed meanwhile: what came before belongs to another one.
        this.#restart();
        return "drop";
      }
      if (part !== 0) return "drop";
      this.#restart();
      if (parts > MOST_PARTS) {
        this.failed = "too_large";
        return "drop";
      }
      this.#transfer = transfer;
      this.#parts = parts;
    }
    if (parts !== this.#parts || part > this.#pieces.length) return "drop";
    return part < this.#pieces.length ? "again" : "open";
  }

  /** @param {Uint8Array | null} data of the part that was wanted; null if it does not open @param {number} nowMs */
  took(data, nowMs) {
    if (!data) {
      this.failed = "no_class_key";
      return;
    }
    this.#pieces.push(data);
    this.#askedMs = nowMs;
    this.#tries = 0;
  }

  /** Go on in another session: ask for the rest at once. */
  resume() {
    this.#askedMs = null;
    this.#tries = 0;
  }

  #restart() {
    this.#transfer = null;
    this.#parts = 0;
    this.#pieces = [];
    this.resume();
  }
}
