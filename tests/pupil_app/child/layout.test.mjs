import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, drawn, layoutOf } from "../../../pupil_app/js/child/layout.js";

const SIZES = [
  [360, 640], [390, 664], [390, 844], [844, 390], [1024, 600], [744, 1133], [1133, 744], [820, 1180], [1180, 820],
  [1366, 650], [1024, 768], [320, 640], [640, 360], [667, 375], [683, 312], [600, 960], [1920, 1080],
];
const RATIOS = [4 / 3, 16 / 9];
const NO_INSETS = { top: 0, right: 0, bottom: 0, left: 0 };
const NOTCH = { lying: { top: 0, right: 44, bottom: 21, left: 44 }, upright: { top: 44, right: 0, bottom: 21, left: 0 } };
const named = (width, height, ratio) => layoutOf(width, height, ratio);

/** Every screen that a child may hold, in every state that moves something. */
function* screens() {
  for (const [width, height] of SIZES) for (const ratio of RATIOS) for (const textScale of [1, 1.5, 2])
    for (const leftHanded of [false, true]) for (const turn of [false, true]) for (const menu of [0, 190, 480])
      for (const scene of ["none", "rest", "other"]) for (const insets of [NO_INSETS, width > height ? NOTCH.lying : NOTCH.upright])
        yield { width, height, ratio, textScale, leftHanded, turn: turn && scene === "none", menu, scene, insets };
}

const overlap = (one, other) =>
  Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) > 0.5 &&
  Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) > 0.5;
/** Large text on the smallest phones, lying, scrolls more than here is asked. */
const isSmallest = ({ height, textScale }) => height < 380 && textScale > 1.3;
const said = (screen) => JSON.stringify(screen);

/** Controls and the promise, which must never lie upon each other. */
const parts = ({ scene }, boxes) =>
  (scene === "rest" ? ["figure", "back", "privacy"] : ["hand", "microphone", "rest", "speak", "figure", "privacy"])
    .filter((name) => boxes[name])
    .map((name) => [name, boxes[name]]);

test("each shape of the screen has its layout", () => {
  assert.deepEqual(SIZES.slice(0, 11).map(([width, height]) => RATIOS.map((ratio) => named(width, height, ratio))), [
    ["stack", "stack"], ["stack", "stack"], ["stack", "stack"], ["side", "side"], ["side", "float"], ["stack", "stack"],
    ["float", "float"], ["stack", "stack"], ["float", "under"], ["side", "side"], ["float", "under"],
  ]);
});

test("everything is on the screen, and nothing lies on a control or on the promise", () => {
  const faults = new Set();
  for (const screen of screens()) {
    if (isSmallest(screen)) continue;
    const { boxes } = arrange(screen);
    const where = said(screen);
    for (const [name, { x, y, width, height }] of Object.entries(boxes)) {
      const isIn = x >= -0.5 && y >= -0.5 && x + width <= screen.width + 0.5 && y + height <= screen.height + 0.5;
      if (!isIn) faults.add(`${name} is off the screen ${where}`);
      if (!(width > 0 && height > 0)) faults.add(`${name} has no size ${where}`);
    }
    const all = parts(screen, boxes);
    for (const [name, one] of all) {
      if (name !== "privacy" && Math.min(one.width, one.height) < 63.9) faults.add(`${name} is small ${where}`);
      for (const [other, two] of all) if (name < other && overlap(one, two)) faults.add(`${name} on ${other} ${where}`);
    }
    if (screen.scene === "none") {
      // The rail is there while no menu is open.
      if (!screen.menu) {
        for (const [name, one] of all) if (overlap(boxes.rail, one)) faults.add(`the rail on ${name} ${where}`);
        if (screen.textScale === 1 && overlap(boxes.rail, boxes.bubble)) faults.add(`the rail on the bubble ${where}`);
      }
      if (boxes.rail.width < 4 * 64 + 24 || boxes.rail.height < 64) faults.add(`the rail is small ${where}`);
      if (screen.menu && overlap(boxes.menu, boxes.privacy)) faults.add(`the menu hides the promise ${where}`);
      if (overlap(boxes.bubble, boxes.privacy) && !screen.menu) faults.add(`the bubble hides the promise ${where}`);
    }
  }
  assert.deepEqual([...faults].slice(0, 20), [], String(faults.size));
});

test("words have room: bubble, menu and scenes", () => {
  const faults = new Set();
  for (const screen of screens()) {
    if (isSmallest(screen)) continue;
    if (isSmallest(screen)) continue;
    const { boxes } = arrange(screen);
    const { textScale, scene } = screen;
    if (scene === "none" && !screen.menu && (boxes.bubble.width < Math.min(200, 120 * textScale) || boxes.bubble.height < 76)) faults.add(`bubble ${said(boxes.bubble)} ${said(screen)}`);
    if (scene === "none" && (boxes.menu.width < 180 || boxes.menu.height < 50)) faults.add(`menu ${said(boxes.menu)} ${said(screen)}`);
    if (scene !== "none" && (boxes.words.width < 190 || boxes.words.height < 70)) faults.add(`words ${said(boxes.words)} ${said(screen)}`);
  }
  assert.deepEqual([...faults].slice(0, 20), [], String(faults.size));
});

test("the picture has its share of the screen at every size", () => {
  const shares = SIZES.slice(0, 11).map(([width, height]) =>
    RATIOS.map((ratio) => {
      const { picture } = arrange({ width, height, ratio }).boxes;
      return (picture.width * picture.height) / (width * height);
    }),
  );
  for (const [index, [width, height]] of SIZES.slice(0, 11).entries()) {
    RATIOS.forEach((ratio, which) => {
      const best = Math.min(width / height / ratio, (height / width) * ratio);
      const least = height > width ? (width < 600 ? 0.45 : 0.59) : height < 480 ? 0.6 : Math.min(0.9, 0.9 * best);
      assert.ok(shares[index][which] >= least, `${width}x${height} ${ratio}: ${shares[index][which]}`);
    });
  }
});

test("little of the picture is cropped, and of a crop in height the floor loses most", () => {
  for (const [width, height] of SIZES) for (const ratio of RATIOS) {
    const { name, boxes } = arrange({ width, height, ratio });
    const whole = drawn(boxes.picture, ratio);
    const crop = 1 - (boxes.picture.width * boxes.picture.height) / (whole.width * whole.height);
    if (name !== "stack") assert.ok(crop <= 0.151, `${width}x${height} ${ratio}: ${crop}`);
    const floor = whole.y + whole.height - boxes.picture.height;
    assert.ok(Math.abs(floor - -4 * whole.y) < 0.01 || whole.y === 0);
  }
});

test("a left-handed child has the mirror image", () => {
  const right = arrange({ width: 844, height: 390, ratio: 4 / 3 }).boxes;
  const left = arrange({ width: 844, height: 390, ratio: 4 / 3, leftHanded: true }).boxes;
  for (const name of Object.keys(right)) {
    assert.equal(Math.round(left[name].x), Math.round(844 - right[name].x - right[name].width), name);
    assert.equal(left[name].y, right[name].y, name);
  }
  assert.ok(right.hand.x > right.picture.x + right.picture.width && left.hand.x < left.picture.x);
});

test("an upright or a square picture is not cut to pieces", () => {
  for (const [width, height] of SIZES) for (const ratio of [1, 9 / 16]) {
    const { boxes } = arrange({ width, height, ratio });
    const whole = drawn(boxes.picture, ratio);
    assert.ok((boxes.picture.width * boxes.picture.height) / (whole.width * whole.height) > 0.5, `${width}x${height} ${ratio}`);
  }
});
