import assert from "node:assert/strict";
import { test } from "node:test";

import { firstCrop } from "../../../pupil_app/js/child/paper_fit.js";

const size = (width, height) => ({ width, height });
const WHOLE = { zoom: 1, x: 0.5, y: 0.5 };

test("a paper that fits is shown whole, also before its size is known", () => {
  assert.deepEqual(firstCrop(size(4, 3), size(400, 320)), WHOLE);
  for (const paper of [size(0, 0), size(3, 0)]) assert.deepEqual(firstCrop(paper, size(400, 320)), WHOLE);
  assert.deepEqual(firstCrop(size(4, 3), size(0, 0)), WHOLE);
});

test("a wide board fills an upright phone from its left edge", () => {
  assert.deepEqual(firstCrop(size(2000, 1000), size(360, 360)), { zoom: 2, x: 0.25, y: 0.5 });
  assert.deepEqual(firstCrop(size(5000, 1000), size(360, 360)), { zoom: 2.5, x: 0.2, y: 0.5 }, "and is still known as a board");
});

test("an upright sheet fills a lying phone from its top", () => {
  assert.deepEqual(firstCrop(size(1000, 1500), size(450, 300)), { zoom: 2.25, x: 0.5, y: 0.2222222222222222 });
});
