import assert from "node:assert/strict";
import { test } from "node:test";

import { CONFIRM_S, Holding } from "../../../pupil_app/js/teacher/holding.js";

const presses = (...timesS) => {
  const holding = new Holding();
  return timesS.map((nowS) => holding.press(nowS));
};

test("held for a second it acts once, and the end of the hold is no press", () => {
  const holding = new Holding();
  holding.down(5);
  assert.equal(holding.tick(5.9), false);
  assert.equal(holding.tick(6), true);
  assert.equal(holding.tick(7), false);
  holding.up();
  assert.equal(holding.press(7), false);
  assert.equal(holding.waits(7), false);
});

test("let go too early it does nothing", () => {
  const holding = new Holding();
  holding.down(5);
  holding.up();
  assert.equal(holding.tick(6.5), false);
});

for (const gapS of [0.08, 0.15, 0.25, 0.4, 0.6, 0.99]) {
  test(`two, three and ten presses ${gapS} s apart are one hurried hand`, () => {
    const times = Array.from({ length: 10 }, (_, index) => 100 + index * gapS);
    assert.deepEqual(presses(...times), times.map(() => false));
  });
}

test("two presses with a second between act", () => {
  assert.deepEqual(presses(10, 11), [false, true]);
  assert.deepEqual(presses(10, 10 + CONFIRM_S), [false, true]);
  assert.deepEqual(presses(10, 10.5, 11.6), [false, false, true]);
});

test("a second press that comes much later is a first one, and so is a third", () => {
  assert.deepEqual(presses(10, 10.1 + CONFIRM_S), [false, false]);
  assert.deepEqual(presses(10, 12, 14), [false, true, false]);
});

test("it says what the next press does, and forgets when the button goes", () => {
  const holding = new Holding();
  assert.equal(holding.waits(10), false);
  holding.press(10);
  assert.deepEqual([holding.waits(10.5), holding.isEarly(10.5), holding.isEarly(11)], [true, true, false]);
  holding.forget();
  assert.deepEqual([holding.waits(12), holding.press(12)], [false, false]);
});
