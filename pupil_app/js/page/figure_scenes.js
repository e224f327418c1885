// @ts-check
/** PURE. What Karlsson's drawing shows: scene, eyes, arms, lean and looks. No I/O. */

import { turn, posture } from "./posture.js";
import { SHOWN } from "./signal_table.js";

/**
 * @typedef {object} Scene
 * @property {string} signal row of the body's signal table that gives eyes, lamp and rhythm
 * @property {string} [eyes] another drawing of the same table, where the scene is not a signal
 * @property {string} arms pose of the arms, see figure.css
 * @property {number} [roll] degrees by which the head leans, clockwise
 * @property {[number, number]} [looks] pan and tilt; without it the measured head is shown
 * @property {string} [face] mouth, named like a feeling
 */

/** @type {Readonly<Record<string, Scene>>} */
export const SCENES = Object.freeze({
  rest: { signal: "on_break", arms: "bed", roll: -6, looks: [0, -12] },
  sound_only: { signal: "resting", eyes: "asleep", arms: "listen", roll: 6 },
  paused: { signal: "paused", arms: "cover", looks: [0, 0] },
  lost: { signal: "line_bad", arms: "plug", roll: 4, looks: [0, -22] },
  goodbye: { signal: "present", eyes: "smile", arms: "wave", roll: -4, looks: [0, 0] },
  battery: { signal: "whispering", arms: "yawn", roll: -3, looks: [0, -4], face: "yawning" },
  not_allowed: { signal: "not_allowed", eyes: "open", arms: "shrug", roll: 5, looks: [0, -8] },
  sleeping: { signal: "asleep", arms: "down", roll: 5, looks: [0, -30] },
  your_turn: { signal: "seen", eyes: "smile", arms: "both_up", looks: [0, 6] },
  hello: { signal: "present", eyes: "smile", arms: "wave", looks: [0, 0] },
  help: { signal: "present", arms: "offer", roll: -7, looks: [-10, -6] },
});

/** Scenes that the body's own signals call for, when the page asks for none. */
const OF_SIGNAL = Object.freeze({
  asleep: "sleeping",
  on_break: "rest",
  paused: "paused",
  line_bad: "lost",
});

export const SHELLS = Object.freeze(["sand", "mint", "sky", "lilac", "peach", "snow"]);
export const WEARS = Object.freeze(["none", "scarf", "cap", "glasses", "bow_tie"]);
export const NICKNAME_LENGTH = 12;

/**
 * @typedef {{nickname: string, shell: string, wears: string}} Outfit
 * @typedef {{signal: string, eyes: string | null, added: string, face: string, scene: string, arms: string,
 *   roll: number, turn: import("./posture.js").Turn}} Look
 */

/**
 * @param {import("../wire/protocol.js").Message | null} presence
 * @param {string | null} wanted scene that overrides what the presence says
 * @returns {Look}
 */
export function look(presence, wanted) {
  const own = posture(presence);
  const name = wanted !== null && Object.hasOwn(SCENES, wanted) ? wanted : null;
  if (name !== null) {
    const { signal, eyes = null, arms, roll = 0, looks, face = "none" } = SCENES[name];
    return { signal, eyes, added: "", face, scene: name, arms, roll, turn: looks ? turn(...looks) : own.turn };
  }
  const scene = OF_SIGNAL[/** @type {keyof typeof OF_SIGNAL} */ (own.signal)] ?? "none";
  const { arms, roll = 0 } = SCENES[scene] ?? { arms: own.hand === "up" ? "up" : "down" };
  return { signal: own.signal, eyes: null, added: own.added, face: own.face, scene, arms, roll, turn: own.turn };
}

/** @param {Look} look @returns {boolean} whether it shows a robot that rests, or that neither sees nor hears */
export const covers = ({ signal }) => SHOWN[signal].parked;

/** @typedef {import("../wire/protocol.js").Message | null} Presence */

/** @param {Presence} before @param {Presence} after @returns {boolean} whether they differ in the head at most */
export const onlyTurned = (before, after) =>
  before !== null &&
  after !== null &&
  before.signal === after.signal &&
  before.feeling === after.feeling &&
  before.zoomed === after.zoomed &&
  before.understood === after.understood &&
  before.hand?.raised === after.hand?.raised;

/**
 * Return what can be drawn of an outfit; whatever is unknown falls back.
 *
 * @param {any} wanted
 * @returns {Outfit}
 */
export function outfit(wanted) {
  const { nickname, shell, wears } = wanted ?? {};
  return {
    nickname: typeof nickname === "string" ? [...nickname.trim()].slice(0, NICKNAME_LENGTH).join("") : "",
    shell: SHELLS.includes(shell) ? shell : "sand",
    wears: WEARS.includes(wears) ? wears : "none",
  };
}
