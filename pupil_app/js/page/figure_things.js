// @ts-check
/** Clothes of Karlsson, and things around him in a scene. */

import { drawing } from "./dom.js";
import { group, path } from "./figure_parts.js";

/** @typedef {{neck?: SVGElement[], head?: SVGElement[], face?: SVGElement[]}} Clothes */

/** @type {Readonly<Record<string, () => Clothes>>} */
export const CLOTHES = Object.freeze({
  none: () => ({}),
  scarf: () => ({
    neck: [
      path("cloth", "M120 154L139 150L146 189Q137 195 127 192Z"),
      path("stripe", "M125 166L141 162.500M127 176L143 172.5"),
      path("cloth", "M58 146Q55 133 66 132H134Q145 133 142 146Q138 163 100 163T58 146Z"),
    ],
  }),
  cap: () => ({
    head: [
      path("cloth", "M47 62C48 21 152 21 153 62Q100 28 47 62Z"),
      path("cuff", "M44 70Q41 62 48 57Q100 26 152 57Q159 62 156 70Q100 36 44 70Z"),
      path("knit", "M66 49L65 57M83 43.5L82.5 51.5M100 41.5V50M117 43.5L117.5 51.5M134 49L135 57"),
    ],
  }),
  glasses: () => ({
    face: [
      drawing("circle", { class: "frame", cx: 81, cy: 82, r: 17 }),
      drawing("circle", { class: "frame", cx: 119, cy: 82, r: 17 }),
      path("frame", "M98 81q2-2 4 0M64 80l-6-3M136 80l6-3"),
    ],
  }),
  bow_tie: () => ({
    neck: [
      path("cloth", "M97 154L76 144Q73 154 76 165ZM103 154L124 144Q127 154 124 165Z"),
      drawing("rect", { class: "cloth", x: 94, y: 148, width: 12, height: 12, rx: 4 }),
    ],
  }),
});

/** @typedef {{behind?: SVGElement[], before?: SVGElement[]}} Surroundings */

const NOTHING = Object.freeze({});

/** @type {Readonly<Record<string, () => Surroundings>>} */
const SURROUNDINGS = Object.freeze({
  rest: () => ({
    behind: [
      path("moon", "M31 12A17 17 0 1 0 42 40A15 15 0 0 1 31 12Z"),
      path("star", "M62 16v5M59.5 18.500h5M176 30v6M173 33h6M188 62v4M186 64h4"),
      drawing("rect", { class: "pillow", x: 18, y: 74, width: 164, height: 92, rx: 26 }),
    ],
    before: [
      path("blanket", "M26 150H174Q196 166 197 216Q197 231 184 231H16Q3 231 3 216Q4 166 26 150Z"),
      path("dots", "M26 214h0M52 194h0M74 216h0M100 190h0M126 216h0M148 194h0M174 214h0"),
      path("hem", "M18 164Q18 152 28 149Q100 128 172 149Q182 152 182 164V168Q100 146 18 168Z"),
      drawing("circle", { class: "hand", cx: 66, cy: 153, r: 10 }),
      drawing("circle", { class: "hand", cx: 134, cy: 153, r: 10 }),
    ],
  }),
  lost: () => ({
    before: [
      path("cable", "M-6 226C20 232 44 232 56 218S78 202 96 202"),
      path("prong", "M136 197h13M136 207h13"),
      drawing("rect", { class: "plug", x: 94, y: 190, width: 42, height: 24, rx: 8 }),
    ],
  }),
  sleeping: () => ({
    before: [group("zzz", path("letter", "M168 42h11l-11 13h11"), path("letter", "M184 14h14l-14 16h14"))],
  }),
  sound_only: () => ({
    before: [path("hears", "M188 84Q195 98 188 112M197 76Q208 98 197 120")],
  }),
});

/** @param {string} scene @returns {Surroundings} */
export const surroundings = (scene) => (Object.hasOwn(SURROUNDINGS, scene) ? SURROUNDINGS[scene]() : NOTHING);
