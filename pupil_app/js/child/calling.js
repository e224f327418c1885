// @ts-check
/** The event of being called: a sound of its own volume, and a vibration. The ring belongs to the picture. */

import { playNotes } from "../lesson/tones.js";

/** Two soft notes of a marimba, a fourth apart, in hertz. */
const NOTES_HZ = Object.freeze([587.33, 783.99]);

/** Vibration, pause, vibration in milliseconds. */
const VIBRATION_MS = Object.freeze([60, 80, 60]);

/**
 * @param {import("../lesson/sound.js").Sound} sound @param {number} volume 0 to 1; 0 is silent
 */
export function announceTurn(sound, volume) {
  if (volume > 0) playNotes(sound.context, NOTES_HZ, volume);
  navigator.vibrate?.([...VIBRATION_MS]);
}
