// @ts-check
/**
 * PURE. Filter for hurried second taps. No I/O.
 *
 * A person who taps twice means one thing. If the first tap changed the page, the second one lands
 * on another control. It must neither undo the first nor start something else.
 */

/** Time within which a second tap is a hurried one. Double taps take up to 0.6 s. */
export const SECOND_TAP_S = 1;

/** Distance within which two taps are meant for the same place. A finger is about 40 px wide. */
const SAME_PLACE_PX = 48;

/**
 * Tapped control and place; keys have no place, since they press the control with the focus.
 * @typedef {{target: unknown, place: {x: number, y: number} | null}} Tap
 */

export class SecondTap {
  /** @type {Tap | null} */
  #last = null;
  #lastS = -Infinity;

  /**
   * Tell whether a tap may act. A second tap on the same control may, for example twice louder: the
   * control itself decides what a repeated tap means.
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

  /** Accept the next tap: the person has moved on, for example with the Tab key. */
  forget() {
    this.#last = null;
  }
}

/** @param {Tap} one @param {Tap} other @returns {boolean} */
function isNear({ place: one }, { place: other }) {
  if (!one || !other) return one === other;
  return Math.hypot(one.x - other.x, one.y - other.y) <= SAME_PLACE_PX;
}
