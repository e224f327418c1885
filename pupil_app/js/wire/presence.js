// @ts-check
/**
 * PURE. The state of the robot as it comes in `presence`, made whole. No I/O.
 *
 * Mirrors `Snapshot` of `bridge/protocol/presence.py`. What an older robot leaves out, and what
 * this app does not know, becomes its default, so that readers need no checks. Only what would be
 * good news stays undefined: a page says that it does not know.
 */

import { NICKNAME_CHARACTERS, NOTE_CHARACTERS, PHRASE_CHARACTERS, tidy } from "./plain_text.js";

export const FEELINGS = Object.freeze([
  "happy",
  "tired",
  "confused",
  "sad",
  "unwell",
  "laughing",
]);

/** Views that a child may save. */
export const VIEWS = Object.freeze(["board", "teacher", "table"]);

/** Colours of the drawing. */
export const SHELLS = Object.freeze(["sand", "mint", "sky", "lilac", "peach", "snow"]);

/** Clothes that the drawing may wear. */
export const WEARS = Object.freeze(["none", "scarf", "cap", "glasses", "bow_tie"]);

/** Messages of the teacher to the child. */
export const NOTES = Object.freeze(["say_again", "soon", "short_break", "text"]);

/** Ends of a buddy's call. */
const CALL_ANSWERS = Object.freeze(["seen", "nobody"]);

/** Phrases of the child to the class; `text` is the only one with words of its own. */
export const PHRASES = Object.freeze([
  "question",
  "again",
  "too_fast",
  "no_board",
  "louder",
  "yes",
  "no",
  "thanks",
  "break",
  "tomorrow",
  "text",
]);

/** Rights that a loan may leave out, and a class may forbid for today. */
export const RIGHTS = Object.freeze(["zoom", "still", "sheets", "speech"]);

const RIGHT_STATES = Object.freeze(["on", "loan", "class"]);

/** Sheets that a robot holds in each direction. */
const SHEETS_HELD = 4;

/** Ways of sheets that come to the robot, or leave it for the teacher's page. */
const PASSING = Object.freeze(["from_child", "from_class", "to_class"]);
const STILLS = Object.freeze(["none", "taking", "sending", "failed"]);

/** @typedef {{zoom: number, x: number, y: number}} Crop part of the whole picture: 0,0 is its upper left corner */
/** @typedef {{number: number, kind: string, text: string, aloud: boolean}} Phrase */
/** @typedef {"zoom" | "still" | "sheets" | "speech"} RightName */
/** @typedef {"on" | "loan" | "class" | "unable"} RightState `unable`: this robot cannot do it at all */
/** @typedef {{zoom: RightState, still: RightState, sheets: RightState, speech: RightState}} Rights */
/** @typedef {{for_child: number, for_class: number, class_numbers: number[], passing: string[]}} HeldSheets */
/** @typedef {{wanted: boolean, coming: boolean, waiting_s: number}} Help */
/** @typedef {{nickname: string, shell: string, wears: string}} Outfit */
/** @typedef {{number: number, kind: string, text: string}} Said */
/** @typedef {{width_px: number, height_px: number, sound: boolean, since_s: number}} Outgoing */
/** @typedef {{level: string, gauge: string, hours_left: number | null, charging: boolean | null,
 *   weak_supply: boolean, soc_c: number | null, picture: string}} Power */

/** @param {unknown} value @param {string} usual @returns {string} */
const textOr = (value, usual) => (typeof value === "string" ? value : usual);

/** @param {unknown} value @returns {number | null} */
const numberOrNull = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);

/** @param {unknown} value @returns {number} */
const numberOrZero = (value) => numberOrNull(value) ?? 0;

/** @param {unknown} value @returns {any} the fields of an object, or none */
const fieldsOf = (value) => (typeof value === "object" && value !== null ? value : {});

/**
 * Fill in fields that an encoder may leave out.
 *
 * @param {import("./protocol.js").Message} value
 * @returns {import("./protocol.js").Message}
 */
export function wholePresence(value) {
  const hand = fieldsOf(value.hand);
  const list = (/** @type {unknown} */ items) => (Array.isArray(items) ? items.map(String) : []);
  return {
    ...value,
    hand: {
      raised: hand.raised === true,
      seen: hand.seen === true,
      your_turn: hand.your_turn === true,
      waiting_s: numberOrZero(hand.waiting_s),
    },
    feeling: FEELINGS.includes(value.feeling) ? value.feeling : null,
    line: textOr(value.line, "good"),
    picture: textOr(value.picture, "full"),
    paused_by: list(value.paused_by),
    lost: list(value.lost),
    volume: typeof value.volume === "number" ? value.volume : 6,
    pan_deg: numberOrZero(value.pan_deg),
    tilt_deg: numberOrZero(value.tilt_deg),
    head: typeof value.head === "object" ? value.head : null,
    views: Array.isArray(value.views) ? value.views.filter(isView) : [],
    battery_percent: typeof value.battery_percent === "number" ? value.battery_percent : null,
    power: wholePower(value.power),
    strain: textOr(value.strain, "none"),
    fault: typeof value.fault === "string" ? value.fault : null,
    fault_code: typeof value.fault_code === "string" ? value.fault_code : null,
    help: wholeHelp(value.help),
    microphone_works: typeof value.microphone_works === "boolean" ? value.microphone_works : undefined,
    outfit: wholeOutfit(value.outfit),
    feeling_seen: value.feeling_seen === true,
    said: wholeSaid(value.said),
    buddy_calls: value.buddy_calls === true,
    buddy_answer: CALL_ANSWERS.includes(value.buddy_answer) ? value.buddy_answer : null,
    outgoing: wholeOutgoing(value.outgoing),
    zoom_most: zoomOf(value.zoom_most),
    zoomed: value.zoomed === true,
    still: STILLS.includes(value.still) ? value.still : "none",
    following: value.following === true,
    phrase: wholePhrase(value.phrase),
    phrase_seen: value.phrase_seen === true,
    understood: ["yes", "no"].includes(value.understood) ? value.understood : null,
    rights: wholeRights(value.rights),
    can_speak: value.can_speak === true,
    sheets: wholeSheets(value.sheets),
    transferring: ["still", "sheet"].includes(value.transferring) ? value.transferring : null,
  };
}

