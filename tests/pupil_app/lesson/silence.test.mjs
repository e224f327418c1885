import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as silence from "../../../pupil_app/js/lesson/silence.js";

const { LOST_AFTER_S, REBUILD_AFTER_S, WORRIED_AFTER_S } = silence;
const LIMITS = new URL("../../../bridge/protocol/limits.py", import.meta.url);

const judged = (one, nowS) => [one.isWorrying(nowS), one.isLoss(nowS), one.isEnd(nowS)];

test("a silence worries, is a lost line, and is an end, in this order", () => {
  const one = new silence.Silence();
  one.heard(10);
  assert.equal(one.forS(10.25), 0.25);
  assert.deepEqual(judged(one, 10 + WORRIED_AFTER_S), [false, false, false]);
  assert.deepEqual(judged(one, 10 + LOST_AFTER_S), [true, false, false]);
  assert.deepEqual(judged(one, 10 + REBUILD_AFTER_S), [true, true, false]);
  assert.deepEqual(judged(one, 10.1 + REBUILD_AFTER_S), [true, true, true]);
});

test("the silence of a closed connection is not waited for, and one that lasts is not shortened", () => {
  const one = new silence.Silence();
  one.heard(10);
  one.closed(10);
  assert.equal(one.isEnd(10), true);
  one.heard(10);
  one.closed(90);
  assert.equal(one.forS(100), 90);
});

test("the numbers are those of the robot and the bridge", () => {
  const python = readFileSync(LIMITS, "utf8");
  for (const name of ["SILENT_AFTER_S", "LOST_AFTER_S", "REBUILD_AFTER_S"]) {
    assert.equal(Number(new RegExp(`^${name} = ([\\d.]+)`, "m").exec(python)?.[1]), silence[name], name);
  }
});
