// @ts-check
/** PURE. Walk of one-switch scanning: which control has its turn at what time. No I/O. */

/** Rounds after which the walk rests until the next press. */
const ROUNDS = 2;

/** Time on the first control when the child is called, in seconds. */
export const CALLED_S = 4;

export class Walk {
  #count = 0;
  #index = -1;
  #left = 0;
  #nextS = Infinity;

  /** @returns {number} place of the control whose turn it is; -1 while the walk rests */
  get index() {
    return this.#index;
  }

  /**
   * Begin at the first control.
   *
   * @param {number} count of controls @param {number} nowS @param {number} firstS time on the first one
   */
  begin(count, nowS, firstS) {
    this.#count = count;
    this.#index = count > 0 ? 0 : -1;
    this.#left = ROUNDS * count - 1;
    this.#nextS = count > 0 ? nowS + firstS : Infinity;
  }

  /** @param {number} nowS @param {number} paceS @returns {boolean} whether another control has its turn now */
  tick(nowS, paceS) {
    if (this.#index < 0 || nowS < this.#nextS) return false;
    this.#nextS = nowS + paceS;
    if (this.#left <= 0) {
      this.#index = -1;
    } else {
      this.#left -= 1;
      this.#index = (this.#index + 1) % this.#count;
    }
    return true;
  }
}