/** @param {unknown} value @returns {number} at least 1, the whole view */
const zoomOf = (value) => Math.max(1, numberOrNull(value) ?? 1);

/** @param {any} value a pose, which older robots tell without a crop @returns {Crop} */
export const cropOf = ({ zoom, x, y }) => ({ zoom: zoomOf(zoom), x: numberOrNull(x) ?? 0.5, y: numberOrNull(y) ?? 0.5 });

/**
 * Return the rights with words that this app knows. What nobody told is not allowed.
 *
 * @param {unknown} value @returns {Rights}
 */
function wholeRights(value) {
  const rights = fieldsOf(value);
  const state = (/** @type {string} */ name) => (RIGHT_STATES.includes(rights[name]) ? rights[name] : "unable");
  return { zoom: state("zoom"), still: state("still"), sheets: state("sheets"), speech: state("speech") };
}

/** @param {unknown} value @returns {HeldSheets} */
function wholeSheets(value) {
  const sheets = fieldsOf(value);
  const [forChild, forClass] = [countOf(sheets.for_child), countOf(sheets.for_class)];
  const numbers = listOf(sheets.class_numbers).filter(isSheetNumber);
  return {
    for_child: forChild,
    for_class: forClass,
    // An older robot tells none, and counts from 1.
    class_numbers: numbers.length === forClass ? numbers : Array.from({ length: forClass }, (_, index) => index + 1),
    passing: listOf(sheets.passing).filter((way) => PASSING.includes(way)),
  };
}

/** @param {unknown} value @returns {number} sheets, no more than a robot may hold */
const countOf = (value) => Math.min(SHEETS_HELD, Math.max(0, Math.trunc(numberOrZero(value))));

/** @param {unknown} value @returns {any[]} */
const listOf = (value) => (Array.isArray(value) ? value : []);

/** @param {unknown} value */
const isSheetNumber = (value) => Number.isSafeInteger(value) && Number(value) >= 1;

/**
 * Return the newest phrase, or null if there is none that this app can show.
 *
 * @param {unknown} value @returns {Phrase | null}
 */
function wholePhrase(value) {
  const { number, kind, text, aloud } = fieldsOf(value);
  if (!Number.isSafeInteger(number) || !PHRASES.includes(kind)) return null;
  return { number, kind, text: tidy(text, PHRASE_CHARACTERS), aloud: aloud === true };
}

/** @param {any} view @returns {boolean} whether this app has a button for the view */
const isView = (view) =>
  VIEWS.includes(view?.slot) && Number.isFinite(view.pan_deg) && Number.isFinite(view.tilt_deg);

/**
 * Fill in what an older robot does not report as good or unknown.
 *
 * @param {unknown} value
 * @returns {Power}
 */
function wholePower(value) {
  const power = fieldsOf(value);
  return {
    level: textOr(power.level, "ok"),
    gauge: textOr(power.gauge, "none"),
    hours_left: numberOrNull(power.hours_left),
    charging: typeof power.charging === "boolean" ? power.charging : null,
    weak_supply: power.weak_supply === true,
    soc_c: numberOrNull(power.soc_c),
    picture: textOr(power.picture, "full"),
  };
}

/** @param {unknown} value @returns {Help} */
function wholeHelp(value) {
  const help = fieldsOf(value);
  return {
    wanted: help.wanted === true,
    coming: help.coming === true,
    waiting_s: numberOrZero(help.waiting_s),
  };
}

/**
 * Return the outfit with what this app can draw, or null if none was chosen.
 *
 * @param {unknown} value
 * @returns {Outfit | null}
 */
function wholeOutfit(value) {
  if (typeof value !== "object" || value === null) return null;
  const { nickname, shell, wears } = /** @type {any} */ (value);
  return {
    nickname: tidy(nickname, NICKNAME_CHARACTERS),
    shell: SHELLS.includes(shell) ? shell : SHELLS[0],
    wears: WEARS.includes(wears) ? wears : WEARS[0],
  };
}

/**
 * Return the teacher's message, or null if there is none that this app can show.
 *
 * @param {unknown} value
 * @returns {Said | null}
 */
function wholeSaid(value) {
  const { number, kind, text } = fieldsOf(value);
  if (!Number.isSafeInteger(number) || !NOTES.includes(kind)) return null;
  return { number, kind, text: tidy(text, NOTE_CHARACTERS) };
}

/** @param {unknown} value @returns {Outgoing | null | undefined} null while nothing leaves; undefined if that is not known */
function wholeOutgoing(value) {
  if (value === null) return null;
  if (typeof value !== "object") return undefined;
  const outgoing = /** @type {any} */ (value);
  return {
    width_px: numberOrZero(outgoing.width_px),
    height_px: numberOrZero(outgoing.height_px),
    sound: outgoing.sound === true,
    since_s: numberOrZero(outgoing.since_s),
  };
}
