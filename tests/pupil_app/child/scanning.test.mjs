import assert from "node:assert/strict";
import { test } from "node:test";

import { CALLED_S, TREMBLE_S, Walk } from "../../../pupil_app/js/child/scanning.js";

/** @returns {number[]} controls that had their turn in the given seconds */
function turns(walk, seconds) {
  const seen = [walk.index];
  for (let tenths = 1; tenths <= seconds * 10; tenths += 1) if (walk.tick(tenths / 10, 1)) seen.push(walk.index);
  return seen;
}

test("the walk goes round twice and rests", () => {
  const walk = new Walk();
  walk.begin(3, 0, 1);
  assert.deepEqual(turns(walk, 20), [0, 1, 2, 0, 1, 2, -1]);
});

test("whoever speaks finds the switch on the microphone for long, and again at the end", () => {
  const walk = new Walk();
  walk.begin(2, 0, CALLED_S, true);
  assert.equal(walk.tick(CALLED_S - 0.1, 1), false);
  assert.deepEqual(turns(walk, 60), [0, 1, 0, 1, 0]);
  assert.equal(walk.tick(1000, 1), false);
});

test("a walk without controls rests", () => {
  const walk = new Walk();
  walk.begin(0, 0, 1, true);
  assert.equal(walk.index, -1);
  assert.equal(walk.tick(1000, 1), false);
});

test("a trembling switch counts once", () => {
  const walk = new Walk();
  const counted = [0, 0.1, 0.3, 0.31 + TREMBLE_S, 5].map((nowS) => walk.press(nowS));
  assert.deepEqual(counted, [true, false, false, true, true]);
});
