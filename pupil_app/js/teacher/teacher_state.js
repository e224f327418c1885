// @ts-check
/** PURE. State of the teacher's page and the big sentence on it. No I/O. */

import { SECOND_TAP_S } from "../page/second_tap.js";
import { NO_SHEETS, withSheet } from "./sheets_state.js";

/** @typedef {import("../wire/protocol.js").Message} Message */
/**
 * @typedef {{linkUp: boolean, badLink: boolean, loan: "" | "over" | "not_begun", day: string | null,
 *   online: boolean, lost: boolean, robotName: string, pupilName: string, role: "teacher" | "buddy", until: string | null,
 *   presence: Message | null, presenceAtS: number, pausedAtS: number | null,
 *   feelingAtS: number | null, phraseAtS: number | null, phraseSeenAtS: number | null, zoomedAtS: number | null,
 *   failed: boolean, unkept: boolean, pausing: boolean, ending: boolean, closedAtS: number,
 *   hasSheets: boolean, sheets: import("./sheets_state.js").SheetsState,
 *   chimes: boolean, unlocked: boolean}} TeacherState
 */

/** @type {Readonly<TeacherState>} */
export const START = Object.freeze({
  linkUp: false,
  badLink: false,
  loan: "",
  /** First or last day of a loan that does not run today, if the bridge has named it. */
  day: null,
  online: false,
  lost: false,
  robotName: "Karlsson",
  pupilName: "",
  role: "teacher",
  /** True if the link holds a key for sheets. */
  hasSheets: false,
  sheets: NO_SHEETS,
  /** Last day of the loan. */
  until: null,
  presence: null,
  presenceAtS: 0,
  /** Time at which the page saw the pause begin; null if it came later. */
  pausedAtS: null,
  /** Time at which the page saw the feeling change; null if it came later. */
  feelingAtS: null,
  /** Time at which the page saw the phrase come, and its answer; null if it came later, or it is long past. */
  phraseAtS: null,
  phraseSeenAtS: null,
  /** Time at which the page saw the picture enlarged; null if it came later. */
  zoomedAtS: null,
  failed: false,
  unkept: false,
  /** True while a pause waits for the robot's answer. */
  pausing: false,
  ending: false,
  /** Time at which the robot last closed, or was asked to. */
  closedAtS: -Infinity,
  /** True if the page is to sound. */
  chimes: true,
  /** True once a tap has allowed the page to sound. */
  unlocked: false,
});

/** @type {Readonly<Record<string, string>>} */
const OF_SIGNAL = Object.freeze({
  hand: "state_hand",
  hand_waiting: "state_hand",
  seen: "state_hand",
  speaking: "state_speaking",
  whispering: "state_whispering",
  resting: "state_listening",
  on_break: "state_break",
  paused: "state_paused",
  line_bad: "state_away",
  not_allowed: "state_not_allowed",
  fault: "state_fault",
});

/** @param {TeacherState} state @returns {string} key of the sentence about robot and child */
export function headline(state) {
  if (state.badLink) return "state_bad_link";
  if (state.loan) return state.loan === "over" ? "state_loan_over" : "state_loan_not_begun";
  if (!state.linkUp) return state.pupilName ? "state_link_down" : "state_connecting";
  if (!state.online) return state.lost ? "state_robot_lost" : "state_robot_off";
  const { presence } = state;
  if (!presence) return "state_connecting";
  return robotHeadline(presence) ?? childHeadline(presence);
}

/** @param {Message} presence @returns {string | null} key for a state of the robot that hides the child's; null otherwise */
function robotHeadline(presence) {
  // "No picture, no sound" is said only once nothing leaves the robot any more.
  if (presence.paused_by.length) return pausedHeadline(presence);
  if (presence.signal === "fault") return presence.presence === null ? "state_fault" : "state_there_fault";
  if (presence.signal === "not_allowed") return "state_not_allowed";
  if (presence.presence === null) return presence.power.level === "empty" ? "state_empty" : "state_nobody";
  return null;
}

/** @param {Message} presence @returns {string} */
function pausedHeadline(presence) {
  if (!isLeavingKnown(presence)) return "state_paused_only";
  return isLeaving(presence) ? "state_pausing" : "state_paused";
}

/** @param {Message} presence @returns {string} */
function childHeadline(presence) {
  if (presence.signal === "joining") return "state_joining";
  if (presence.signal === "line_bad") return "state_away";
  if (presence.rest) return "state_break";
  if (presence.hand.your_turn) return presence.signal === "speaking" ? "state_speaking" : "state_your_turn";
  if (presence.hand.raised) return "state_hand";
  if (presence.listen_only) return "state_listening";
  return OF_SIGNAL[presence.signal] ?? "state_present";
}

/** @param {Message} presence @returns {import("../wire/presence.js").Outgoing | null} what leaves the robot now */
export const leaving = ({ outgoing }) => (outgoing && (outgoing.sound || outgoing.width_px > 0) ? outgoing : null);

/** @param {Message} presence @returns {boolean} picture, sound, a still or a sheet leaves the robot now */
export const isLeaving = (presence) => leaving(presence) !== null || presence.transferring !== null;

