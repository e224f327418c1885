// @ts-check
/** PURE. Places of the controls, Karlsson, his bubble and his menu in each of the four layouts. No I/O. */

import { box, clamp, FIGURE } from "./boxes.js";

/** @typedef {import("./boxes.js").Box} Box */
/**
 * @typedef {{width: number, height: number, textScale: number, turn: boolean, menu: number,
 *   picture: Box}} Space
 */
/** @typedef {{rows: boolean, tail: "side" | "down", boxes: Record<string, Box>}} Placed */

/** Width of the promise in one line. */
const PRIVACY_PX = 292;

/** @param {number} textScale @returns {{hand: number, other: number, row: number, privacy: number}} least sizes for the words */
const smallest = (textScale) => ({
  hand: 87 * textScale,
  other: 74 * textScale,
  row: Math.max(64, 42 * textScale),
  privacy: Math.max(34, 32 * textScale),
});

/**
 * Float: three circles on an arc round the thumb, Karlsson beside them, all over the floor.
 *
 * @param {Space} space @returns {Placed}
 */
export function cornerControls({ width, height, textScale, turn }) {
  const scale = clamp(0.6, height / 760, 1);
  const small = smallest(textScale);
  const edge = turn ? 14 : 0;
  const boxes = turn
    ? turnCorner(width - edge, height - edge, scale, textScale)
    : arc(width, height, scale, textScale);
  const beside = Math.min(...Object.values(boxes).map(({ x }) => x));
  const figureWidth = 178 * scale;
  const privacyWidth = Math.min(PRIVACY_PX * textScale, beside - figureWidth - 64);
  boxes.figure = box(beside - 10 - figureWidth, height - edge - figureWidth * FIGURE, figureWidth, figureWidth * FIGURE);
  boxes.privacy = box(20 * scale + edge, height - 18 * scale - edge - small.privacy, privacyWidth, small.privacy);
  const left = 20 * scale + edge;
  const right = boxes.figure.x - 14;
  const bottom = boxes.privacy.y - 12;
  boxes.bubble = box(left, edge + 8, right - left, bottom - edge - 8);
  // Where Karlsson leaves too little beside him, the menu stands above everything.
  const above = Math.min(boxes.figure.y, boxes.hand.y) - 12;
  boxes.menu = right - left >= 240 ? { ...boxes.bubble } : box(left, edge + 8, width - 2 * left, above - edge - 8);
  return { rows: false, tail: "side", boxes };
}

/** @param {number} width @param {number} height @param {number} scale @param {number} textScale @returns {Record<string, Box>} */
function arc(width, height, scale, textScale) {
  const small = smallest(textScale);
  const gap = 20 * scale;
  const handPx = Math.max(140 * scale, small.hand);
  const microphonePx = Math.max(108 * scale, small.other);
  const restPx = Math.max(96 * scale, small.other);
  const hand = box(width - 26 * scale - handPx, height - 24 * scale - handPx, handPx, handPx);
  return {
    hand,
    microphone: box(hand.x - gap - microphonePx, height - 22 * scale - microphonePx, microphonePx, microphonePx),
    rest: box(width - 44 * scale - restPx, hand.y - gap - restPx, restPx, restPx),
  };
}

/** @param {number} width @param {number} height @param {number} scale @param {number} textScale @returns {Record<string, Box>} */
function turnCorner(width, height, scale, textScale) {
  const small = smallest(textScale);
  const otherPx = Math.max(96 * scale, small.other);
  const speakWidth = Math.max(330 * scale, 230 * textScale, 2 * otherPx + 16);
  const speakHeight = Math.max(132 * scale, 72);
  const speak = box(width - 26 * scale - speakWidth, height - 26 * scale - speakHeight, speakWidth, speakHeight);
  const rest = box(width - 26 * scale - otherPx, speak.y - 18 - otherPx, otherPx, otherPx);
  return { speak, rest, hand: box(rest.x - 16 - otherPx, rest.y, otherPx, otherPx) };
}

/**
 * Stack: the picture at the top, the controls along the lower edge or, on a tablet, in the corner.
 *
 * @param {Space} space @returns {Placed}
 */
