import assert from "node:assert/strict";
import { test } from "node:test";

import { dots, drawn, posture } from "../../../pupil_app/js/page/posture.js";
import { EYES, LOOKING, MARK_EYES } from "../../../pupil_app/js/page/signal_table.js";

const DARK = "........ ........";
const present = { type: "presence", signal: "present" };

test("a robot that looks closer has narrow eyes with their pupils", () => {
  assert.equal(posture({ ...present, zoomed: true }).added, " near");
  const rows = drawn("open near");
  assert.deepEqual([rows[0], rows[1], rows[6], rows[7]], [DARK, DARK, DARK, DARK]);
  assert.deepEqual(rows.slice(2, 6), EYES.open.slice(2, 6));
});

test("an answer stands in one eye, on the right, and the other one looks", () => {
  for (const [answer, mark] of [["yes", "understood"], ["no", "not_understood"]]) {
    assert.equal(posture({ ...present, understood: answer }).added, ` ${mark}`);
    drawn(`open near ${mark}`).forEach((row, down) => {
      const [left, right] = row.split(" ");
      assert.equal(left, drawn("open near")[down].split(" ")[0]);
      assert.equal(right, EYES[MARK_EYES[mark]][down].split(" ")[1]);
    });
  }
  assert.notEqual(dots("open understood"), dots("open not_understood"));
});

test("an older robot, a resting one and none add nothing", () => {
  assert.equal(posture(present).added, "");
  assert.equal(posture(null).added, "");
  assert.equal(posture({ ...present, signal: "paused", zoomed: true, understood: "no" }).added, "");
  assert.equal(posture({ ...present, zoomed: "yes", understood: "perhaps" }).added, "");
});

test("eyes that do not look keep their meaning", () => {
  for (const name of Object.keys(EYES).filter((each) => !LOOKING.includes(each))) {
    assert.equal(drawn(`${name} near understood`), EYES[name]);
  }
});
