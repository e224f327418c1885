// @ts-check
/** Karlsson's face alone, for a feeling: eyes from the body's own drawings, and a mouth. */

import { drawing } from "./dom.js";
import { blush, eye, group, MOUTHS, path, screen } from "./figure_parts.js";

/**
 * Names of both eyes in the signal table, and the degrees by which they hang outwards.
 *
 * @type {Readonly<Record<string, [string, string, number?]>>}
 */
const FACES = Object.freeze({
  happy: ["smile", "smile"],
  tired: ["half", "half"],
  confused: ["open", "half"],
  sad: ["half", "half", 12],
  unwell: ["wave", "wave"],
  laughing: ["smile", "smile"],
});

/**
 * @param {string} feeling as on the wire; an unknown one gets open eyes
 * @param {{calm?: boolean}} [options]
 * @returns {SVGElement} hidden from screen readers: its control has a name
 */
export function feelingFace(feeling, options = {}) {
  const [right, left, hangs = 0] = Object.hasOwn(FACES, feeling) ? FACES[feeling] : ["open", "open"];
  const mouth = Object.hasOwn(MOUTHS, feeling) ? MOUTHS[/** @type {keyof typeof MOUTHS} */ (feeling)] : "";
  return drawing(
    "svg",
    {
      class: "figure figure-face",
      viewBox: "54 49 92 66",
      "aria-hidden": "true",
      "data-face": feeling,
      "data-look": options.calm ? "calm" : "warm",
    },
    screen(),
    ...blush(),
    drawing("g", { transform: `rotate(${-hangs} 82 82)` }, group("eyes", ...eye(right, 0))),
    drawing("g", { transform: `rotate(${hangs} 118 82)` }, group("eyes", ...eye(left, 1))),
    path("mouth", mouth),
    ...(feeling === "sad" ? [path("tear", "M130 92q6 8 0 9.5q-6-1.5 0-9.5z")] : []),
  );
}
