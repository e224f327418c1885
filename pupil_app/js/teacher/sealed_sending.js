// @ts-check
/**
 * PURE. Sender of a sealed sheet: one part in flight, repeated, resumed. No I/O.
 *
 * It knows nothing of keys: the caller seals each part as it leaves. The same as
 * `robot/sheets/sealed_sending.py`, and tested with the same steps.
 */

import { TRANSFER_CODES } from "../wire/transfers.js";

/** Content of a part: with nonce, tag and base64url no longer than the wire allows. */
export const PART_BYTES = 18_396;

/** Time without an acknowledgement after which a part is sent again; the last part waits for the washing. */
const REPEAT_MS = 6_000;
const WASHING_MS = 20_000;
const MOST_TRIES = 5;

/** @typedef {{transfer: string, part: number, parts: number, data: Uint8Array}} PartOut */
/** @typedef {{transfer: string, code: string}} SealedEnd `code` is empty if the whole sheet was taken */

export class SealedSending {
  /** @type {SealedEnd | null} */
  end = null;
  /** @type {number | null} */
  #sentMs = null;
  #tries = 0;

  /**
   * @param {string} transfer id, the same in every session
   * @param {Uint8Array} data
   * @param {number} [first] first part to send, if the recipient has those before it
   */
  constructor(transfer, data, first = 0) {
    this.transfer = transfer;
    this.data = data;
    this.parts = Math.max(1, Math.ceil(data.length / PART_BYTES));
    /** Number of parts that have arrived. */
    this.acked = Math.min(first, this.parts - 1);
  }

  /** @param {number} nowMs @returns {PartOut | null} part to send now */
  next(nowMs) {
    const due = this.dueMs;
    if (this.end || (due !== null && nowMs < due)) return null;
    if (this.#tries >= MOST_TRIES) {
      this.end = { transfer: this.transfer, code: "stopped" };
      return null;
    }
    this.#sentMs = nowMs;
    this.#tries += 1;
    const at = this.acked * PART_BYTES;
    const data = this.data.subarray(at, at + PART_BYTES);
    return { transfer: this.transfer, part: this.acked, parts: this.parts, data };
  }

  /** @returns {number | null} time at which `next` has something again; null if it has now */
  get dueMs() {
    if (this.#sentMs === null) return null;
    return this.#sentMs + (this.acked === this.parts - 1 ? WASHING_MS : REPEAT_MS);
  }

  /** @param {number} part @param {string} code  Take an acknowledgement; one of another part changes nothing. */
  heard(part, code) {
    if (this.end || part !== this.acked) return;
    if (code) {
      this.end = { transfer: this.transfer, code: KNOWN_CODES.has(code) ? code : "internal" };
      return;
    }
    this.acked += 1;
    this.resume();
    if (this.acked === this.parts) this.end = { transfer: this.transfer, code: "" };
  }

  /** Go on in another session: send again what was in flight. */
  resume() {
    this.#sentMs = null;
    this.#tries = 0;
  }
}

/** @type {Set<string>} Codes for which pages have words. */
const KNOWN_CODES = new Set([...TRANSFER_CODES, "no_class_key"]);
