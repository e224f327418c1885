// @ts-check
/** PURE. Ends of a visit: for each its own words, its own picture, and the button that still helps. No I/O. */

import { dayName } from "../page/days.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {"join" | "ask" | "retry" | "pair" | null} Offer button on the screen; null where none would help */
/**
 * @typedef {{
 *   sentence: string,
 *   hint: string | null,
 *   scene: string,
 *   prop: "suitcase" | "calendar" | "lock" | "door" | null,
 *   offer: Offer,
 * }} End `scene` of the figure, and a `prop` that is drawn beside it
 */

/** @type {End} */
const FAILED = { sentence: "failed", hint: null, scene: "lost", prop: null, offer: "retry" };

/** @type {End} */
const UNSAFE = { sentence: "not_safe", hint: null, scene: "not_allowed", prop: null, offer: null };

/** @type {End} The teacher ended a lesson that the child was in. */
const WELL = { sentence: "ended_well", hint: null, scene: "goodbye", prop: null, offer: null };

/** @type {End} */
const CLOSED = { sentence: "not_today", hint: "not_today_hint", scene: "not_allowed", prop: "door", offer: "ask" };

/** @type {End} */
const MOVED_ON = { sentence: "moved_on", hint: null, scene: "goodbye", prop: "suitcase", offer: "pair" };

/** @type {End} No lesson of this child's is on now. */
const SHUT = { sentence: "no_lesson", hint: null, scene: "sleeping", prop: null, offer: null };

/** @type {Readonly<Record<string, End>>} */
const ENDS = Object.freeze({
  left: { sentence: "goodbye", hint: null, scene: "goodbye", prop: null, offer: "join" },
  ended_by_class: CLOSED,
  not_allowed: CLOSED,
  no_loan: MOVED_ON,
  revoked: MOVED_ON,
  not_begun: { sentence: "not_yet", hint: null, scene: "sleeping", prop: "calendar", offer: null },
  loan_locked: { sentence: "loan_stopped", hint: null, scene: "sleeping", prop: "door", offer: null },
  not_ready: { sentence: "class_not_ready", hint: null, scene: "hello", prop: "calendar", offer: null },
  holidays: { sentence: "school_free", hint: null, scene: "sleeping", prop: "suitcase", offer: null },
  closed_now: SHUT,
  lesson_over: SHUT,
  battery: { sentence: "battery_goodbye", hint: "battery_hint", scene: "battery", prop: null, offer: "join" },
  taken_over: { sentence: "taken_over", hint: null, scene: "hello", prop: null, offer: "join" },
  device_locked: { sentence: "device_locked", hint: null, scene: "not_allowed", prop: "lock", offer: null },
  unsafe: UNSAFE,
  binding: UNSAFE,
  signature: UNSAFE,
  too_old: { sentence: "too_old", hint: "too_old_hint", scene: "lost", prop: null, offer: null },
  no_calls: { sentence: "no_calls", hint: "no_calls_hint", scene: "lost", prop: null, offer: "retry" },
  storage: { sentence: "storage_failed", hint: null, scene: "lost", prop: null, offer: "retry" },
});

/** Seconds after which a closed class is looked at anew: it may have opened again. */
export const LOOK_AGAIN_S = 300;

/** Seconds after an opening at which the page looks: the bridge's clock may be a little behind. */
const SOON_S = 2;

/** Ends after which the child may come again at a time that the bridge may know. */
const WAITING = Object.freeze(["loan_locked", "not_ready", "holidays", "closed_now", "lesson_over"]);

/** Ends that may be over when the child looks at the page again. */
const PASSING = Object.freeze(["ended_by_class", "not_allowed", "not_begun", "no_loan", "battery", ...WAITING]);

/**
 * @param {Pick<State, "over" | "met" | "day" | "opensS">} state
 * @returns {End}
 */
export function endOf({ over, met, day, opensS }) {
  if (over === "ended_by_class" && met) return day ? { ...WELL, sentence: "ended_well_day" } : WELL;
  const end = ENDS[over] ?? FAILED;
  if (over === "no_loan" && day) return { ...end, hint: "loan_until" };
  if (over === "not_begun" && day) return { ...end, sentence: "not_yet_day" };
  if (end === SHUT || over === "holidays") {
    const hint = day && opensS ? "next_time_day" : opensS ? "next_time_today" : null;
    // Whoever was in class hears no "there is no lesson".
    return met && end === SHUT ? { ...end, sentence: "lesson_over", scene: "goodbye", hint } : { ...end, hint };
  }
  return end;
}

/**
 * @param {Pick<State, "opensS">} state @param {number} nowS Unix seconds
 * @returns {number} seconds after which the page looks whether this end is over
 */
export const lookAgainS = ({ opensS }, nowS) =>
  opensS > nowS ? Math.min(LOOK_AGAIN_S, opensS - nowS + SOON_S) : LOOK_AGAIN_S;

/** @param {Pick<State, "screen" | "classOpen">} state @returns {boolean} the start screen cannot lead into the class now */
export const isShut = ({ screen, classOpen }) => screen === "start" && !classOpen;

/** @param {State} before @param {State} after @returns {boolean} the class let go of the end that is shown */
export const hasOpened = (before, after) =>
  !before.classOpen && after.classOpen && after.screen === "ended" && ["ended_by_class", "not_allowed"].includes(after.over);

/** @param {Pick<State, "screen" | "over">} state @returns {boolean} the start screen may be true again */
export const mayBeOver = ({ screen, over }) => screen === "ended" && PASSING.includes(over);

/**
 * @param {Pick<State, "day" | "over">} state @param {string} today as an ISO date
 * @param {import("../page/words.js").Words} words
 * @returns {string} the day of this end in words; empty if none is known
 */
export function dayOf({ day, over }, today, words) {
  // "Bis Donnerstag", but "bis zum 3. Dezember".
  const form = over === "ended_by_class" ? "until_day_and_month" : "day_and_month";
  return day ? dayName(day, today, words, form) : "";
}
