// @ts-check
/**
 * PURE. Pace of the pieces of a blob: one after the other, and never several at once. No I/O.
 *
 * The browser would put pieces that are sent at once into one large packet, behind which the voice
 * waits. So each piece goes when the one before it has left the line.
 */

/** Most bytes a second: on a fast line the robot would spend its time on pieces, and not on the voice. */
export const MOST_BYTES_PER_S = 96 * 1024;

/** Time that may be made up for: timers of a browser are not exact. */
const LATE_MS = 5;

export class PiecePace {
  #freeMs = 0;

  /**
   * Count a piece that was sent.
   *
   * @param {number} bytes its size
   * @param {number} windowBytes bytes that may be on their way
   * @param {number | null} tripMs round trip; null while it is not known
   * @param {number} nowMs
   */
  spent(bytes, windowBytes, tripMs, nowMs) {
    const bytesPerMs = Math.min(MOST_BYTES_PER_S / 1000, windowBytes / Math.max(1, tripMs ?? 1));
    this.#freeMs = Math.max(this.#freeMs, nowMs - LATE_MS) + bytes / bytesPerMs;
  }

  /** @param {number} nowMs @returns {number} time until the next piece may be sent */
  waitMs(nowMs) {
    return Math.max(0, Math.ceil(this.#freeMs - nowMs));
  }
}
