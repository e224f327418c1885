// @ts-check
/**
 * Parts of Karlsson's drawing. Units: 200 wide and 240 high; the head is drawn in units of `posture.js`.
 *
 * Whatever moves with each report is a box of its own with one small SVG, all as large as the whole
 * drawing and on top of each other. A box that moves is only composed anew. A shape inside of an SVG
 * that moves has the whole SVG laid out and painted.
 */

import { drawing, element } from "./dom.js";
import { EARS } from "./figure_turn.js";
import { dots } from "./posture.js";

export const MOUTHS = Object.freeze({
  none: "",
  happy: "M89 101q11 10 22 0",
  tired: "M93 104h14",
  confused: "M89 103q5.5-5 11 0t11 0",
  sad: "M89 106q11-9 22 0",
  unwell: "M86 104q5-5 9.5 0t9.5 0t9 0",
  laughing: "M88 99h24q-3 10.5-12 10.500t-12-10.500z",
  yawning: "M100 98.5c10 0 11 10.5 0 10.5s-10-10.5 0-10.5z",
});

const LEDS = 12;
const RING_RADIUS = 15.5;
export const RING = { cx: 100, cy: 186 };
const VIEW = "0 0 200 240";
/** The head is drawn larger by a fifth than the robot's own: it is what a child looks at. */
const HEAD_VIEW = "16.6667 2.5 166.6667 200";
const BODY = "M70 138C67 160 55 186 54 208Q53 229 75 229H125Q147 229 146 208C145 186 133 160 130 138Z";
const BODY_SHADE = "M124 138C131 160 140 186 136 210Q134 226 112 228H125Q147 229 146 208C145 186 133 160 130 138Z";
const SKULL = { x: 46, y: 40, width: 108, height: 84, rx: 38 };
const SKULL_SHADE = "M134 44.500A38 38 0 0 1 154 78V86A38 38 0 0 1 116 124H84C124 120 145 88 134 44.500Z";

/** @param {string} kind @param {string} d @param {Record<string, string | number>} [more] */
export const path = (kind, d, more = {}) => drawing("path", { class: kind, d, ...more });

/** @param {string} kind @param {...Node} children */
export const group = (kind, ...children) => drawing("g", { class: kind }, ...children);

/** @param {string} kind @param {...Node} children @returns {SVGElement} one sheet of the drawing */
const layer = (kind, ...children) => drawing("svg", { class: kind, viewBox: VIEW }, ...children);

/** @param {string} kind @param {...Node} children @returns {SVGElement} one sheet of the head */
const headLayer = (kind, ...children) => drawing("svg", { class: kind, viewBox: HEAD_VIEW }, ...children);

/** @param {string} kind @param {...Node} children @returns {HTMLElement} sheets that move together */
const box = (kind, ...children) => element("span", { class: kind }, ...children);

/** @returns everything that moves by itself, and the whole drawing around it */
export function build() {
  const part = {
    eyes: group("eyes"),
    mouth: path("mouth", ""),
    onFace: group("on-face"),
    onHead: group("on-head"),
    onNeck: group("on-neck"),
    behind: group("behind"),
    before: group("before"),
    blades: path("propeller", "M100 26c-6-9-24-10-28-4 3 7 21 8 28 4zM100 26c6-9 24-10 28-4-3 7-21 8-28 4z"),
    ears: EARS.map((rest) => ({ behind: ear(rest), before: ear(rest) })),
    arms: [limb("arm arm-other", -1), limb("arm arm-hand", 1)],
    waves: [1, 2].map((number) => soundWave(number)),
    lit: layer(
      "lit",
      drawing("circle", { class: "halo", ...RING, r: 29, "stroke-width": 13 }),
      drawing("circle", { class: "halo halo-near", ...RING, r: 26, "stroke-width": 7 }),
      ...leds(),
    ),
  };
  const face = headLayer(
    "face-box",
    screen(),
    path("glass", "M66 71Q70 58 86 57H104Q80 60 66 71Z"),
    ...blush(),
    part.eyes,
    part.mouth,
    part.onFace,
  );
  const head = box(
    "head",
    headLayer("sheet", group("mast", path("line", "M100 40v-12"), part.blades)),
    ...part.ears.map(({ behind }) => behind),
    headLayer(
      "sheet",
      drawing("rect", { class: "shell", ...SKULL }),
      path("shade", SKULL_SHADE),
      path("shine", "M56 69Q60 50 78 47.5"),
      drawing("rect", { class: "edge", ...SKULL }),
    ),
    ...part.ears.map(({ before }) => before),
    face,
    headLayer("sheet", part.onHead),
  );
  const back = group("back", ...part.arms);
  const front = group("front");
  const body = layer(
    "sheet",
    back,
    path("shell", BODY),
    path("shade", BODY_SHADE),
    path("edge", BODY),
    drawing("circle", { class: "screen", ...RING, r: 22.5 }),
    group("unlit", ...leds()),
  );
  const whole = box(
    "whole",
    layer("sheet", part.behind),
    ...part.waves,
    body,
    part.lit,
    layer("sheet", drawing("circle", { class: "shell button", ...RING, r: 8.5 }), part.onNeck),
    head,
    layer("sheet", part.before, front),
  );
  const ground = layer("sheet", drawing("ellipse", { class: "ground", cx: 100, cy: 230, rx: 64, ry: 7 }));
  return { ...part, face, head, back, front, whole, ground };
}

