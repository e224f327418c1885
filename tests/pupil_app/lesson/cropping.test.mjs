import assert from "node:assert/strict";
import { test } from "node:test";

import {
  clamped, CropPacer, inShown, inWhole, isSameCrop, nearer, pulledCrop, roundedCrop, WHOLE,
} from "../../../pupil_app/js/lesson/cropping.js";

const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("a crop lies in the picture, and is no nearer than the robot can", () => {
  assert.deepEqual(clamped({ zoom: 4, x: 0.75, y: 0.25 }, 8), { zoom: 4, x: 0.75, y: 0.25 });
  assert.deepEqual(clamped({ zoom: 4, x: 1, y: 0 }, 8), { zoom: 4, x: 0.875, y: 0.125 });
  assert.deepEqual(clamped({ zoom: 40, x: 0.5, y: 0.5 }, 8), { zoom: 8, x: 0.5, y: 0.5 });
  assert.deepEqual(clamped({ zoom: 0.2, x: 0.9, y: 0.1 }, 8), WHOLE);
  assert.deepEqual(clamped({ zoom: 4, x: 0.9, y: 0.1 }, 0), WHOLE);
});

test("what is shown and the whole picture name the same place", () => {
  const crop = { zoom: 4, x: 0.7, y: 0.4 };
  for (const place of [{ x: 0, y: 0 }, { x: 0.25, y: 0.9 }, { x: 1, y: 1 }]) {
    const back = inShown(inWhole(place, crop), crop);
    near(back.x, place.x);
    near(back.y, place.y);
  }
});

test("the place under the finger stays under it, nearer and back", () => {
  const finger = { x: 0.8, y: 0.3 };
  const crop = nearer(WHOLE, 2.5, finger, 8);
  const held = inWhole(finger, crop);
  near(held.x, finger.x);
  near(held.y, finger.y);
  const back = nearer(crop, 0.1, finger, 8);
  assert.deepEqual(back, WHOLE);
});

test("a pull moves the crop, and turns the head only beyond the edge", () => {
  const crop = { zoom: 4, x: 0.5, y: 0.5 };
  const within = pulledCrop({ x: 0.4, y: -0.2 }, crop, 8);
  near(within.crop.x, 0.4);
  near(within.crop.y, 0.55);
  near(within.beyond.x, 0);
  near(within.beyond.y, 0);
  const beyond = pulledCrop({ x: 2, y: 0 }, crop, 8);
  near(beyond.crop.x, 0.125);
  near(beyond.beyond.x, 0.125);
  // The whole picture does not move at all: every pull turns the head.
  near(pulledCrop({ x: 0.3, y: 0.1 }, WHOLE, 8).beyond.x, 0.3);
});

test("a crop is sent at once, no more than 20 a second, and again until it is shown", () => {
  const pacer = new CropPacer();
  const crop = { zoom: 2, x: 0.5, y: 0.5 };
  pacer.set(crop, 10);
  assert.equal(pacer.due(WHOLE, 10), crop);
  pacer.set({ ...crop, zoom: 3 }, 10.02);
  assert.equal(pacer.due(WHOLE, 10.02), null);
  assert.equal(pacer.due(WHOLE, 10.06)?.zoom, 3);
  assert.equal(pacer.due(WHOLE, 10.2), null);
  assert.equal(pacer.due(WHOLE, 10.27)?.zoom, 3);
  assert.equal(pacer.due({ zoom: 3.001, x: 0.5, y: 0.5 }, 10.5), null);
  assert.equal(pacer.target, null);
});

test("a crop that the robot never shows is given up", () => {
  const pacer = new CropPacer();
  pacer.set({ zoom: 2, x: 0.5, y: 0.5 }, 10);
  pacer.due(WHOLE, 10);
  assert.equal(pacer.due(WHOLE, 13.1), null);
  assert.equal(pacer.target, null);
});

test("what a screen cannot show apart is the same crop", () => {
  assert.equal(isSameCrop({ zoom: 4, x: 0.5, y: 0.5 }, roundedCrop({ zoom: 4.0004, x: 0.50004, y: 0.5 })), true);
  assert.equal(isSameCrop({ zoom: 4, x: 0.5, y: 0.5 }, { zoom: 4.1, x: 0.5, y: 0.5 }), false);
  assert.equal(isSameCrop({ zoom: 4, x: 0.5, y: 0.5 }, { zoom: 4, x: 0.51, y: 0.5 }), false);
});