export function stackControls(space) {
  const { width, height, textScale, picture } = space;
  if (width >= 600) return stackTablet(space);
  const { rows, boxes, top } = lowerEdge(space);
  const from = picture.y + picture.height;
  const small = smallest(textScale);
  const zone = top - from;
  const upperWidth = Math.min(PRIVACY_PX * textScale, width - 12 - 12 - 96);
  const upper = box(12, 10, upperWidth, small.privacy * (upperWidth < 262 * textScale ? 2 : 1));
  const isTight = textScale > 1.3;
  const figureWidth = Math.min((zone - 16) / FIGURE, isTight ? 0.28 * width : 0.42 * width);
  const figureHeight = figureWidth * FIGURE;
  boxes.figure = box(width - 12 - figureWidth, top - 8 - figureHeight, figureWidth, figureHeight);
  const left = 12;
  const right = boxes.figure.x - 12;
  boxes.privacy = box(left, from + 8, right - left, small.privacy * (isTight ? 2.6 : 1.4));
  if (isTight) boxes.privacy.y = Math.min(boxes.privacy.y, top - 6 - boxes.privacy.height);
  const under = boxes.privacy.y + boxes.privacy.height + 6;
  const roomy = top - 8 - under >= 76 * textScale;
  boxes.bubble = roomy ? box(left, under, right - left, top - 8 - under) : box(left, 8, width - 24, boxes.privacy.y - 14);
  const most = (space.menu || 340) * Math.max(1, textScale);
  const least = upper.y + upper.height + 6;
  const menuHeight = Math.min(most, top - 8 - Math.max(84, least));
  boxes.menu = box(8, top - 8 - menuHeight, width - 16, menuHeight);
  if (space.menu) {
    // Karlsson stands on the edge of his menu, and the promise goes to the top.
    const above = Math.min(106, boxes.menu.y - 4);
    boxes.figure = box(width - 12 - above / FIGURE, boxes.menu.y - above + 2, above / FIGURE, above);
    boxes.privacy = upper;
  }
  return { rows, tail: roomy && !space.menu ? "side" : "down", boxes };
}

/** @param {Space} space @returns {{rows: boolean, boxes: Record<string, Box>, top: number}} `top` of the controls */
function lowerEdge({ width, height, textScale, turn }) {
  const small = smallest(textScale);
  const bottom = height - (height >= 740 ? 16 : 8);
  const inner = width - 28;
  const half = (inner - 12) / 2;
  if (turn) {
    const speakHeight = Math.max(88, 46 * textScale);
    const low = bottom - small.row;
    const speak = box(14, low - 10 - speakHeight, inner, speakHeight);
    const boxes = { speak, hand: box(14, low, half, small.row), rest: box(26 + half, low, half, small.row) };
    return { rows: true, boxes, top: speak.y };
  }
  const room = inner - 16;
  const handPx = Math.min(height >= 740 ? 130 : 116, 0.37 * room);
  const otherPx = Math.min(height >= 740 ? 102 : 100, 0.315 * room);
  if (handPx < small.hand || otherPx < small.other) {
    const low = bottom - small.row;
    const hand = box(14, low - 8 - small.row, inner, small.row);
    const boxes = { hand, microphone: box(14, low, half, small.row), rest: box(26 + half, low, half, small.row) };
    return { rows: true, boxes, top: hand.y };
  }
  const middle = bottom - handPx / 2;
  const boxes = {
    hand: box((width - handPx) / 2, bottom - handPx, handPx, handPx),
    microphone: box(14, middle - otherPx / 2, otherPx, otherPx),
    rest: box(width - 14 - otherPx, middle - otherPx / 2, otherPx, otherPx),
  };
  return { rows: false, boxes, top: boxes.hand.y };
}

/** @param {Space} space @returns {Placed} */
function stackTablet({ width, height, textScale, turn, picture }) {
  const small = smallest(textScale);
  const scale = turn ? 1 : 1.1;
  const boxes = turn ? turnCorner(width, height, scale, textScale) : arc(width, height, scale, textScale);
  const from = picture.y + picture.height;
  const beside = Math.min(...Object.values(boxes).map(({ x }) => x));
  const zone = height - from;
  const figureWidth = Math.min((0.68 * zone) / FIGURE, beside - 40);
  const figureHeight = figureWidth * FIGURE;
  boxes.figure = box(Math.max(16, (beside - figureWidth) / 2), height - small.privacy - 26 - figureHeight, figureWidth, figureHeight);
  boxes.privacy = box(20, height - 16 - small.privacy, Math.min(PRIVACY_PX * textScale, beside - 32), small.privacy);
  const isWide = beside - 32 >= 240 * textScale;
  const end = isWide ? boxes.figure.y - 14 : Math.min(boxes.figure.y, boxes.rest.y) - 14;
  boxes.bubble = box(20, from - 120, isWide ? beside - 32 : width - 40, end - from + 120);
  // The menu stands above the controls, and Karlsson looks over its edge.
  const low = Math.min(boxes.rest.y - 10, boxes.figure.y - 14);
  const high = Math.min(300 * textScale, low - 160);
  boxes.menu = box(16, low - high, width - 32, high);
  return { rows: false, tail: "down", boxes };
}

/**
 * Side: a panel beside the picture.
 *
 * @param {Space} space @returns {Placed}
 */
