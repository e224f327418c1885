import assert from "node:assert/strict";
import { test } from "node:test";

import { Backoff } from "../../../pupil_app/js/wire/backoff.js";
import { Quality, sample, score, worse } from "../../../pupil_app/js/lesson/quality.js";

const fine = { lossShare: 0, concealedShare: 0, framesPerS: 30, jitterS: 0.005, roundTripS: 0.03 };

test("a sample is the difference of two counters", () => {
  const before = { received: 100, lost: 0, frames: 10, sounds: 50, samples: 48_000, concealed: 0, jitterS: 0, roundTripS: null };
  const after = { received: 190, lost: 10, frames: 40, sounds: 150, samples: 144_000, concealed: 960, jitterS: 0.01, roundTripS: 0.1 };
  assert.deepEqual(sample(before, after, 2), { lossShare: 0.1, concealedShare: 0.01, framesPerS: 15, jitterS: 0.01, roundTripS: 0.1 });
});

test("sound that is just beginning or ending, or may not play, says nothing of what was invented", () => {
  const before = { received: 0, lost: 0, frames: 0, sounds: 0, samples: 0, concealed: 0, jitterS: 0, roundTripS: null };
  const share = (fields) => sample(before, { ...before, ...fields }, 1).concealedShare;
  assert.equal(share({ sounds: 50, samples: 48_000, concealed: 4_800 }), 0.1);
  assert.equal(share({ sounds: 20, samples: 48_000, concealed: 4_800 }), null);
  assert.equal(share({ sounds: 50, samples: 0 }), null);
});

test("a new connection that counts from nothing is no loss", () => {
  const before = { received: 500, lost: 20, frames: 90, sounds: 500, samples: 9e6, concealed: 99, jitterS: 0, roundTripS: 0 };
  const after = { received: 3, lost: 0, frames: 1, sounds: 3, samples: 960, concealed: 0, jitterS: 0, roundTripS: 0 };
  assert.equal(sample(before, after, 1).lossShare, 0);
  assert.equal(sample(before, after, 1).concealedShare, null);
});

test("loss, delay and a standing picture each cost", () => {
  assert.ok(score(fine, true) > 95);
  assert.ok(score({ ...fine, concealedShare: 0.1 }, true) < 65);
  assert.ok(score({ ...fine, concealedShare: null, lossShare: 0.1 }, true) < 65);
  assert.ok(score({ ...fine, roundTripS: 1 }, true) < 60);
  assert.ok(score({ ...fine, framesPerS: 0 }, true) < 60);
  assert.ok(score({ ...fine, framesPerS: 0 }, false) > 95);
});

test("loss that was repaired is hardly noticed", () => {
  assert.ok(score({ ...fine, lossShare: 0.1 }, true) > 84);
});

test("of two judgements the worse one counts", () => {
  assert.equal(worse("good", "poor"), "poor");
  assert.equal(worse("lost", "fair"), "lost");
  assert.equal(worse("good", "splendid"), "good");
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

test("frames that nobody sees do not count where the browser tells", () => {
  const counters = { received: 0, lost: 0, frames: 0, sounds: 0, samples: 0, concealed: 0, jitterS: 0, roundTripS: 0 };
  const black = sample({ ...counters, shown: 5 }, { ...counters, frames: 30, shown: 5 }, 1);
  assert.equal(black.framesPerS, 0);
  // A hidden page shows nothing, and says so by null.
  for (const [before, later] of [[null, 5], [5, null], [undefined, undefined]]) {
    assert.equal(sample({ ...counters, shown: before }, { ...counters, frames: 30, shown: later }, 1).framesPerS, 30);
  }
});
