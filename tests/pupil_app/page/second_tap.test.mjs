import assert from "node:assert/strict";
import { test } from "node:test";

import { SECOND_TAP_S, SecondTap } from "../../../pupil_app/js/page/second_tap.js";

const at = (target, x, y) => ({ target, place: { x, y } });
const byKey = (target) => ({ target, place: null });

/** @returns {boolean[]} what became of the taps, each with its time in seconds */
const allowed = (...taps) => {
  const guard = new SecondTap();
  return taps.map(([tap, nowS]) => guard.allows(tap, nowS));
};

test("a second tap on what lies there now does nothing", () => {
  for (const laterS of [0.08, 0.3, 0.6, 0.99]) {
    assert.deepEqual(allowed([at("end", 50, 50), 0], [at("yes", 53, 48), laterS]), [true, false], String(laterS));
  }
});

test("a third and a fourth are as hurried as the second", () => {
  const taps = [0, 0.5, 1, 1.5].map((nowS) => [at(nowS === 0 ? "end" : "yes", 50, 50), nowS]);
  assert.deepEqual(allowed(...taps), [true, false, false, false]);
});

test("a tap on the same control, elsewhere, or later is wanted", () => {
  assert.deepEqual(allowed([at("louder", 50, 50), 0], [at("louder", 50, 50), 0.1]), [true, true]);
  assert.deepEqual(allowed([at("seen", 50, 50), 0], [at("turn", 150, 50), 0.1]), [true, true]);
  assert.deepEqual(allowed([at("end", 50, 50), 0], [at("yes", 50, 50), SECOND_TAP_S]), [true, true]);
});

test("a key presses what has the focus, and whoever moved the focus wants it", () => {
  assert.deepEqual(allowed([byKey("end"), 0], [byKey("no"), 0.3]), [true, false]);
  assert.deepEqual(allowed([at("end", 50, 50), 0], [byKey("no"), 0.3]), [true, true]);
  const guard = new SecondTap();
  guard.allows(byKey("seen"), 0);
  guard.forget();
  assert.equal(guard.allows(byKey("turn"), 0.3), true);
});
