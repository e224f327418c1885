// @ts-check
/** PURE. Whether the child hears, sees and can speak: true, or the reason why not. No I/O. */

import { isInClass } from "./teacher_state.js";

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {{name: "hears" | "sees" | "speaks", works: boolean, key: string, icon: string}} Sense */

/**
 * @param {import("./teacher_state.js").TeacherState} state
 * @returns {Sense[]} nothing where the headline already says that there is no lesson
 */
export function senses(state) {
  const { presence } = state;
  if (!presence || !isInClass(state)) return [];
  const [hears, sees, speaks] = [noHearing(presence), noSight(presence), noSpeech(presence)];
  return [
    { name: "hears", works: !hears, key: hears ?? "teacher_hears", icon: hears ? "deaf" : "listen" },
    { name: "sees", works: !sees, key: sees ?? "teacher_sees", icon: sees ? "unseen" : "look_around" },
    { name: "speaks", works: !speaks, key: speaks ?? "teacher_speaks", icon: speaks ? "microphone_off" : "microphone" },
  ];
}

/** @param {Message} presence @returns {boolean} the line to the child is gone */
const isAway = ({ signal, line }) => signal === "line_bad" || line === "lost";

/** @param {Message} presence @returns {string | null} key of the reason */
function noHearing({ rest, lost, outgoing, ...presence }) {
  if (isAway(/** @type {Message} */ (presence))) return "teacher_hears_away";
  if (rest) return "teacher_hears_break";
  if (lost.includes("microphone")) return "teacher_hears_lost";
  if (outgoing === undefined) return "teacher_hears_unknown";
  return outgoing?.sound ? null : "teacher_hears_nothing";
}

/** @param {Message} presence @returns {string | null} */
function noSight({ rest, lost, outgoing, ...presence }) {
  if (isAway(/** @type {Message} */ (presence))) return "teacher_sees_away";
  if (rest) return "teacher_sees_break";
  if (presence.sound_only) return "teacher_sees_sound_only";
  if (lost.includes("camera")) return "teacher_sees_lost";
  if (presence.power.picture === "off") return "teacher_sees_hot";
  if (presence.picture === "off") return "teacher_sees_line";
  if (outgoing === undefined) return "teacher_sees_unknown";
  return outgoing?.width_px ? null : "teacher_sees_nothing";
}

/** @param {Message} presence @returns {string | null} */
function noSpeech({ rest, lost, ...presence }) {
  if (isAway(/** @type {Message} */ (presence))) return "teacher_speaks_away";
  if (rest) return "teacher_speaks_break";
  if (presence.microphone_works === false) return "teacher_speaks_blocked";
  if (presence.signal === "fault") return "teacher_speaks_fault";
  if (lost.includes("speaker")) return "teacher_speaks_lost";
  if (presence.listen_only) return "teacher_speaks_listening";
  return presence.microphone_works ? null : "teacher_speaks_unknown";
}
