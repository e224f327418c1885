// @ts-check
/** PURE. What the class takes from the child now. No I/O. */

import { isAway, isFaulty, isPaused } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** @param {State} state @returns {boolean} the class is there, and takes what the child does */
export const isLive = (state) =>
  state.screen === "class" && !isAway(state) && !isPaused(state) && !isFaulty(state) && !state.wishes.rest;

/** @param {State} state @returns {boolean} the teacher has called the child */
export const isCalled = (state) => isLive(state) && state.presence?.hand.your_turn === true;

/** @param {State} state @returns {boolean} the child has chosen one of the three kinds of quiet */
export const isQuiet = ({ wishes }) => wishes.rest || wishes.sound_only || wishes.listen_only;
