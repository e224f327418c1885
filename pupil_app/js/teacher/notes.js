// @ts-check
/** PURE. What teacher and buddy should know about the robot: battery, faults, line. No I/O. */

import { isReachable, isThere } from "./teacher_state.js";

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {{key: string, kind: "info" | "warn", values?: Record<string, string | number>}} Note */

/**
 * @param {import("./teacher_state.js").TeacherState} state
 * @returns {Note[]} nothing if nothing is to be said: no page calls everything well
 */
export function notes(state) {
  const { presence } = state;
  if (!presence || !isReachable(state)) return [];
  /** @type {Note[]} */
  const said = [];
  if (presence.signal === "identify") said.push({ key: "note_identify", kind: "info" });
  if (presence.fault) said.push(faultNote(presence));
  else if (["warm", "heavy"].includes(presence.strain)) said.push({ key: `note_strain_${presence.strain}`, kind: "warn" });
  for (const part of presence.lost) {
    if (["camera", "microphone", "speaker", "body"].includes(part)) said.push({ key: `note_lost_${part}`, kind: "warn" });
  }
  if (isThere(state)) said.push(...lineNotes(presence));
  said.push(...powerNotes(presence));
  return said;
}

/** @param {Message} presence @returns {Note[]} */
const lineNotes = ({ line }) => (["fair", "poor", "lost"].includes(line) ? [{ key: `note_line_${line}`, kind: "warn" }] : []);

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
