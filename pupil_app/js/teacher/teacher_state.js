// @ts-check
/** PURE. State of the teacher's page, its sentences and its actions. No I/O. */

import { SECOND_TAP_S } from "../page/second_tap.js";

/** @typedef {import("../wire/protocol.js").Message} Message */
/**
 * @typedef {{linkUp: boolean, badLink: boolean, loan: "" | "over" | "not_begun", online: boolean,
 *   robotName: string, pupilName: string, presence: Message | null, presenceAtS: number,
 *   failed: boolean, unkept: boolean, ending: boolean, closedAtS: number}} TeacherState
 */

/** @type {Readonly<TeacherState>} */
export const START = Object.freeze({
  linkUp: false,
  badLink: false,
  loan: "",
  online: false,
  robotName: "Karlsson",
  pupilName: "",
  presence: null,
  presenceAtS: 0,
  failed: false,
  unkept: false,
  ending: false,
  /** Time at which the robot last closed, or was asked to. */
  closedAtS: -Infinity,
});

/** @type {Readonly<Record<string, string>>} */
const OF_SIGNAL = Object.freeze({
  joining: "state_joining",
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

/** @param {TeacherState} state @returns {string} key of the big sentence */
export function headline(state) {
  if (state.badLink) return "state_bad_link";
  if (state.loan) return state.loan === "over" ? "state_loan_over" : "state_loan_not_begun";
  if (!state.linkUp) return state.pupilName ? "state_link_down" : "state_connecting";
  if (!state.online) return "state_robot_off";
  const { presence } = state;
  if (!presence) return "state_nobody";
  return robotHeadline(presence) ?? childHeadline(presence);
}

/** @param {Message} presence @returns {string | null} key for a state of the robot that hides the child's; null otherwise */
function robotHeadline(presence) {
  if (presence.paused_by.length) return "state_paused";
  if (presence.signal === "fault") return presence.presence === null ? "state_fault" : "state_there_fault";
  if (presence.signal === "not_allowed") return "state_not_allowed";
  if (presence.presence === null) return presence.power.level === "empty" ? "state_empty" : "state_nobody";
  return null;
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

/** @param {TeacherState} state @returns {boolean} somebody is in the robot */
export const isThere = (state) =>
  state.linkUp && state.online && state.presence !== null && state.presence.presence !== null;

/** @param {TeacherState} state @returns {boolean} */
export const isHandUp = (state) => isThere(state) && state.presence?.hand.raised === true;

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
 * @param {TeacherState} state @param {Message} presence @param {number} nowS
 * @returns {TeacherState}
 */
export function withPresence(state, presence, nowS) {
  const next = { ...state, presence, presenceAtS: nowS };
  return mayGoOn(next) && !mayGoOn(state) ? { ...next, closedAtS: nowS } : next;
}

/** @param {TeacherState} state @param {number} nowS @returns {number} whole seconds */
export const waitingS = (state, nowS) =>
  Math.max(0, Math.floor((state.presence?.hand.waiting_s ?? 0) + nowS - state.presenceAtS));

/** @typedef {{key: string, kind: "good" | "info" | "warn", values?: Record<string, string | number>}} Note */

/** @param {TeacherState} state @returns {Note[]} */
export function notes(state) {
  const { presence } = state;
  if (!state.linkUp || !state.online || !presence) return [];
  /** @type {Note[]} */
  const said = [];
  if (presence.paused_by.includes("button")) {
    said.push({ key: isPausedHere(state) ? "note_both" : "note_button", kind: "warn" });
  }
  if (presence.signal === "identify") said.push({ key: "note_identify", kind: "info" });
  if (presence.fault) said.push(faultNote(presence));
  else if (["warm", "heavy"].includes(presence.strain)) said.push({ key: `note_strain_${presence.strain}`, kind: "warn" });
  for (const part of presence.lost) {
    if (["camera", "microphone", "speaker", "body"].includes(part)) said.push({ key: `note_lost_${part}`, kind: "warn" });
  }
  if (isThere(state)) said.push(...childNotes(presence));
  said.push(...powerNotes(presence));
  if (state.unkept) said.push({ key: "note_not_kept", kind: "warn" });
  if (state.failed) said.push({ key: "note_failed", kind: "warn" });
  if (!said.some(({ kind }) => kind === "warn")) said.push({ key: "note_all_good", kind: "good" });
  return said;
}

/** @param {Message} presence @returns {Note[]} */
function childNotes({ hand, feeling, line }) {
  /** @type {Note[]} */
  const said = [];
  if (hand.seen && hand.raised) said.push({ key: "note_seen", kind: "good" });
  if (feeling) said.push({ key: `note_feeling_${feeling}`, kind: "info" });
  if (["fair", "poor", "lost"].includes(line)) said.push({ key: `note_line_${line}`, kind: "warn" });
  return said;
}

/**
 * Faults that somebody in the room can remedy.
 *
 * @type {Readonly<Record<string, string>>}
 */
const OF_FAULT = Object.freeze({
  servo_stalled: "note_fault_stuck",
  servo_hot: "note_fault_hot",
  servo_unplugged: "note_fault_plug",
  servo_silent: "note_fault_plug",
  servo_brownout: "note_fault_supply",
});

/**
 * @param {Message} presence
 * @returns {{key: string, kind: "warn", values?: Record<string, string>}} note about a fault in the
 *   page's own words, or else in the technician's
 */
const faultNote = ({ fault, fault_code: code }) =>
  Object.hasOwn(OF_FAULT, code ?? "")
    ? { key: OF_FAULT[code], kind: "warn" }
    : { key: "note_fault", kind: "warn", values: { text: fault } };

/**
 * @param {Message} presence
 * @returns {Note[]}
 */
function powerNotes({ battery_percent: charge, power, presence }) {
  /** @type {Note[]} */
  const said = [];
  const low = power.level !== "ok" && !power.charging;
  if (charge !== null) {
    const key = power.charging ? "note_battery_charging" : low ? "note_battery_low" : "note_battery";
    said.push({ key, kind: low ? "warn" : "info", values: { percent: Math.round(charge) } });
  }
  if (power.hours_left !== null) said.push({ ...hoursNote(power.hours_left), kind: low ? "warn" : "info" });
  if (power.gauge === "silent") said.push({ key: "note_battery_silent", kind: "warn" });
  if (power.weak_supply) said.push({ key: "note_supply", kind: "warn" });
  if (power.picture !== "full" && presence !== null) said.push({ key: power.picture === "off" ? "note_hot" : "note_warm", kind: "warn" });
  return said;
}

/** @param {number} hours @returns {{key: string, values?: Record<string, string | number>}} in words as a person would say them */
function hoursNote(hours) {
  const halves = Math.round(hours * 2);
  if (halves < 2) return { key: "note_minutes_left", values: { minutes: Math.max(5, Math.round(hours * 12) * 5) } };
  if (halves === 2) return { key: "note_hour_left" };
  const whole = Math.floor(halves / 2);
  return { key: "note_hours_left", values: { hours: halves % 2 ? `${whole}½` : whole } };
}

/** Time after which an action without an answer is repeated. */
const REPEAT_S = 1.5;

/** Tries of an action before the teacher reads that it failed. */
const TRIES = 3;

/** Actions that each action cancels: an older one must not arrive after a newer one. */
const UNDOES = Object.freeze(
  /** @type {Record<string, readonly string[]>} */ ({ pause: ["resume"], end: ["resume"], resume: ["pause", "end"] }),
);

/** Actions that add up when they are repeated. */
const STEPS = Object.freeze(["louder", "quieter"]);

/** Open actions by id; each is repeated until the robot answers, and an id counts only once. */
export class Actions {
  /** @type {Map<string, {action: string, saidS: number, tries: number}>} */
  #open = new Map();

  /**
   * @param {string} id @param {string} action @param {number} nowS
   * @returns {boolean} whether to send it: not while the same action is open
   */
  begin(id, action, nowS) {
    for (const [other, { action: open }] of this.#open) {
      if (open === action && !STEPS.includes(action)) return false;
      if (UNDOES[action]?.includes(open)) this.#open.delete(other);
    }
    this.#open.set(id, { action, saidS: nowS, tries: 1 });
    return true;
  }

  /** @param {string} id @returns {boolean} whether it was one of ours */
  finish(id) {
    return this.#open.delete(id);
  }

  /** @param {number} nowS @returns {{again: {id: string, action: string}[], failed: boolean}} */
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
      again.push({ id, action: entry.action });
    }
    return { again, failed };
  }
}
