// @ts-check
/** PURE. Words of the child's phrases, as child, teacher and robot say them. No I/O. */

import { PHRASES } from "../wire/protocol.js";

/** Phrases with words of their own, in the order in which they are offered. */
export const FIXED_PHRASES = Object.freeze(PHRASES.filter((kind) => kind !== "text"));

/**
 * @param {import("./words.js").Words} words
 * @param {{kind: string, text: string}} phrase
 * @returns {string} the sentence of the phrase, or the child's own words
 */
export const sentence = (words, { kind, text }) => (kind === "text" ? text : words.say(`phrase_${kind}`));
