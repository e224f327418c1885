// @ts-check
/** PURE. The three kinds of quiet as one choice: a short break, sound only, only listening. No I/O. */

import { hushed } from "../lesson/wishes.js";

/** @typedef {"rest" | "sound_only" | "listen_only"} Quiet */

/**
 * @param {import("../lesson/wishes.js").Wishes} wishes
 * @param {Quiet | null} kind null is the way back to everything but an open microphone
 * @returns {import("../lesson/wishes.js").Wishes}
 */
export function quieted(wishes, kind) {
  const back = { ...wishes, rest: false, sound_only: false, listen_only: false };
  if (kind === null) return back;
  const hand = kind === "sound_only" && wishes.hand;
  return { ...hushed(back), hand, [kind]: true };
}
