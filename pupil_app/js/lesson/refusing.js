// @ts-check
/** PURE. What refusals and endings mean for the next attempt. No I/O. */

/**
 * Seconds until the next attempt, by refusal: somebody else is in the robot, or its battery is empty.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const RETRY_S = Object.freeze({ busy: 10, battery: 15 });

/** Refusals after which the next attempt may succeed. */
const PASSING = ["fault", "expired", "replayed", "too_fast", "full", "internal", "out_of_order"];

/** Reasons after which the child itself has to join again, or no longer can. */
const FINAL = [
  ...["left", "ended_by_class", "taken_over", "battery", "revoked", "no_loan", "not_begun", "device_locked"],
  ...["loan_locked", "not_ready", "holidays", "closed_now", "lesson_over"],
];

/** @param {string} code @returns {boolean} */
export const passes = (code) => PASSING.includes(code);

/** @param {string} reason @returns {boolean} */
export const isFinal = (reason) => FINAL.includes(reason);
