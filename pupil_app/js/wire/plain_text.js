// @ts-check
/** PURE. Texts of people, made fit for the wire. No I/O. */

/** Longest name that a child can give the robot. */
export const NICKNAME_CHARACTERS = 12;

/** Longest message of a teacher to the child. */
export const NOTE_CHARACTERS = 80;

/** Longest phrase of the child in words of its own. */
export const PHRASE_CHARACTERS = 80;

/**
 * What the wire refuses in a text: control characters, marks that turn the direction of writing,
 * and halves of surrogate pairs, which a field with a maximum length can leave behind.
 */
const UNFIT = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Surrogate}]+/gu;

/**
 * Return the text as the wire takes it: unfit characters become spaces, and the rest is cut.
 *
 * @param {unknown} text
 * @param {number} characters most characters, as Unicode counts them
 * @returns {string}
 */
export function tidy(text, characters) {
  if (typeof text !== "string") return "";
  const fit = text.replace(UNFIT, " ").trim();
  return [...fit].slice(0, characters).join("").trimEnd();
}
