// @ts-check
/**
 * PURE. What child and buddy ask of the teacher, the most urgent first, and what answers it. No I/O.
 *
 * One request takes the headline, and its answer is the large button. All others are rows below.
 */

import { unseen } from "./sheets_state.js";
import { headline, isInClass, isReachable, isThere } from "./teacher_state.js";

/** @typedef {import("./teacher_state.js").TeacherState} TeacherState */
/** @typedef {{action: string, word: string, icon: string}} Answer */
/**
 * @typedef {{kind: "help" | "call" | "phrase" | "hand" | "understood" | "sheet" | "feeling", key: string,
 *   waitingS: number | null, answers: Answer[], done: string | null, urgent: boolean,
 *   phrase?: import("../wire/presence.js").Phrase, count?: number, silent?: boolean}} Request
 *   `answers` are empty once it is answered; `done` then says so, or says what else is to be known.
 *   What is `silent` does not chime.
 */

/** @type {Readonly<Record<string, Answer>>} */
const ANSWERS = Object.freeze({
  help_coming: { action: "help_coming", word: "teacher_help_coming", icon: "heart" },
  call_seen: { action: "call_seen", word: "teacher_seen", icon: "tick" },
  seen: { action: "seen", word: "teacher_seen", icon: "tick" },
  your_turn: { action: "your_turn", word: "teacher_your_turn", icon: "turn" },
  feeling_seen: { action: "feeling_seen", word: "teacher_seen", icon: "tick" },
  phrase_seen: { action: "phrase_seen", word: "teacher_seen", icon: "tick" },
  open_sheet: { action: "open_sheet", word: "teacher_sheet_open", icon: "sheet" },
});

/** Feelings that a teacher must not overlook. */
const HARD = Object.freeze(["sad", "unwell"]);

/** Headlines about the robot, which no request may take away. */
const OF_ROBOT = Object.freeze(["state_paused", "state_paused_only", "state_pausing", "state_not_allowed"]);

/** @type {Request} A call that nobody answered in time; the teacher can still say that it was seen. */
const MISSED = Object.freeze({
  kind: "call", key: "state_call_missed", waitingS: null, answers: [ANSWERS.call_seen], done: null, urgent: false,
});

/** @param {TeacherState} state */
const isCallMissed = ({ presence }) => presence?.buddy_answer === "nobody";

/** @type {Readonly<Record<string, string>>} */
const OF_CALL_END = Object.freeze({ seen: "buddy_call_seen", nobody: "buddy_call_nobody" });

/** @param {TeacherState} state @returns {string | null} key of how the buddy's own call ended */
export function callEnd(state) {
  const { presence, role } = state;
  if (role !== "buddy" || !isReachable(state) || presence?.buddy_calls) return null;
  return OF_CALL_END[presence?.buddy_answer] ?? null;
}

/** @param {TeacherState} state @returns {Request[]} the most urgent first; for a teacher only */
export function requests(state) {
  if (!isReachable(state) || state.role === "buddy") return [];
  const all = [helpRequest, callRequest, phraseRequest, handRequest, understoodRequest, sheetRequest, feelingRequest];
  return all.flatMap((one) => one(state) ?? []);
}

/** @param {TeacherState} state @returns {boolean} while the class is closed, only what cannot wait is answered */
const isPaused = ({ presence }) => presence?.paused_by.length > 0;

/** @param {TeacherState} state @returns {Request | null} */
function helpRequest(state) {
  const help = state.presence?.help;
  if (!isThere(state) || !help.wanted) return null;
  if (help.coming) return { kind: "help", key: "teacher_helping", waitingS: null, answers: [], done: null, urgent: false };
  return { kind: "help", key: "state_help", waitingS: help.waiting_s, answers: [ANSWERS.help_coming], done: null, urgent: true };
}

/** @param {TeacherState} state @returns {Request | null} */
function callRequest(state) {
  if (!state.presence?.buddy_calls) return isCallMissed(state) ? MISSED : null;
  return { kind: "call", key: "state_called", waitingS: null, answers: [ANSWERS.call_seen], done: null, urgent: true };
}

/** @param {TeacherState} state @returns {Request | null} a phrase of the child; once it is seen, it stays for a while */
function phraseRequest(state) {
  const { presence, phraseSeenAtS } = state;
  const phrase = presence?.phrase;
  if (!isThere(state) || !phrase) return null;
  const usual = { kind: /** @type {const} */ ("phrase"), key: "teacher_phrase", waitingS: null, phrase };
  if (presence.phrase_seen) {
    return phraseSeenAtS === null ? null : { ...usual, answers: [], done: "teacher_seen_done", urgent: false };
  }
  const spoken = phrase.aloud && presence.can_speak && !presence.lost.includes("speaker");
  const done = spoken ? "teacher_phrase_spoken" : "teacher_phrase_written";
  if (isPaused(state)) return { ...usual, answers: [], done, urgent: false };
  // The class hears what is spoken; a chime would only cover it.
  return { ...usual, answers: [ANSWERS.phrase_seen], done, urgent: true, silent: spoken };
}

