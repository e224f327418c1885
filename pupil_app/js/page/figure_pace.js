// @ts-check
/**
 * PURE. When Karlsson's drawing may change its light: it never flashes more than three times a second. No I/O.
 *
 * A flash is a pair of opposing changes of brightness. Each new look, and each rise of the voice,
 * begins no sooner than a third of a second after the one before, so a second holds three of them.
 * Source: https://www.w3.org/TR/WCAG22/#three-flashes-or-below-threshold
 */

/** As `FLASH_APART_S` of the body. */
export const APART_MS = 340;
/** Eyes that have just changed do not blink as well. */
export const CALM_MS = 1000;

export class LightPace {
  #changedMs = -Infinity;
  #eyesMs = -Infinity;
  #covers = false;
  #rising = false;

  /**
   * Return for how long a new look has to wait. One that covers the eyes or lays the robot to rest
   * never waits behind one that is awake: nobody may believe for longer that the robot sees.
   *
   * @param {boolean} covers @param {number} nowMs @returns {number} milliseconds
   */
  lookWaitMs(covers, nowMs) {
    return covers && !this.#covers ? 0 : this.#leftMs(nowMs);
  }

  /** @param {boolean} covers the look that is shown from now on @param {number} nowMs -Infinity if nobody sees it */
  looks(covers, nowMs) {
    this.#covers = covers;
    this.#changedMs = nowMs;
    this.#rising = false;
  }

  /** @param {number} nowMs @returns {number} milliseconds for which a louder voice has to wait */
  riseWaitMs(nowMs) {
    return this.#rising ? 0 : this.#leftMs(nowMs);
  }

  /** @param {boolean} louder whether the voice that is shown has become louder @param {number} nowMs */
  sounds(louder, nowMs) {
    this.#rising = louder;
    if (louder) this.#changedMs = nowMs;
  }

  /** @param {number} nowMs when the eyes changed */
  opens(nowMs) {
    this.#eyesMs = nowMs;
  }

  /** @param {number} nowMs */
  mayBlink(nowMs) {
    return nowMs - this.#eyesMs >= CALM_MS;
  }

  /** @param {number} nowMs @returns {number} */
  #leftMs(nowMs) {
    return Math.max(0, APART_MS - (nowMs - this.#changedMs));
  }
}
