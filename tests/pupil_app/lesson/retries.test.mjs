import assert from "node:assert/strict";
import { test } from "node:test";

import { ATTEMPT_S, BESIDE_AFTER_S, Retries } from "../../../pupil_app/js/lesson/retries.js";

test("an attempt is overdue when it has not connected in time", () => {
  const retries = new Retries();
  retries.begin(1, 10);
  assert.deepEqual([retries.isTrying, retries.overdue(10 + ATTEMPT_S)], [true, []]);
  assert.deepEqual(retries.overdue(10.1 + ATTEMPT_S), [1]);
});

test("each failure makes the next wait longer, up to eight seconds", () => {
  const retries = new Retries();
  const waits = [0.5, 1, 2, 4, 8, 8].map((waitS) => {
    retries.begin(1, 0);
    retries.fail(1, 0);
    return !retries.isDue(waitS - 0.01) && retries.isDue(waitS);
  });
  assert.deepEqual(waits, Array(6).fill(true));
  assert.equal(retries.tries, 6);
});

test("a success forgets the failures, and a hurry the wait as well", () => {
  const retries = new Retries();
  retries.fail(1, 0);
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

test("the next attempt may begin beside one that takes long, and each has its own end", () => {
  const retries = new Retries();
  assert.equal(retries.isDueBeside(0), false);
  retries.begin(1, 0);
  assert.deepEqual([retries.isDueBeside(BESIDE_AFTER_S - 0.1), retries.isDueBeside(BESIDE_AFTER_S)], [false, true]);
  retries.begin(2, BESIDE_AFTER_S);
  assert.deepEqual([retries.isDueBeside(BESIDE_AFTER_S), retries.underWay], [false, [1, 2]]);
  assert.deepEqual(retries.overdue(ATTEMPT_S + 0.1), [1]);
});

test("what the robot has answered is known, and what is given up is no failure", () => {
  const retries = new Retries();
  retries.begin(1, 0);
  retries.begin(2, 1);
  retries.answered(1);
  retries.answered(7);
  assert.deepEqual(retries.unanswered, [2]);
  assert.deepEqual(retries.stop([2]), [2]);
  assert.deepEqual([retries.underWay, retries.isUnderWay(2), retries.tries], [[1], false, 0]);
});
