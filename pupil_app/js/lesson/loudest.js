// @ts-check
/** PURE. Level of a voice as it is drawn: what shines with it must not flicker. No I/O. */

/**
 * Time for which a level is kept. A light that follows falls no sooner than this after it rose, so it
 * flashes at most three times a second, as WCAG 2.2, success criterion 2.3.1, allows.
 */
const KEPT_MS = 350;

/** Most levels that are kept: the sources measure every 50 ms. */
const MOST = 64;

/** Loudest level of the last moments: it rises at once and falls late. */
export class Loudest {
  /** @type {{level: number, atMs: number}[]} the loudest first, each later one less loud */
  #kept = [];

  /** @param {number} level 0 to 1 @param {number} nowMs never goes back @returns {number} level to draw */
  take(level, nowMs) {
    this.#kept = this.#kept.filter((one) => one.level > level && nowMs - one.atMs < KEPT_MS).slice(0, MOST - 1);
    this.#kept.push({ level, atMs: nowMs });
    return this.#kept[0].level;
  }
}
