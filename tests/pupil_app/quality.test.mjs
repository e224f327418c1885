import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../pupil_app/js/backoff.js";
import { Quality, sample, score } from "../../pupil_app/js/quality.js";

const fine = { lossShare: 0, framesPerS: 30, jitterS: 0.005, roundTripS: 0.03 };

test("a sample is the difference of two counters", () => {
  const before = { received: 100, lost: 0, frames: 10, jitterS: 0, roundTripS: null };
  const after = { received: 190, lost: 10, frames: 40, jitterS: 0.01, roundTripS: 0.1 };
  assert.deepEqual(sample(before, after, 2), { lossShare: 0.1, framesPerS: 15, jitterS: 0.01, roundTripS: 0.1 });
});

test("a new connection that counts from nothing is no loss", () => {
  const before = { received: 500, lost: 20, frames: 90, jitterS: 0, roundTripS: 0 };
  const after = { received: 3, lost: 0, frames: 1, jitterS: 0, roundTripS: 0 };
  assert.equal(sample(before, after, 1).lossShare, 0);
});

test("loss, delay and a standing picture each cost", () => {
  assert.ok(score(fine, true) > 95);
  assert.ok(score({ ...fine, lossShare: 0.1 }, true) < 65);
  assert.ok(score({ ...fine, roundTripS: 1 }, true) < 60);
  assert.ok(score({ ...fine, framesPerS: 0 }, true) < 60);
  assert.ok(score({ ...fine, framesPerS: 0 }, false) > 95);
});

test("the word falls fast and rises slowly", () => {
  const quality = new Quality();
  assert.equal(quality.add(100), "good");
  assert.equal(quality.add(20), "fair");
  assert.equal(quality.add(20), "poor");
  let seconds = 0;
  while (quality.add(100) !== "good") seconds += 1;
  assert.ok(seconds >= 3 && seconds < 10, String(seconds));
});

test("a score at a border does not flicker", () => {
  const quality = new Quality();
  const seen = new Set();
  for (let index = 0; index < 50; index += 1) seen.add(quality.add(index % 2 ? 82 : 79));
  assert.equal(seen.size, 1);
});

test("silence is lost, and what follows is judged anew", () => {
  const quality = new Quality();
  assert.equal(quality.silence(), "lost");
  quality.restart();
  assert.notEqual(quality.add(100), "lost");
});

test("waits grow to a limit, differ a little, and begin anew after success", () => {
  const backoff = new Backoff(0.5, 8, () => 0.5);
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(() => backoff.next()), [0.5, 1, 2, 4, 8, 8]);
  backoff.succeed();
  assert.equal(backoff.next(), 0.5);
});
