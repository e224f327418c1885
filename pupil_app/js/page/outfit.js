// @ts-check
/** PURE. What the child made its own: a name for the robot, its colour, and one thing it wears. No I/O. */

import { NICKNAME_CHARACTERS, tidy } from "../wire/plain_text.js";
import { SHELLS, WEARS } from "./figure_scenes.js";

/** @typedef {"sand" | "mint" | "sky" | "lilac" | "peach" | "snow"} Shell */
/** @typedef {"none" | "scarf" | "cap" | "glasses" | "bow_tie"} Worn */
/** @typedef {{nickname: string, shell: Shell, wears: Worn}} Outfit */
/**
 * Outfit as it is stored on the device.
 * @typedef {Outfit & {given: string}} Kept `given` is the robot that has taken it over; empty for none
 */

/** Name under which it is stored. */
export const KEY = "outfit";

export { SHELLS };

/** Clothes in the order in which they are offered: "nothing" is the last. */
export const WORN = Object.freeze([...WEARS.filter((one) => one !== "none"), "none"]);

/** @type {Readonly<Outfit>} */
export const PLAIN = Object.freeze({ nickname: "", shell: "sand", wears: "none" });

/** @param {string} typed @returns {string} a name as the wire takes it, of at most 12 characters */
export const nicknameOf = (typed) => tidy(typed.normalize("NFC").replace(/\s+/g, " "), NICKNAME_CHARACTERS);

/** @param {any} given @returns {Outfit | null} null if it cannot be used */
export function outfitOf(given) {
  if (given === null || typeof given !== "object" || typeof given.nickname !== "string") return null;
  if (!SHELLS.includes(given.shell) || !WORN.includes(given.wears)) return null;
  return { nickname: nicknameOf(given.nickname), shell: given.shell, wears: given.wears };
}

/** @param {any} stored @returns {Kept | null} */
export function keptOf(stored) {
  const outfit = outfitOf(stored);
  return outfit && { ...outfit, given: typeof stored.given === "string" ? stored.given : "" };
}

/** @param {Outfit | null} one @param {Outfit | null} other @returns {boolean} */
export const isSame = (one, other) =>
  one?.nickname === other?.nickname && one?.shell === other?.shell && one?.wears === other?.wears;

/**
 * Decide between the outfit of the device and that of the robot.
 *
 * The device's goes to a robot that does not have it yet. Once a robot has it, the robot's is the
 * newest: the child may have changed it on another device.
 *
 * @param {Kept | null} kept on this device @param {string} robot @param {Outfit | null} worn by the robot
 * @returns {{kept: Kept | null, send: Outfit | null}} what the device keeps now, and what the robot is told
 */
export function settled(kept, robot, worn) {
  if (kept === null) return { kept: worn && { ...worn, given: robot }, send: null };
  if (isSame(kept, worn)) return { kept: { ...kept, given: robot }, send: null };
  if (worn && kept.given === robot) return { kept: { ...worn, given: robot }, send: null };
  const { nickname, shell, wears } = kept;
  return { kept: { ...kept, given: "" }, send: { nickname, shell, wears } };
}

/** Names to begin with. */
const NAMES = Object.freeze(["Pollux", "Momo", "Pixel", "Bolle", "Juno", "Krümel", "Flitz", "Tilda", "Mika", "Funki"]);

/** @param {string} name @returns {string} the name after this one in a fixed round of names */
export const otherName = (name) => NAMES[(NAMES.indexOf(name) + 1) % NAMES.length];