/**
 * @param {Node} name text of the nickname
 * @returns {SVGElement} the plate at its feet
 */
export const plate = (name) => layer("sheet", drawing("rect", { class: "plate", x: 14, y: 240, width: 172, height: 32, rx: 12 }), name);

/** @returns {SVGElement} the dark glass of the face */
const screen = () => drawing("rect", { class: "screen", x: 57, y: 52, width: 86, height: 60, rx: 27 });

/** @returns {SVGElement[]} */
const blush = () => [68, 132].map((cx) => drawing("ellipse", { class: "blush", cx, cy: 103, rx: 6.5, ry: 3.8 }));

/** @param {string} name of a drawing @returns {SVGElement[]} the LEDs that shine, and their glow */
export function eyes(name) {
  const d = dots(name);
  return [path("glimmer", d), path("dots-lit", d)];
}

/** @param {{x: number, width: number}} rest @returns {SVGElement} */
const ear = ({ x, width }) =>
  headLayer(`ear-box ear-${x < 0 ? "left" : "right"}`, drawing("ellipse", { class: "ear", cx: (100 + x).toFixed(2), cy: 84, rx: width, ry: 14 }));

/**
 * Return an arm that hangs from its shoulder at 0,0; the fingers show when the hand is open.
 *
 * @param {string} kind @param {-1 | 1} thumb side of the thumb
 * @returns {SVGElement}
 */
function limb(kind, thumb) {
  const fingers = `M-6 52L-8 66M0 52V69M6 52L8 66M${thumb * 7} 49L${thumb * 15} 56`;
  return group(
    kind,
    path("sleeve-edge", "M0 0V44"),
    path("sleeve", "M0 0V44"),
    group(
      "palm",
      path("finger-edge open", fingers),
      drawing("circle", { class: "hand", cx: 0, cy: 50, r: 10 }),
      path("finger open", fingers),
    ),
  );
}

/** @param {number} number 1 is nearer @returns {SVGElement} an arc on each side of the chest */
function soundWave(number) {
  const out = 44 + 12 * number;
  const tall = 8 + 8 * number;
  const arc = (/** @type {number} */ side) =>
    `M${100 + side * out} ${184 - tall}Q${100 + side * (out + 5 + 3 * number)} 184 ${100 + side * out} ${184 + tall}`;
  return layer(`sound-wave sound-wave-${number}`, path("arc", arc(-1) + arc(1)));
}

/** @returns {SVGElement[]} lamps of the ring; all shine alike, so that the rhythm tells more than the colour */
const leds = () =>
  Array.from({ length: LEDS }, (_, index) => {
    const angle = (2 * Math.PI * index) / LEDS;
    return drawing("circle", {
      cx: (RING.cx + RING_RADIUS * Math.sin(angle)).toFixed(2),
      cy: (RING.cy - RING_RADIUS * Math.cos(angle)).toFixed(2),
      r: 3.1,
    });
  });
