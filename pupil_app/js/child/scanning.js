// @ts-check
/** PURE. Walk of one-switch scanning: which control has its turn at what time. No I/O. */

/** Rounds after which the walk rests until the next press. */
const ROUNDS = 2;

/** Time on the first control when the child is called or speaks, in seconds. */
export const CALLED_S = 4;

/** Time after a press in which another one is a tremble of the hand or of the switch, in seconds. */
export const TREMBLE_S = 0.4;

export class Walk {
  #count = 0;
  #index = -1;
  #left = 0;
  #nextS = Infinity;
  #restsAt = -1;
  #pressedS = -Infinity;

  /** @returns {number} place of the control whose turn it is; -1 while the walk rests */
  get index() {
    return this.#index;
  }

  /**
   * Begin at the first control.
   *
   * @param {number} count of controls @param {number} nowS @param {number} firstS time on the first one
   * @param {boolean} [staysThere] whether the walk rests on the first control rather than on none
   */
  begin(count, nowS, firstS, staysThere = false) {
    this.#count = count;
    this.#index = count > 0 ? 0 : -1;
    this.#restsAt = staysThere ? this.#index : -1;
    this.#left = ROUNDS * count - 1;
    this.#nextS = count > 0 ? nowS + firstS : Infinity;
  }

  /** @param {number} nowS @param {number} paceS @returns {boolean} whether another control has its turn now */
  tick(nowS, paceS) {
    if (this.#index < 0 || nowS < this.#nextS) return false;
    this.#nextS = nowS + paceS;
    if (this.#left <= 0) {
      this.#index = this.#restsAt;
      this.#nextS = Infinity;
    } else {
      this.#left -= 1;
      this.#index = (this.#index + 1) % this.#count;
    }
    return true;
  }

  /** @param {number} nowS @returns {boolean} whether a press counts */
  press(nowS) {
    const counts = nowS - this.#pressedS >= TREMBLE_S;
    this.#pressedS = nowS;
    return counts;
  }
}
