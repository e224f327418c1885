// @ts-check
/**
 * PURE. Places of everything in class: which layout fits the screen, and the box of each part.
 *
 * | layout | when                                                        | picture                        |
 * |--------|-------------------------------------------------------------|--------------------------------|
 * | stack  | the screen stands upright                                   | at the top, over the full width |
 * | side   | beside the fitted picture there is room for a panel         | full height, uncropped         |
 * | under  | below the fitted picture there is room for a row            | full width, uncropped          |
 * | float  | neither, and a picture that covers everything loses little  | covers everything              |
 *
 * Everything is computed for a right-handed child and mirrored for a left-handed one.
 */

import { box, clamp } from "./boxes.js";
import { cornerControls, rowControls, stackControls, underControls } from "./layout_controls.js";
import { railBoxes } from "./layout_rail.js";
import { sceneBoxes } from "./layout_scenes.js";

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {{top: number, right: number, bottom: number, left: number}} Insets */
/** @typedef {"stack" | "side" | "under" | "float"} Name */
/**
 * @typedef {{
 *   width: number, height: number, insets?: Insets, ratio: number, textScale?: number,
 *   leftHanded?: boolean, turn?: boolean, menu?: number, rail?: number, scene?: "none" | "rest" | "other",
 * }} Screen `ratio` is width / height of the picture; `textScale` is 1 for a root of 16 px;
 *   `turn`: the child is called; `menu`: height in px, at the usual size of text, of the menu or the
 *   question that is open; 0 for none; `rail`: number of its controls
 */
/**
 * @typedef {{
 *   name: Name, rows: boolean, tail: "side" | "down", boxes: Record<string, Box>,
 * }} Layout `rows`: the controls are pills in rows, since circles do not fit; `tail` of the bubble
 */

/** Narrowest panel beside the picture, and the most of the picture that may be cropped. */
export const PANEL_PX = 216;
const MOST_CROP = 0.15;
const UNDER_PX = 140;

/** Most controls of the rail. */
const RAIL = 4;

const NO_INSETS = Object.freeze({ top: 0, right: 0, bottom: 0, left: 0 });

/** @param {number} textScale @returns {number} width that a panel needs */
const panelPx = (textScale) => PANEL_PX * clamp(1, textScale, 1.5);

/**
 * @param {number} width @param {number} height @param {number} ratio @param {number} textScale
 * @returns {Name}
 */
export function layoutOf(width, height, ratio, textScale = 1) {
  if (height > width) return "stack";
  if (width - height * ratio >= panelPx(textScale)) return "side";
  const isLarge = textScale > 1.3;
  if (height - width / ratio >= UNDER_PX && !isLarge) return "under";
  const covering = Math.max(width, height * ratio);
  const crop = 1 - (width * height) / ((covering * covering) / ratio);
  return crop <= MOST_CROP && (height >= 560 || !isLarge) ? "float" : "side";
}

/**
 * @param {Screen} screen
 * @returns {Layout}
 */
export function arrange(screen) {
  const { width, height, insets = NO_INSETS, leftHanded = false } = screen;
  const side = leftHanded ? { ...insets, left: insets.right, right: insets.left } : insets;
  const inner = { ...screen, width: width - side.left - side.right, height: height - side.top - side.bottom };
  const made = build(inner);
  for (const one of Object.values(made.boxes)) {
    one.x += side.left;
    one.y += side.top;
  }
  if (made.name === "float") made.boxes.picture = box(0, 0, width, height);
  made.boxes.scene = box(0, 0, width, height);
  if (leftHanded) for (const one of Object.values(made.boxes)) one.x = width - one.x - one.width;
  return made;
}

/** @param {Screen} screen without insets @returns {Layout} */
function build(screen) {
  const { width, height, ratio, textScale = 1, scene = "none" } = screen;
  const name = layoutOf(width, height, ratio, textScale);
  const picture = pictureBox(name, width, height, ratio, textScale);
  const placed = {
    stack: stackControls,
    side: rowControls,
    under: underControls,
    float: cornerControls,
  }[name]({ ...screen, textScale, turn: screen.turn === true, menu: screen.menu ?? 0, picture });
  /** @type {Record<string, Box>} */
  const boxes = { picture, ...placed.boxes };
  if (screen.menu) boxes.bubble = { ...boxes.menu };
  boxes.viewer = viewerBox(name, boxes.menu);
  Object.assign(boxes, railBoxes(name, /** @type {any} */ (boxes), screen.rail || RAIL, textScale, width));
  if (scene !== "none") Object.assign(boxes, sceneBoxes(name, scene, width, height, textScale, boxes));
  return { name, rows: placed.rows, tail: placed.tail, boxes };
}

/**
 * @param {Name} name @param {number} width @param {number} height @param {number} ratio
 * @param {number} textScale @returns {Box}
 */
function pictureBox(name, width, height, ratio, textScale) {
  if (name === "float") return box(0, 0, width, height);
  if (name === "under") return box(0, 0, width, width / ratio);
  if (name === "side") {
    const wide = Math.min(height * ratio, width - panelPx(textScale));
    return box(0, (height - wide / ratio) / 2, wide, wide / ratio);
  }
  const least = (width >= 600 ? 0.596 : 0.452) * height;
  const high = Math.min(Math.max(width / ratio, least), 0.62 * height);
  // An upright picture is shown whole, with room beside it.
  const wide = Math.min(width, (high * ratio) / (1 - MOST_CROP));
  return box((width - wide) / 2, 0, wide, high);
}

/** @param {Name} name @param {Box} menu @returns {Box} of papers: that of the menu, and on an upright tablet more */
const viewerBox = (name, menu) =>
  name === "stack" && menu.width >= 560 ? box(menu.x, 16, menu.width, menu.y + menu.height - 16) : { ...menu };

/**
 * Return the rectangle of the whole picture when it covers its box: centred, and of a crop in
 * height four fifths are taken from the floor.
 *
 * @param {{width: number, height: number}} within @param {number} ratio @returns {Box}
 */
export function drawn(within, ratio) {
  const width = Math.max(within.width, within.height * ratio);
  const height = width / ratio;
  return box((within.width - width) / 2, (within.height - height) * FROM_ABOVE, width, height);
}

/** Share of a crop in height that the ceiling loses; `object-position` in `class.css` says the same. */
const FROM_ABOVE = 0.2;
