// @ts-check
/** PURE. Scene of the class screen: what Karlsson does, and what stands in the place of the picture. No I/O. */

import { isCalled } from "./live.js";
import { isAway, isFaulty, isPaused, isWithoutPicture, lost } from "./state.js";

/**
 * @typedef {{
 *   kind: "none" | "rest" | "other",
 *   figure: string | null,
 *   ground: "plain" | "faded" | "night",
 *   cover: string | null,
 * }} Scene `kind` arranges the screen; `figure` is a scene of the drawing, null for the body's mirror;
 *   `cover` is the sentence in place of a picture that is missing while the class goes on
 */

/** @param {import("./state.js").State} state @returns {Scene} */
export function sceneOf(state) {
  const { wishes, tired } = state;
  if (isPaused(state)) return { kind: "other", figure: "paused", ground: "plain", cover: null };
  if (wishes.rest) return { kind: "rest", figure: "rest", ground: "night", cover: null };
  if (isAway(state)) return { kind: "other", figure: tired ? "battery" : "lost", ground: "faded", cover: null };
  if (isFaulty(state)) return { kind: "other", figure: null, ground: "plain", cover: null };
  return { kind: "none", figure: figureOf(state), ground: "plain", cover: coverOf(state) };
}

/** @param {import("./state.js").State} state @returns {string | null} key of the sentence in place of the picture */
function coverOf(state) {
  if (state.wishes.sound_only) return "sound_only";
  if (lost(state).includes("camera")) return "lost_camera";
  if (isWithoutPicture(state)) return "picture_off";
  return state.hasPicture ? null : "no_picture";
}

/** @param {import("./state.js").State} state @returns {string | null} */
function figureOf(state) {
  if (isCalled(state)) return state.wishes.microphone ? null : "your_turn";
  if (state.question || state.wishes.help) return "help";
  if (state.wishes.sound_only) return "sound_only";
  const power = state.presence?.power;
  const isEmptying = power && power.level !== "ok" && power.charging !== true;
  return isEmptying && state.notice?.key === "battery_low" ? "battery" : null;
}
