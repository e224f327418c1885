import assert from "node:assert/strict";
import { test } from "node:test";

import { paced, remaining, secondsLeft } from "../../../pupil_app/js/page/remaining.js";

/** A transfer of `wholeS` seconds up to `untilS`, told once a second. */
const steady = (wholeS, untilS) => {
  let pace = null;
  for (let atS = 0; atS <= untilS; atS += 1) pace = paced(pace, atS / wholeS, atS);
  return pace;
};
const said = (pace, nowS) => {
  const left = remaining(pace, nowS);
  return left && [left.key, left.values.n].filter((one) => one !== undefined).join(" ");
};

test("a sheet on a slow line says how long it still takes", () => {
  assert.equal(said(null, 0), null);
  assert.equal(said(steady(9, 1), 1), null, "nothing is known yet");
  assert.equal(said(steady(9, 2), 2), "left_seconds 10");
  assert.equal(said(steady(9, 3), 3.5), "left_seconds 10");
  assert.equal(said(steady(9, 5), 5), "left_soon");
  assert.equal(said(steady(9, 9), 9), null, "it is there");
  assert.equal(said(steady(80, 5), 5), "left_minute");
  assert.equal(said(steady(200, 5), 5), "left_minutes 3");
});

test("a line that stands still is called slow, and goes on", () => {
  const pace = steady(20, 5);
  assert.equal(said(pace, 11), "left_slow");
  assert.equal(said(paced(pace, 0.25, 12), 18), "left_slow", "the same share is no progress");
  assert.match(said(paced(pace, 0.3, 12), 12), /^left_seconds/);
});

test("a line that has become slower is noticed within the window", () => {
  let pace = steady(20, 10);
  for (let atS = 11; atS <= 40; atS += 1) pace = paced(pace, 0.5 + (atS - 10) / 100, atS);
  assert.ok(Math.abs(secondsLeft(pace, 40) - 20) < 2, String(secondsLeft(pace, 40)));
});

test("what begins anew is measured anew", () => {
  const pace = paced(steady(9, 8), 0, 20);
  assert.equal(secondsLeft(pace, 20), null);
});
