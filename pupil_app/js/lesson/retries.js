// @ts-check
/** PURE. Times of the next attempt, and of giving up the present one. No I/O. */

/** Time after which an attempt that has not connected is given up; two lost handshakes fit into it. */
export const ATTEMPT_S = 8;

/** Waits between attempts: a robot that restarts needs some seconds, a school's line more. */
const RETRY_S = Object.freeze([0.5, 1, 2, 4, 8]);

export class Retries {
  #retryS = 0;
  #tries = 0;
  /**
   * Time at which the present attempt is given up; null between attempts.
   *
   * @type {number | null}
   */
  #giveUpS = null;

  /** @returns {number} failed tries in a row */
  get tries() {
    return this.#tries;
  }

  /** @returns {boolean} whether an attempt is under way */
  get isTrying() {
    return this.#giveUpS !== null;
  }

  /** @param {number} nowS @returns {boolean} whether the present attempt has taken too long */
  isOverdue(nowS) {
    return this.#giveUpS !== null && nowS > this.#giveUpS;
  }

  /** @param {number} nowS @returns {boolean} whether the next attempt may begin */
  isDue(nowS) {
    return this.#giveUpS === null && nowS >= this.#retryS;
  }

  /** @param {number} nowS */
  begin(nowS) {
    this.#giveUpS = nowS + ATTEMPT_S;
  }

  /** Forget the present attempt, without a failure. */
  stop() {
    this.#giveUpS = null;
  }

  succeed() {
    this.#giveUpS = null;
    this.#tries = 0;
  }

  /** @param {number} nowS */
  fail(nowS) {
    this.#giveUpS = null;
    this.#retryS = nowS + RETRY_S[Math.min(this.#tries, RETRY_S.length - 1)];
    this.#tries += 1;
  }

  /**
   * Hold the next attempt back until a time.
   *
   * @param {number} atS
   */
  notBefore(atS) {
    this.#retryS = Math.max(this.#retryS, atS);
  }

  /** Let the next attempt begin at once, and count failures from zero. */
  hurry() {
    this.#retryS = 0;
    this.#tries = 0;
  }
}