export function rowControls(space) {
  const { width, height, textScale, picture } = space;
  const panel = width - picture.width;
  if (panel >= 440 && height >= 520 && textScale <= 1.3) return panelCorner(space);
  const { rows, boxes, top } = panelControls(space, panel);
  const small = smallest(textScale);
  const left = picture.width;
  const isNarrow = panel < 300;
  const isTight = textScale > 1.3;
  boxes.privacy = box(left + 12, 10, panel - 24, small.privacy * (isNarrow || isTight ? 1.5 : 1));
  if (isTight) boxes.privacy.height = small.privacy * 2;
  const from = boxes.privacy.y + boxes.privacy.height + 6;
  const zone = top - 8 - from;
  const beside = boxes.beside;
  delete boxes.beside;
  let tail = /** @type {"side" | "down"} */ ("side");
  if (!beside && zone < (isNarrow ? 170 : 96)) {
    // Karlsson stands on the floor of the picture.
    const figureWidth = Math.max(72, Math.min(110, 0.18 * picture.width));
    boxes.figure = box(left - 12 - figureWidth, picture.y + picture.height - 6 - figureWidth * FIGURE, figureWidth, figureWidth * FIGURE);
    boxes.bubble = overFloor(picture, boxes.figure.x - 14, textScale);
  } else if (beside) {
    boxes.figure = fitted(beside);
    boxes.bubble = box(left + 10, from, panel - 20, zone);
    tail = "down";
  } else if (isNarrow) {
    const figureHeight = Math.min(160, zone - 84, (panel - 40) * FIGURE);
    boxes.figure = box(left + (panel - figureHeight / FIGURE) / 2, top - 8 - figureHeight, figureHeight / FIGURE, figureHeight);
    boxes.bubble = box(left + 10, from, panel - 20, boxes.figure.y - 12 - from);
    tail = "down";
  } else {
    const figureWidth = Math.max(64, Math.min(zone / FIGURE, 0.42 * panel, 170));
    const figureHeight = figureWidth * FIGURE;
    boxes.figure = box(width - 10 - figureWidth, top - 8 - figureHeight, figureWidth, figureHeight);
    boxes.bubble = box(left + 8, from, boxes.figure.x - 12 - left - 8, top - 8 - from);
  }
  const words = boxes.bubble;
  if (words.height < 76 * textScale || words.width < 120 * textScale) {
    // No room in the panel: the bubble stands over the floor of the picture, beside Karlsson.
    boxes.bubble = overFloor(picture, picture.width - 14, textScale);
    tail = "side";
  }
  boxes.menu = overPicture(picture, height);
  if (boxes.figure.x < left) boxes.menu = box(8, 8, boxes.figure.x - 20, height - 16);
  return { rows, tail, boxes };
}

/** @param {Box} picture @param {number} right @param {number} textScale @returns {Box} room for a bubble over the picture's floor */
function overFloor(picture, right, textScale) {
  const high = Math.min(130 * textScale, picture.height - 16);
  return box(12, picture.y + picture.height - 8 - high, right - 12, high);
}

/** @param {Box} picture @param {number} height @returns {Box} room for the menu over the picture of a side layout */
function overPicture(picture, height) {
  const wide = Math.min(picture.width - 16, 640);
  return box(picture.width - 8 - wide, 8, wide, height - 16);
}

/** @param {Space} space @param {number} panel @returns {{rows: boolean, boxes: Record<string, Box>, top: number}} */
function panelControls({ width, height, textScale, turn }, panel) {
  const small = smallest(textScale);
  const left = width - panel + 12;
  const inner = panel - 24;
  const half = (inner - 8) / 2;
  const bottom = height - 10;
  if (turn) {
    const speakHeight = Math.max(72, Math.min(110, 0.22 * height));
    const low = bottom - small.row;
    const speak = box(left, low - 10 - speakHeight, inner, speakHeight);
    return {
      rows: true,
      boxes: { speak, hand: box(left, low, half, small.row), rest: box(left + half + 8, low, half, small.row) },
      top: speak.y,
    };
  }
  if (panel >= 300) {
    const room = inner - 16;
    const [handPx, microphonePx, restPx] = [0.385 * room, 0.325 * room, 0.29 * room].map((one) => Math.min(one, 140));
    if (handPx < small.hand || restPx < small.other) return panelRows(left, inner, half, bottom, small.row);
    const middle = bottom - handPx / 2;
    const hand = box(left + inner - handPx, bottom - handPx, handPx, handPx);
    const microphone = box(hand.x - 8 - microphonePx, middle - microphonePx / 2, microphonePx, microphonePx);
    return {
      rows: false,
      boxes: { hand, microphone, rest: box(microphone.x - 8 - restPx, middle - restPx / 2, restPx, restPx) },
      top: hand.y,
    };
  }
  const otherPx = Math.min(half, 100);
  if (otherPx < small.other) return panelRows(left, inner, half, bottom, small.row);
  const microphone = box(left, bottom - otherPx, otherPx, otherPx);
  const rest = box(left + inner - otherPx, bottom - otherPx, otherPx, otherPx);
  const isShort = height < 480;
  const handPx = isShort ? 104 : Math.min(136, inner);
  const hand = box(left + (isShort ? inner - handPx : (inner - handPx) / 2), rest.y - 8 - handPx, handPx, handPx);
  /** @type {Record<string, Box>} */
  const boxes = { hand, microphone, rest };
  if (isShort) boxes.beside = box(left, hand.y, hand.x - 8 - left, handPx);
  return { rows: false, boxes, top: hand.y };
}

