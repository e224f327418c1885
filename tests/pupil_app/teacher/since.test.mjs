import assert from "node:assert/strict";
import { test } from "node:test";

import { since } from "../../../pupil_app/js/teacher/since.js";

for (const [seconds, key, n] of [
  [0, "teacher_since_now", 0],
  [4.9, "teacher_since_now", 0],
  [5, "teacher_since_seconds", 5],
  [59.9, "teacher_since_seconds", 59],
  [60, "teacher_since_minute", 1],
  [119, "teacher_since_minute", 1],
  [120, "teacher_since_minutes", 2],
  [3599, "teacher_since_minutes", 59],
  [3600, "teacher_since_hour", 1],
  [7200, "teacher_since_hours", 2],
]) {
  test(`${seconds} s are said as ${key}`, () => assert.deepEqual(since(seconds), { key, values: { n } }));
}
