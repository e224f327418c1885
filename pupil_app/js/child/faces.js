// @ts-check
/** Faces of Karlsson for the menu: his visor with the eyes of a feeling. */

import { drawing } from "../page/dom.js";

/**
 * Eyes as strokes on a visor of 72 by 46.
 *
 * @type {Readonly<Record<string, string[]>>}
 */
const EYES = Object.freeze({
  happy: ["M14 27q8-14 16 0", "M42 27q8-14 16 0"],
  tired: ["M14 22h16q-2 8-8 8t-8-8z", "M42 22h16q-2 8-8 8t-8-8z"],
  confused: ["M22 15a8 8 0 1 1 0 16 8 8 0 0 1 0-16z", "M50 19a4 4 0 1 1 0 8 4 4 0 0 1 0-8z"],
  sad: ["M15 24q8-7 15-8-1 12-9 13-5 0-6-5z", "M57 24q-8-7-15-8 1 12 9 13 5 0 6-5z"],
  unwell: ["M11 27l4-8 4 8 4-8 4 8 4-8", "M41 27l4-8 4 8 4-8 4 8 4-8"],
  laughing: ["M15 15l13 8-13 8", "M57 15l-13 8 13 8"],
});

/** @param {string} feeling @returns {SVGElement} */
export const face = (feeling) =>
  drawing(
    "svg",
    { class: "face", viewBox: "0 0 72 46", "aria-hidden": "true", focusable: "false" },
    drawing("rect", { class: "visor", x: 1, y: 1, width: 70, height: 44, rx: 20 }),
    drawing("ellipse", { class: "blush", cx: 12, cy: 36, rx: 6, ry: 3.5 }),
    drawing("ellipse", { class: "blush", cx: 60, cy: 36, rx: 6, ry: 3.5 }),
    ...EYES[feeling].map((d) => drawing("path", { class: "eye", d })),
  );
