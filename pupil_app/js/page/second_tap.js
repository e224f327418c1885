// @ts-check
/**
 * PURE. Tells a hurried second tap from a wanted one. No I/O.
 *
 * Whoever taps twice means one thing. When the first tap has changed the page, the second lands on
 * whatever lies there now, and must do nothing: neither undo the first nor start something else.
 */

/** A second tap within this time is a hurried one. People's double taps take up to 0.6 s. */
export const SECOND_TAP_S = 1;

/** Two taps that are this close are meant for the same place. A finger is about 40 px wide. */
const SAME_PLACE_PX = 48;

/**
 * What was tapped, and where: keys have no place, they press what has the focus.
 * @typedef {{target: unknown, place: {x: number, y: number} | null}} Tap
 */

export class SecondTap {
  /** @type {Tap | null} */
  #last = null;
  #lastS = -Infinity;

  /**
   * Say whether a tap may act. One on the same control may, for example twice louder: what a
   * repeated tap means there is the control's own affair.
   *
   * @param {Tap} tap @param {number} nowS
   * @returns {boolean}
   */
  allows(tap, nowS) {
    const last = this.#last;
    const isHurried = last !== null && nowS - this.#lastS < SECOND_TAP_S && tap.target !== last.target && isNear(tap, last);
    this.#lastS = nowS;
    if (!isHurried) this.#last = tap;
    return !isHurried;
  }

  /** The person has moved on, for example with the Tab key: what comes next is wanted. */
  forget() {
    this.#last = null;
  }
}

/** @param {Tap} one @param {Tap} other @returns {boolean} */
function isNear({ place: one }, { place: other }) {
  if (!one || !other) return one === other;
  return Math.hypot(one.x - other.x, one.y - other.y) <= SAME_PLACE_PX;
}
