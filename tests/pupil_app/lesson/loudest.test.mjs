import assert from "node:assert/strict";
import { test } from "node:test";

import { Loudest } from "../../../pupil_app/js/lesson/loudest.js";

const CHANGE = 0.1;

/** The most pairs of opposing changes in a second, as in `tests/hardware/signals/flashes.py`. */
function mostFlashes(samples) {
  const found = [];
  let [low, high, way] = [samples[0].level, samples[0].level, 0];
  for (const { atMs, level } of samples) {
    if (way <= 0) low = Math.min(low, level);
    if (way >= 0) high = Math.max(high, level);
    if (way <= 0 && level - low >= CHANGE) {
      found.push(atMs);
      [way, high] = [1, level];
    } else if (way >= 0 && high - level >= CHANGE) {
      found.push(atMs);
      [way, low] = [-1, level];
    }
  }
  const within = (from) => found.filter((at) => at >= from && at < from + 1000).length;
  return Math.max(0, ...found.map((from) => Math.floor(within(from) / 2)));
}

/** Numbers from 0 to 1 that are the same in every run. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

const drawn = (levels, everyMs) => {
  const loudest = new Loudest();
  return levels.map((level, index) => ({ atMs: index * everyMs, level: loudest.take(level, index * everyMs) }));
};

test("a voice is drawn at once when it is louder, and for a while when it is quiet again", () => {
  const loudest = new Loudest();
  assert.equal(loudest.take(0.2, 0), 0.2);
  assert.equal(loudest.take(0.8, 50), 0.8);
  assert.equal(loudest.take(0.1, 100), 0.8);
  assert.equal(loudest.take(0.3, 399), 0.8);
  assert.equal(loudest.take(0, 400), 0.3);
  assert.equal(loudest.take(0, 750), 0);
});

test("no voice makes the drawing flash more than three times a second", () => {
  const fast = Array.from({ length: 200 }, (_, index) => index % 2);
  assert.ok(mostFlashes(fast.map((level, index) => ({ atMs: index * 50, level }))) > 3);
  for (const everyMs of [10, 50, 100, 175, 350]) {
    assert.ok(mostFlashes(drawn(fast, everyMs)) <= 3);
    for (let seed = 1; seed <= 100; seed += 1) {
      const chance = numbers(seed);
      const levels = Array.from({ length: 200 }, () => {
        const { value } = chance.next();
        return seed % 2 ? value : value ** 6;
      });
      assert.ok(mostFlashes(drawn(levels, everyMs)) <= 3);
    }
  }
});
