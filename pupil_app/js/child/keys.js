// @ts-check
/** PURE. Keys of the class screen. No I/O. */

import { KEYS as LOOKS } from "../lesson/looking.js";

/** @typedef {{do: "look", way: "left" | "right" | "up" | "down" | "ahead"} | {do: "louder", step: number} |
 *   {do: "hand" | "microphone" | "rest" | "karlsson" | "close" | "nearer" | "wider" | "whole" | "board" | "takeStill" | "phrases"}} Meaning */

/** @type {Readonly<Record<string, Meaning>>} */
const MEANINGS = Object.freeze({
  h: { do: "hand" },
  m: { do: "microphone" },
  p: { do: "rest" },
  k: { do: "karlsson" },
  z: { do: "nearer" },
  w: { do: "wider" },
  g: { do: "whole" },
  t: { do: "board" },
  f: { do: "takeStill" },
  s: { do: "phrases" },
  "+": { do: "louder", step: 1 },
  "-": { do: "louder", step: -1 },
  escape: { do: "close" },
});

/** @param {string} key as the browser names it @returns {Meaning | null} */
export function meaningOf(key) {
  if (Object.hasOwn(LOOKS, key)) return { do: "look", way: LOOKS[key] };
  const name = key.toLowerCase();
  return Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : null;
}