/** @param {Message} presence @returns {boolean} the robot tells what leaves it: older ones do not */
export const isLeavingKnown = ({ outgoing }) => outgoing !== undefined;

/** @param {TeacherState} state @returns {boolean} the robot tells this page how it is */
export const isReachable = (state) => state.linkUp && state.online && state.presence !== null;

/** @param {TeacherState} state @returns {string | null} key of what went wrong with the last press */
export function alarm({ failed, unkept }) {
  if (failed) return "note_failed";
  return unkept ? "note_not_kept" : null;
}

/** @param {TeacherState} state @returns {string | null} key of what must be done at the robot's own button */
export function atRobot(state) {
  if (!isReachable(state) || !state.presence?.paused_by.includes("button")) return null;
  return isPausedHere(state) ? "note_both" : "note_button";
}

/** Time after which the page says that a pause is on its way. */
const SLOW_S = 0.4;

/** @param {TeacherState} state @param {number} nowS @returns {boolean} the robot has not answered a pause yet */
export const isPausing = (state, nowS) => state.pausing && nowS - state.closedAtS >= SLOW_S;

/** @param {TeacherState} state @returns {boolean} the robot sleeps, and the child may come at any time */
export const isVacant = (state) => headline(state) === "state_nobody";

/** @param {TeacherState} state @returns {boolean} somebody is in the robot */
export const isThere = (state) => isReachable(state) && state.presence?.presence !== null;

/** @param {TeacherState} state @returns {boolean} the child is inside, and nothing but its own wish keeps it from the lesson */
export const isInClass = (state) =>
  isThere(state) && !mayGoOn(state) && state.presence?.paused_by.length === 0 && state.presence.signal !== "joining";

/** @param {TeacherState} state @returns {boolean} paused from a teacher's page, so that one may go on */
export const isPausedHere = (state) => state.presence?.paused_by.includes("teacher") ?? false;

/**
 * @param {TeacherState} state
 * @returns {boolean} "resume" has something to lift: the page's own pause, or the end for today.
 *   A fault hides that end in the signal, so an empty robot with a fault counts too.
 */
export const mayGoOn = (state) =>
  isPausedHere(state) ||
  state.presence?.signal === "not_allowed" ||
  (state.presence?.signal === "fault" && state.presence.presence === null);

/**
 * @param {TeacherState} state @param {number} nowS
 * @returns {boolean} "resume" may be pressed, but not by the second half of a double tap on "pause"
 */
export const mayResume = (state, nowS) => mayGoOn(state) && nowS - state.closedAtS >= SECOND_TAP_S;

/**
 * @param {TeacherState} state
 * @returns {"off" | "open" | "closed"} what the page offers: nothing, the lesson, or the way back into it
 */
export function face(state) {
  if (!isReachable(state)) return "off";
  return mayGoOn(state) && state.role === "teacher" ? "closed" : "open";
}

/**
 * @param {TeacherState} state @param {Message} presence @param {number} nowS
 * @returns {TeacherState}
 */
export function withPresence(state, presence, nowS) {
  const before = state.presence;
  const sheets = withSheet(state.sheets, { type: "held", numbers: presence.sheets.class_numbers });
  const next = { ...state, presence, presenceAtS: nowS, sheets };
  if (mayGoOn(next) && !mayGoOn(state)) next.closedAtS = nowS;
  const isPaused = presence.paused_by.length > 0;
  if (!isPaused) next.pausedAtS = null;
  else if (before && before.paused_by.length === 0) next.pausedAtS = nowS;
  if (before?.feeling !== presence.feeling) next.feelingAtS = before ? nowS : null;
  if (before?.zoomed !== presence.zoomed) next.zoomedAtS = before ? nowS : null;
  return { ...next, ...phraseTimes(state, presence, nowS) };
}

/** Time for which a phrase can still be read after it was answered. */
const SEEN_PHRASE_S = 60;

/**
 * @param {TeacherState} state @param {Message} presence @param {number} nowS
 * @returns {Pick<TeacherState, "phraseAtS" | "phraseSeenAtS">}
 */
function phraseTimes({ presence: before, phraseAtS, phraseSeenAtS }, { phrase, phrase_seen: seen }, nowS) {
  const isSame = before?.phrase?.number === phrase?.number;
  if (!before || !phrase) return { phraseAtS: null, phraseSeenAtS: null };
  if (!isSame) return { phraseAtS: nowS, phraseSeenAtS: null };
  return { phraseAtS, phraseSeenAtS: seen && !before.phrase_seen ? nowS : phraseSeenAtS };
}

/** @param {TeacherState} state @param {number} nowS @returns {boolean} an answered phrase has stood for long enough */
export const isPhrasePast = ({ phraseSeenAtS }, nowS) => phraseSeenAtS !== null && nowS - phraseSeenAtS >= SEEN_PHRASE_S;

/** @param {TeacherState} state @param {number} nowS @param {number} waitingS at the last report @returns {number} whole seconds now */
export const secondsNow = (state, nowS, waitingS) => Math.max(0, Math.floor(waitingS + nowS - state.presenceAtS));
