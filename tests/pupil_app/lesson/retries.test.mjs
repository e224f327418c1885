import assert from "node:assert/strict";
import { test } from "node:test";

import { ATTEMPT_S, Retries } from "../../../pupil_app/js/lesson/retries.js";

test("an attempt is overdue when it has not connected in time", () => {
  const retries = new Retries();
  retries.begin(10);
  assert.deepEqual([retries.isTrying, retries.isOverdue(10 + ATTEMPT_S)], [true, false]);
  assert.equal(retries.isOverdue(10.1 + ATTEMPT_S), true);
});

test("each failure makes the next wait longer, up to eight seconds", () => {
  const retries = new Retries();
  const waits = [0.5, 1, 2, 4, 8, 8].map((waitS) => {
    retries.begin(0);
    retries.fail(0);
    return !retries.isDue(waitS - 0.01) && retries.isDue(waitS);
  });
  assert.deepEqual(waits, Array(6).fill(true));
  assert.equal(retries.tries, 6);
});

test("a success forgets the failures, and a hurry the wait as well", () => {
  const retries = new Retries();
  retries.fail(0);
  retries.notBefore(20);
  retries.succeed();
  assert.deepEqual([retries.tries, retries.isDue(19)], [0, false]);
  retries.hurry();
  assert.equal(retries.isDue(0), true);
});

test("a wait that was asked for never shortens another", () => {
  const retries = new Retries();
  retries.notBefore(10);
  retries.notBefore(5);
  assert.equal(retries.isDue(9), false);
});
