// @ts-check
/** PURE. Place of the rail at the picture's edge, and what makes room for it. No I/O. */

import { box } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */

/** Usual size of one control, and the gap between two. */
const WIDE_PX = 74;
const HIGH_PX = 66;
const GAP_PX = 8;

/** Least room that is left to the bubble. */
const WORDS = Object.freeze({ width: 200, height: 76 });

/** @param {Box} one @param {Box} other @returns {boolean} */
const meet = (one, other) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/**
 * Return the rail at the lower edge of the picture, over the floor. With large words it lies at the
 * upper edge. The bubble gives way, or it does.
 *
 * @param {import("./layout.js").Name} name @param {Record<string, Box>} boxes @param {number} count of controls
 * @param {number} textScale @param {number} width of the screen
 * @returns {Record<string, Box>} rail, and the bubble where it changes
 */
export function railBoxes(name, { picture, privacy, bubble, figure }, count, textScale, width) {
  const isLarge = textScale > 1.3;
  const edge = name === "float" ? 20 : 12;
  const x = Math.max(picture.x, 0) + edge;
  const room = Math.min(picture.width, width) - 2 * edge - (count - 1) * GAP_PX;
  const each = Math.min(Math.max(WIDE_PX, 48 * textScale), Math.max(64, room / count));
  const high = isLarge ? Math.max(HIGH_PX, 38 * textScale) : HIGH_PX;
  const bottom = name === "float" ? privacy.y - 12 : picture.y + picture.height - 12;
  const rail = box(x, isLarge ? Math.max(12, picture.y + 12) : bottom - high, count * each + (count - 1) * GAP_PX, high);
  if (meet(rail, figure)) {
    // Karlsson stands there.
    const fits = (figure.x - GAP_PX - x - (count - 1) * GAP_PX) / count;
    rail.width = count * Math.max(64, Math.min(each, fits)) + (count - 1) * GAP_PX;
  }
  if (!meet(rail, bubble)) return { rail };
  if (isLarge) return { rail, bubble: under(rail, bubble, 1) ?? bubble };
  const low = under(rail, bubble, textScale);
  if (low) return { rail, bubble: low };
  const beside = bubble.x + bubble.width - (rail.x + rail.width + GAP_PX);
  if (beside >= WORDS.width * textScale) return { rail, bubble: { ...bubble, x: rail.x + rail.width + GAP_PX, width: beside } };
  const above = { ...rail, y: Math.max(12, picture.y + 12) };
  return { rail: above, bubble: under(above, bubble, textScale) ?? bubble };
}

/** @param {Box} rail @param {Box} bubble @param {number} textScale @returns {Box | null} the bubble's room below the rail */
function under(rail, bubble, textScale) {
  const y = Math.max(bubble.y, rail.y + rail.height + GAP_PX);
  const height = bubble.y + bubble.height - y;
  return height >= WORDS.height * textScale ? { ...bubble, y, height } : null;
}
