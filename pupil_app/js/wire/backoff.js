// @ts-check
/** PURE. Exponential backoff between tries. No I/O. */

export class Backoff {
  #tries = 0;

  /**
   * @param {number} firstS @param {number} longestS
   * @param {() => number} chance between 0 and 1; spreads the reconnects of a school's devices
   */
  constructor(firstS, longestS, chance = Math.random) {
    this.firstS = firstS;
    this.longestS = longestS;
    this.chance = chance;
  }

  /** @returns {number} seconds */
  next() {
    const base = Math.min(this.longestS, this.firstS * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 16);
    return base * (0.75 + 0.5 * this.chance());
  }

  succeed() {
    this.#tries = 0;
  }
}
