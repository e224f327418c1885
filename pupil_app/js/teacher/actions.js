// @ts-check
/** PURE. Actions of the teacher that wait for the robot's answer. No I/O. */

import { SECOND_TAP_S } from "../page/second_tap.js";

/** Time after which an action without an answer is repeated. */
const REPEAT_S = 1.5;

/** Tries of an action before the teacher reads that it failed. */
const TRIES = 3;

/** Actions that each action cancels: an older one must not arrive after a newer one. */
const UNDOES = Object.freeze(
  /** @type {Record<string, readonly string[]>} */ ({
    ...{ pause: ["resume"], end: ["resume"], resume: ["pause", "end"] },
    ...{ allow: ["forbid"], forbid: ["allow"] },
  }),
);

/** Actions that add up when they are repeated. */
const STEPS = Object.freeze(["louder", "quieter"]);

/** Actions that close the robot: none of them is ever held back. */
const CLOSING = Object.freeze(["pause", "end"]);

/** @typedef {{action: string, text: string, right?: string}} Said `right` with `allow` and `forbid` */

/** Open actions by id; each is repeated until the robot answers, and an id counts only once. */
export class Actions {
  /** @type {Map<string, Said & {saidS: number, tries: number}>} */
  #open = new Map();
  #last = { name: "", saidS: -Infinity };

  /**
   * @param {string} id @param {Said} said @param {number} nowS
   * @returns {boolean} whether to send it: not while the same action is open, nor a second time for
   *   a hurried second tap
   */
  begin(id, { action, text, right }, nowS) {
    for (const [other, open] of this.#open) {
      if (open.right !== right) continue;
      if (open.action === action && open.text === text && !STEPS.includes(action)) return false;
      if (UNDOES[action]?.includes(open.action)) this.#open.delete(other);
    }
    const name = `${action} ${right ?? ""} ${text}`;
    const isHurried = name === this.#last.name && nowS - this.#last.saidS < SECOND_TAP_S;
    if (isHurried && !STEPS.includes(action) && !CLOSING.includes(action)) return false;
    this.#last = { name, saidS: nowS };
    this.#open.set(id, { action, text, ...(right && { right }), saidS: nowS, tries: 1 });
    return true;
  }

  /** @param {string} id @returns {boolean} whether it was one of ours */
  finish(id) {
    return this.#open.delete(id);
  }

  /** @param {string} action @returns {boolean} whether it waits for its answer */
  waits(action) {
    return [...this.#open.values()].some((one) => one.action === action);
  }

  /** @param {number} nowS @returns {{again: (Said & {id: string})[], failed: boolean}} */
  tick(nowS) {
    const again = [];
    let failed = false;
    for (const [id, entry] of this.#open) {
      if (nowS - entry.saidS < REPEAT_S) continue;
      if (entry.tries >= TRIES) {
        this.#open.delete(id);
        failed = true;
        continue;
      }
      entry.tries += 1;
      entry.saidS = nowS;
      again.push({ id, action: entry.action, text: entry.text, ...(entry.right && { right: entry.right }) });
    }
    return { again, failed };
  }
}
