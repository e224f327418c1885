import assert from "node:assert/strict";
import { test } from "node:test";

import { Known } from "../../../pupil_app/js/lesson/known.js";

test("what is known is told once, and again over each connection", () => {
  const told = [];
  const known = new Known((kind, value) => told.push([kind, value]));
  known.again();
  known.microphone(false);
  known.microphone(false);
  known.outfit({ nickname: "", shell: "sky", wears: "none" });
  assert.deepEqual(told.map(([kind]) => kind), ["microphone_report", "outfit"]);
  known.again();
  assert.deepEqual(told.map(([kind]) => kind), ["microphone_report", "outfit", "microphone_report", "outfit"]);
});
