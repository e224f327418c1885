// @ts-check
/** PURE. Attempts under way, the times of the next one, and of giving each up. No I/O. */

/** Time after which an attempt that has not connected is given up; two lost handshakes fit into it. */
export const ATTEMPT_S = 8;

/**
 * Time after which the next attempt begins beside one that has not connected. It is for a lesson that
 * has run: what stood in the way of the first attempt, such as a relay that restarts, may be gone.
 */
export const BESIDE_AFTER_S = 2.5;

/** Most attempts under way; the robot builds no more beside the connection of before. */
export const MOST_BESIDE = 2;

/** Waits between attempts: a robot that restarts needs some seconds, a school's line more. */
const RETRY_S = Object.freeze([0.5, 1, 2, 4, 8]);

export class Retries {
  #retryS = 0;
  #tries = 0;
  #begunS = -Infinity;
  /**
   * Attempts under way, the oldest first.
   *
   * @type {Map<number, {giveUpS: number, isAnswered: boolean}>}
   */
  #underWay = new Map();

  /** @returns {number} failed tries in a row */
  get tries() {
    return this.#tries;
  }

  /** @returns {boolean} whether an attempt is under way */
  get isTrying() {
    return this.#underWay.size > 0;
  }

  /** @returns {number[]} attempts under way, the oldest first */
  get underWay() {
    return [...this.#underWay.keys()];
  }

  /** @returns {number[]} attempts that the robot has not answered */
  get unanswered() {
    return this.underWay.filter((attempt) => !this.#underWay.get(attempt)?.isAnswered);
  }

  /** @param {number} attempt */
  isUnderWay(attempt) {
    return this.#underWay.has(attempt);
  }

  /** @param {number} nowS @returns {number[]} attempts that have taken too long */
  overdue(nowS) {
    return this.underWay.filter((attempt) => nowS > (this.#underWay.get(attempt)?.giveUpS ?? Infinity));
  }

  /** @param {number} nowS @returns {boolean} whether the next attempt may begin */
  isDue(nowS) {
    return !this.isTrying && nowS >= this.#retryS;
  }

  /** @param {number} nowS @returns {boolean} whether the next attempt may begin beside one under way */
  isDueBeside(nowS) {
    return this.isTrying && nowS >= this.#begunS + BESIDE_AFTER_S && nowS >= this.#retryS;
  }

  /** @param {number} attempt @param {number} nowS */
  begin(attempt, nowS) {
    this.#begunS = nowS;
    this.#underWay.set(attempt, { giveUpS: nowS + ATTEMPT_S, isAnswered: false });
  }

  /** @param {number} attempt The robot has answered it: it needs the bridge no more. */
  answered(attempt) {
    const entry = this.#underWay.get(attempt);
    if (entry) entry.isAnswered = true;
  }

  /** @param {number[]} attempts @returns {number[]} the same; they are forgotten without a failure */
  stop(attempts) {
    for (const attempt of attempts) this.#underWay.delete(attempt);
    return attempts;
  }

  succeed() {
    this.#underWay.clear();
    this.#tries = 0;
  }

  /** @param {number} attempt @param {number} nowS */
  fail(attempt, nowS) {
    this.#underWay.delete(attempt);
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