/** @param {TeacherState} state @returns {Request | null} the child's answer to the question of this minute */
function understoodRequest(state) {
  const answer = state.presence?.understood;
  if (!isThere(state) || !answer) return null;
  const key = answer === "yes" ? "teacher_understood" : "teacher_not_understood";
  return { kind: "understood", key, waitingS: null, answers: [], done: "teacher_understood_brief", urgent: !isPaused(state), silent: true };
}

/** @param {TeacherState} state @returns {Request | null} sheets that the child has handed in */
function sheetRequest(state) {
  const numbers = state.presence?.sheets.class_numbers ?? [];
  const count = numbers.length;
  if (!isThere(state) || count === 0) return null;
  const key = count === 1 ? "teacher_sheet_from" : "teacher_sheets_from";
  const usual = { kind: /** @type {const} */ ("sheet"), key, waitingS: null, urgent: false, count };
  if (!state.hasSheets) return { ...usual, answers: [], done: "teacher_sheet_no_class_key" };
  const isNew = unseen(state.sheets, numbers) > 0;
  return { ...usual, answers: [ANSWERS.open_sheet], done: isNew ? "teacher_sheet_new" : "teacher_sheet_looked" };
}

/** @param {TeacherState} state @returns {Request | null} */
function handRequest(state) {
  const hand = state.presence?.hand;
  if (!isThere(state) || !hand.raised || hand.your_turn || state.presence?.rest) return null;
  const answers = hand.seen ? [ANSWERS.your_turn] : [ANSWERS.seen, ANSWERS.your_turn];
  if (isPaused(state)) return { kind: "hand", key: "state_hand", waitingS: hand.waiting_s, answers: [], done: null, urgent: false };
  return { kind: "hand", key: "state_hand", waitingS: hand.waiting_s, answers, done: hand.seen ? "note_seen" : null, urgent: true };
}

/** @param {TeacherState} state @returns {Request | null} */
function feelingRequest(state) {
  const { presence } = state;
  if (!isThere(state) || !presence?.feeling) return null;
  const { feeling, feeling_seen: isSeen } = presence;
  const answers = isSeen || isPaused(state) ? [] : [ANSWERS.feeling_seen];
  const urgent = !isSeen && HARD.includes(feeling);
  return { kind: "feeling", key: `note_feeling_${feeling}`, waitingS: null, answers, done: isSeen ? "teacher_seen_done" : null, urgent };
}

/**
 * @param {TeacherState} state
 * @returns {{key: string, first: Request | null, rows: Request[], offers: Answer[]}} key of the headline,
 *   the request that it tells, the others, and the large buttons
 */
export function glance(state) {
  const all = requests(state);
  const usual = headline(state);
  const first = OF_ROBOT.includes(usual) ? null : (all.find(({ urgent }) => urgent) ?? null);
  const rows = all.filter((one) => one !== first);
  if (first) return { key: first.key, first, rows, offers: [...first.answers, ...floor(state, first)] };
  return { key: usual, first, rows, offers: mayBeCalled(state) ? [ANSWERS.your_turn] : [] };
}

/**
 * @param {TeacherState} state @param {Request} first
 * @returns {Answer[]} what gives the child the floor after a phrase or an answer, unless its hand asks for it
 */
function floor(state, { kind }) {
  if (kind !== "phrase" && kind !== "understood") return [];
  return mayBeCalled(state) && !state.presence?.hand.raised ? [ANSWERS.your_turn] : [];
}

/** @param {TeacherState} state @returns {boolean} the teacher may give the floor without being asked */
function mayBeCalled(state) {
  const { presence } = state;
  if (!presence || state.role === "buddy" || !isInClass(state)) return false;
  return !presence.hand.your_turn && !presence.rest && !presence.listen_only && presence.signal !== "line_bad";
}

/**
 * @param {TeacherState} before @param {TeacherState} after
 * @returns {boolean} somebody began to ask for something: the page chimes
 */
export function isNewCall(before, after) {
  const open = new Set(requests(before).filter(rings).map(mark));
  return requests(after).some((one) => rings(one) && !open.has(mark(one)));
}

/** @param {Request} request @returns {string} the same for as long as the same is asked */
export const mark = ({ key, phrase, count = 0 }) => `${key} ${phrase?.number ?? 0} ${count}`;

/** @param {TeacherState} state @param {string} action @returns {boolean} the action answers a request that stands now */
export const mayAnswer = (state, action) => requests(state).some(({ answers }) => answers.some((one) => one.action === action));

/** @param {TeacherState} state @returns {string | null} action of the one key that says "seen" */
export function seenByKey(state) {
  if (glance(state).first?.kind === "phrase") return "phrase_seen";
  return mayAnswer(state, "seen") ? "seen" : null;
}

/** Time after which an unanswered request for help chimes again. */
export const REMIND_S = 30;

/** @param {TeacherState} state @returns {boolean} a request for help waits for its answer */
export const isHelpOpen = (state) => requests(state).some((one) => one.kind === "help" && one.urgent);

/** @param {Request} request @returns {boolean} the page chimes for it */
const rings = ({ kind, urgent, done, silent }) => urgent && !silent && (done === null || kind === "phrase");