/** @param {number} left @param {number} inner @param {number} half @param {number} bottom @param {number} row */
function panelRows(left, inner, half, bottom, row) {
  const low = bottom - row;
  const hand = box(left, low - 8 - row, inner, row);
  return {
    rows: true,
    boxes: { hand, microphone: box(left, low, half, row), rest: box(left + half + 8, low, half, row) },
    top: hand.y,
  };
}

/** @param {Space} space a wide panel, as of a laptop @returns {Placed} */
function panelCorner({ width, height, textScale, turn, picture }) {
  const small = smallest(textScale);
  const boxes = turn ? turnCorner(width, height, 1, textScale) : arc(width, height, 1, textScale);
  const left = picture.width;
  const beside = Math.min(...Object.values(boxes).map(({ x }) => x));
  const above = Math.min(...Object.values(boxes).map(({ y }) => y));
  const room = beside - left - 20;
  const figureWidth = turn ? Math.min(200, (above - 170) / FIGURE) : Math.min(178, room);
  const figureHeight = figureWidth * FIGURE;
  boxes.figure = turn
    ? box((left + width - figureWidth) / 2, above - 8 - figureHeight, figureWidth, figureHeight)
    : box(left + 10, height - 4 - figureHeight, figureWidth, figureHeight);
  boxes.privacy = box(left + 20, 14, Math.min(PRIVACY_PX * textScale, width - left - 40), small.privacy);
  const from = boxes.privacy.y + boxes.privacy.height + 8;
  const low = Math.min(above, boxes.figure.y) - 16;
  boxes.bubble = box(left + 14, from, width - left - 28, low - from);
  boxes.menu = overPicture(picture, height);
  return { rows: false, tail: "down", boxes };
}

/**
 * Under: one row below the picture.
 *
 * @param {Space} space @returns {Placed}
 */
export function underControls({ width, height, textScale, turn, picture }) {
  const small = smallest(textScale);
  const top = picture.y + picture.height;
  const strip = height - top;
  const middle = top + strip / 2;
  const rows = turn || small.hand > strip - 12;
  const sizes = rows
    ? [[turn ? 260 : 150 * textScale, turn ? strip - 24 : small.row], [132 * textScale, small.row], [132 * textScale, small.row]]
    : [140, 108, 96].map((usual, index) => {
        const px = Math.max(Math.min(usual, strip - 20), index ? small.other : small.hand);
        return [px, px];
      });
  const names = turn ? ["speak", "hand", "rest"] : ["hand", "microphone", "rest"];
  /** @type {Record<string, Box>} */
  const boxes = {};
  let right = width - 20;
  names.forEach((name, index) => {
    const [wide, high] = sizes[index];
    boxes[name] = box(right - wide, middle - high / 2, wide, high);
    right -= wide + 14;
  });
  const figureHeight = Math.min(strip - 6, 214);
  const figureWidth = figureHeight / FIGURE;
  boxes.figure = box(right - figureWidth, height - 2 - figureHeight, figureWidth, figureHeight);
  const inside = Math.min(PRIVACY_PX, boxes.figure.x - 260);
  const isTight = textScale > 1.3 || inside < 200;
  const privacyWidth = isTight ? Math.min(130 * textScale, boxes.figure.x - 32) : PRIVACY_PX;
  const privacyHeight = small.privacy * (isTight ? 2 : 1);
  boxes.privacy = box(20, height - 14 - privacyHeight, privacyWidth, privacyHeight);
  const left = 20 + privacyWidth + 14;
  const room = boxes.figure.x - 14 - left;
  boxes.bubble =
    room >= 190 * textScale
      ? box(left, top + 6, room, strip - 12)
      : box(20, 8, boxes.figure.x - 34, top - 16);
  boxes.menu = box(20, 8, Math.min(width - 40, 720), top - 16);
  return { rows, tail: "side", boxes };
}

/** @param {Box} room @returns {Box} Karlsson, as large as fits, standing on its lower edge */
function fitted({ x, y, width, height }) {
  const wide = Math.max(64, Math.min(width, height / FIGURE));
  return box(x + (width - wide) / 2, y + height - wide * FIGURE, wide, wide * FIGURE);
}
