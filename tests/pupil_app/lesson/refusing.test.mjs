import assert from "node:assert/strict";
import { test } from "node:test";

import { isFinal, passes, RETRY_S } from "../../../pupil_app/js/lesson/refusing.js";

test("what passes is tried again, and what is final is not", () => {
  assert.equal(passes("fault"), true);
  assert.equal(passes("no_loan"), false);
  for (const reason of ["left", "lesson_over", "device_locked"]) assert.equal(isFinal(reason), true);
  for (const reason of ["gone", "shutdown"]) assert.equal(isFinal(reason), false);
  assert.ok(RETRY_S.battery > RETRY_S.busy);
});
