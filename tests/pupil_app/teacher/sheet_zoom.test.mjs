import assert from "node:assert/strict";
import { test } from "node:test";

import { enlarged, kept, MOST_SCALE, pinched, WHOLE } from "../../../pupil_app/js/teacher/sheet_zoom.js";

const SHEET = { width: 300, height: 400 };
const VIEWER = { width: 400, height: 400 };

test("a point under the fingers stays where it is", () => {
  const near = enlarged(WHOLE, 2, { x: 100, y: -50 });
  assert.deepEqual(near, { scale: 2, x: -100, y: 50 });
  assert.deepEqual(enlarged(near, 0.5, { x: 100, y: -50 }), { scale: 1, x: 0, y: 0 });
});

test("two fingers enlarge and move", () => {
  const shown = pinched(WHOLE, [{ x: -50, y: 0 }, { x: 50, y: 0 }], [{ x: -90, y: 10 }, { x: 110, y: 10 }]);
  assert.deepEqual(shown, { scale: 2, x: 10, y: 10 });
  assert.ok(pinched(WHOLE, [{ x: 5, y: 5 }, { x: 5, y: 5 }], [{ x: 0, y: 0 }, { x: 9, y: 9 }]).scale <= MOST_SCALE);
});

test("the sheet cannot be lost", () => {
  assert.deepEqual(kept({ scale: 1, x: 80, y: 80 }, SHEET, VIEWER), WHOLE);
  assert.deepEqual(kept({ scale: 2, x: 999, y: -999 }, SHEET, VIEWER), { scale: 2, x: 100, y: -200 });
  assert.equal(kept({ scale: 99, x: 0, y: 0 }, SHEET, VIEWER).scale, MOST_SCALE);
  assert.equal(kept({ scale: 0.1, x: 0, y: 0 }, SHEET, VIEWER).scale, 1);
});
