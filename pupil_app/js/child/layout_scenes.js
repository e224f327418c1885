// @ts-check
/** PURE. Places in a scene: Karlsson large, words below or beside him, and the way back. No I/O. */

import { box, FIGURE } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */

/**
 * @param {import("./layout.js").Name} name @param {"rest" | "other"} scene
 * @param {number} width @param {number} height @param {number} textScale
 * @param {Record<string, Box>} usual boxes without a scene
 * @returns {Record<string, Box>} boxes that differ in the scene
 */
export function sceneBoxes(name, scene, width, height, textScale, usual) {
  if (scene === "rest") return withMenu(restBoxes(width, height, textScale, usual));
  const region = regionOf(name, width, height, usual);
  const privacy = name === "stack" ? atTop(usual.privacy, width, textScale) : usual.privacy;
  if (name === "stack") {
    region.y = privacy.y + privacy.height + 8;
    region.height -= region.y;
  }
  return withMenu({ ...split(region, textScale), privacy });
}

/** @param {Record<string, Box>} boxes @returns {Record<string, Box>} in a scene the menu covers its words */
const withMenu = (boxes) => ({ ...boxes, menu: { ...boxes.words }, bubble: { ...boxes.words } });

/**
 * @param {import("./layout.js").Name} name @param {number} width @param {number} height
 * @param {Record<string, Box>} usual @returns {Box} room that controls leave
 */
function regionOf(name, width, height, { picture, hand, rest }) {
  if (name === "side") return box(12, 8, picture.width - 24, height - 16);
  if (name === "under") return box(0, 0, width, picture.height);
  if (name === "stack") return box(14, 0, width - 28, Math.min(hand.y, rest.y) - 8);
  const aside = width - Math.min(rest.x, hand.x) + 16;
  return box(aside, 20, width - 2 * aside, height - 84);
}

/** @param {Box} privacy @param {number} width @param {number} textScale @returns {Box} */
const atTop = ({ height }, width, textScale) => box(12, 10, Math.min(264 * textScale, width - 24), Math.min(height, 34 * textScale));

/** @param {Box} region @param {number} textScale @returns {Record<string, Box>} Karlsson above his words, or beside them where it is low */
function split({ x, y, width, height }, textScale) {
  const isLow = height < 420 && width > 1.2 * height;
  if (isLow) {
    const wide = Math.min(0.34 * width, (height - 16) / FIGURE);
    const high = wide * FIGURE;
    return {
      figure: box(x, y + (height - high) / 2, wide, high),
      words: box(x + wide + 12, y, width - wide - 12, height),
    };
  }
  const share = textScale > 1.3 ? 0.28 : 0.54;
  const high = Math.min(share * height, 380, 0.8 * width * FIGURE);
  const top = y + (width < 600 ? 0.12 : 0.06) * height;
  return {
    figure: box(x + (width - high / FIGURE) / 2, top, high / FIGURE, high),
    words: box(x, top + high + 8, width, y + height - top - high - 8),
  };
}

/**
 * @param {number} width @param {number} height @param {number} textScale
 * @param {Record<string, Box>} usual @returns {Record<string, Box>}
 */
function restBoxes(width, height, textScale, usual) {
  const row = Math.max(72, 44 * textScale);
  const privacyHeight = Math.max(34, 32 * textScale);
  if (height > width) {
    const wide = Math.min(width - 28, 420 * textScale);
    const back = box((width - wide) / 2, height - 12 - row, wide, row);
    const privacy = box(12, 10, Math.min(264 * textScale, width - 24), privacyHeight);
    const top = privacy.y + privacy.height + 6;
    const share = textScale > 1.3 ? 0.16 : width < 600 ? 0.24 : 0.3;
    const high = Math.min(share * height, 320);
    return {
      privacy,
      back,
      figure: box((width - high / FIGURE) / 2, top, high / FIGURE, high),
      words: box(14, top + high + 6, width - 28, back.y - top - high - 16),
    };
  }
  const wide = Math.min(290 * textScale, 0.5 * width);
  const back = box(width - 20 - wide, height - 14 - row, wide, row);
  const privacy = box(16, height - 16 - privacyHeight, Math.min(264 * textScale, back.x - 28), privacyHeight);
  if (height < 520 || textScale > 1.3) {
    const figureWidth = Math.min(0.25 * width, (height - privacyHeight - 60) / FIGURE);
    return {
      privacy,
      back,
      figure: box(16, Math.max(8, 0.08 * height), figureWidth, figureWidth * FIGURE),
      words: box(28 + figureWidth, 8, width - figureWidth - 44, back.y - 16),
    };
  }
  const high = Math.min(0.4 * height, 340);
  return {
    privacy,
    back,
    figure: box((width - high / FIGURE) / 2, 0.06 * height, high / FIGURE, high),
    words: box(20, 0.06 * height + high + 6, width - 40, back.y - 0.06 * height - high - 14),
  };
}
