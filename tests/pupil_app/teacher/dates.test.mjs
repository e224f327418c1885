import assert from "node:assert/strict";
import { test } from "node:test";

import { dayInWords } from "../../../pupil_app/js/teacher/dates.js";

test("a day is written as the teacher's language writes it", () => {
  assert.equal(dayInWords({ language: "de" }, "2026-11-27"), "Freitag, 27. November 2026");
  assert.equal(dayInWords({ language: "en" }, "2026-12-07").replace(",", ""), "Monday 7 December 2026");
});

test("what is no day is not written", () => {
  for (const day of ["2026-13-45", "", "soon"]) assert.equal(dayInWords({ language: "de" }, day), "");
});
