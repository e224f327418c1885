// @ts-check
/**
 * PURE. Window of unacknowledged bytes that follows the delay of the line. No I/O.
 *
 * It grows while pieces pass without waiting in a queue, and shrinks as soon as they wait. The same
 * as `robot/transfer/window.py`, and tested with the same figures.
 */

import { LEAST_PIECE_BYTES } from "./voice_gap.js";

const START_BYTES = 512;
const LEAST_BYTES = 448;
const MOST_PIECE_BYTES = 1024;

/** Pieces in a window: the voice does not wait long behind a short one. */
const PIECES = 8;

/** Growth for each acknowledged byte until the first queue, and in a round trip after it. */
const RISE = 0.2;
const STEP_BYTES = 128;
const CUT = 0.75;
const STORE = 1.25;

/** Age at which a smallest delay is forgotten: after one bucket, or two. */
const BUCKET_MS = 30_000;

/** Acknowledgements of which the quickest counts: a queue delays all, a busy processor some. */
const SAMPLES = 6;

/** Round trips of which the shortest counts. */
const TRIPS = 8;
const WRAP = 2 ** 32;
const HALF = 2 ** 31;

export class DelayWindow {
  /** @type {number | null} shortest of the last round trips; null before the first one */
  tripMs = null;
  /** Time that the newest acknowledged piece waited in queues. */
  waitedMs = 0;
  /** @type {number[]} */
  #tripsMs = [];
  /** @type {number | null} */
  #referenceMs = null;
  /** @type {number[]} */
  #lastMs = [];
  #lowMs = 0;
  /** @type {number | null} */
  #lowBeforeMs = null;
  #bucketMs = 0;
  #cutMs = 0;
  #rising = true;

  /**
   * @param {number} targetMs delay at which it shrinks; from half of it on it does not grow
   * @param {number} mostBytes
   * @param {number} [startBytes] window of a line about which nothing is known
   */
  constructor(targetMs, mostBytes, startBytes = START_BYTES) {
    this.targetMs = targetMs;
    this.mostBytes = mostBytes;
    this.startBytes = startBytes;
    this.sizeBytes = startBytes;
  }

  /** @returns {number} size of a piece */
  get pieceBytes() {
    return Math.floor(Math.min(MOST_PIECE_BYTES, Math.max(LEAST_PIECE_BYTES, this.sizeBytes / PIECES)));
  }

  /**
   * Follow an acknowledgement.
   *
   * @param {number} ackedBytes newly acknowledged
   * @param {number} sentMs time of sending of the newest acknowledged piece, on our clock
   * @param {number} atMs time of its arrival, on the receiver's clock, modulo 2**32
   * @param {number} nowMs
   */
  acknowledged(ackedBytes, sentMs, atMs, nowMs) {
    this.#tripsMs = [...this.#tripsMs, nowMs - sentMs].slice(-TRIPS);
    this.tripMs = Math.min(...this.#tripsMs);
    const queueMs = this.#queueMs(modulo(atMs - sentMs, WRAP), nowMs);
    if (queueMs > this.targetMs) {
      this.#rising = false;
      if (nowMs - this.#cutMs > nowMs - sentMs) {
        this.#cutMs = nowMs;
        this.#lastMs = [];
        this.#set(this.sizeBytes * CUT);
      }
    } else if (2 * queueMs > this.targetMs) {
      this.#rising = false;
    } else if (this.#rising) {
      this.#set(this.sizeBytes + RISE * ackedBytes);
    } else {
      this.#set(this.sizeBytes + (STEP_BYTES * ackedBytes) / this.sizeBytes);
    }
  }

  /** @param {number} bytesPerMs rate that something else allows: a window beyond it would only be in store */
  keepTo(bytesPerMs) {
    if (this.tripMs !== null) this.#set(Math.min(this.sizeBytes, STORE * bytesPerMs * this.tripMs));
  }

  /** Begin anew on another connection, whose delays are others. */
  restart() {
    this.#referenceMs = this.#lowBeforeMs = null;
    this.#lastMs = [];
    this.#tripsMs = [];
    this.tripMs = null;
    this.#rising = true;
    this.#set(Math.min(this.sizeBytes, this.startBytes));
  }

  /** @param {number} delayMs @param {number} nowMs @returns {number} */
  #queueMs(delayMs, nowMs) {
    if (this.#referenceMs === null) {
      this.#referenceMs = delayMs;
      this.#bucketMs = nowMs;
      this.#lowMs = 0;
    }
    const delay = modulo(delayMs - this.#referenceMs + HALF, WRAP) - HALF;
    if (nowMs - this.#bucketMs > BUCKET_MS) {
      this.#lowBeforeMs = this.#lowMs;
      this.#lowMs = delay;
      this.#bucketMs = nowMs;
    }
    this.#lowMs = Math.min(this.#lowMs, delay);
    this.#lastMs = [...this.#lastMs, delay].slice(-SAMPLES);
    const lowMs = Math.min(this.#lowMs, this.#lowBeforeMs ?? this.#lowMs);
    this.waitedMs = delay - lowMs;
    return Math.min(...this.#lastMs) - lowMs;
  }

  /** @param {number} sizeBytes */
  #set(sizeBytes) {
    this.sizeBytes = Math.min(this.mostBytes, Math.max(LEAST_BYTES, sizeBytes));
  }
}

/** @param {number} value @param {number} of @returns {number} never negative, as in Python */
const modulo = (value, of) => ((value % of) + of) % of;
