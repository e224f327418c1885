// @ts-check
/**
 * PURE. A button that opens the class again only when it is meant. No I/O.
 *
 * It acts when it is held for a second. Those who cannot hold press twice, with a second between;
 * presses that follow faster are one hurried hand, however many they are.
 */

/** Time for which it is held, and shortest time between two presses. */
export const HOLD_S = 1;

/** Time within which the second press must come. */
export const CONFIRM_S = 10;

export class Holding {
  #heldS = -Infinity;
  #pressedS = -Infinity;
  #isHeld = false;
  #acted = false;

  /** @param {number} nowS a finger came down */
  down(nowS) {
    this.#isHeld = true;
    this.#acted = false;
    this.#heldS = nowS;
  }

  /** The finger left, or the system took it away. */
  up() {
    this.#isHeld = false;
  }

  /** @param {number} nowS @returns {boolean} it has been held long enough, which is said once */
  tick(nowS) {
    if (!this.#isHeld || this.#acted || nowS - this.#heldS < HOLD_S) return false;
    this.#acted = true;
    this.forget();
    return true;
  }

  /** @param {number} nowS a press by finger, key or assistive technology @returns {boolean} whether it acts */
  press(nowS) {
    // The end of a long hold is no press of its own.
    if (this.#acted) {
      this.#acted = false;
      return false;
    }
    const sinceS = nowS - this.#pressedS;
    this.#pressedS = nowS;
    if (sinceS < HOLD_S || sinceS > CONFIRM_S) return false;
    this.forget();
    return true;
  }

  /** @param {number} nowS @returns {boolean} it waits for the second press */
  waits(nowS) {
    return nowS - this.#pressedS <= CONFIRM_S;
  }

  /** @param {number} nowS @returns {boolean} a second press would come too early */
  isEarly(nowS) {
    return nowS - this.#pressedS < HOLD_S;
  }

  /** Forget the first press: the button went away. */
  forget() {
    this.#pressedS = -Infinity;
  }
}
