// @ts-check
/**
 * PURE. Pace of the pieces of a blob: one after the other, and never several at once. No I/O.
 *
 * The browser would put pieces that are sent at once into one large packet, behind which the voice
 * waits. So each piece goes when the one before it has left the line, and behind the voice.
 */

import { BEAT_MS, VoiceGap } from "./voice_gap.js";

/** Most bytes a second: on a fast line the robot would spend its time on pieces, and not on the voice. */
export const MOST_BYTES_PER_S = 96 * 1024;

/** Time that may be made up for: timers of a browser are not exact. */
const LATE_MS = 5;

/** Round trip that is assumed before the first one: the first pieces go slowly, too. */
const FIRST_TRIP_MS = 100;

export class PiecePace {
  #freeMs = 0;
  #leftMs = -Infinity;
  /** @type {number | null} time from which on the next piece waits for the voice */
  #readyMs = null;

  /** @param {VoiceGap} [gap] */
  constructor(gap = new VoiceGap()) {
    this.gap = gap;
  }

  /**
   * Count a piece that was sent.
   *
   * @param {number} bytes its size
   * @param {number} windowBytes bytes that may be on their way
   * @param {number | null} tripMs round trip; null while it is not known
   * @param {number} nowMs
   */
  spent(bytes, windowBytes, tripMs, nowMs) {
    const bytesPerMs = Math.min(MOST_BYTES_PER_S / 1000, windowBytes / Math.max(1, tripMs ?? FIRST_TRIP_MS));
    const lateMs = this.gap.pieceMs ? BEAT_MS : LATE_MS;
    this.#freeMs = Math.max(this.#freeMs, nowMs - lateMs) + Math.max(bytes / bytesPerMs, this.gap.everyMs);
    this.#leftMs = nowMs + this.gap.pieceMs;
    this.#readyMs = null;
  }

  /** @param {number} nowMs @returns {number} time until the next piece may be sent */
  waitMs(nowMs) {
    const fromMs = Math.max(nowMs, this.#freeMs, this.#leftMs);
    this.#readyMs ??= fromMs;
    // It waits for the voice for one beat: a voice that seems to be everywhere stops no sheet.
    const behindMs = Math.min(fromMs + this.gap.waitMs(fromMs), Math.max(fromMs, this.#readyMs + BEAT_MS));
    return Math.max(0, Math.ceil(behindMs - nowMs));
  }
}
