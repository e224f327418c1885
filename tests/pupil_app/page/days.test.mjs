import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dayName } from "../../../pupil_app/js/page/days.js";
import { Words } from "../../../pupil_app/js/page/words.js";

const words = (language) =>
  new Words(language, JSON.parse(readFileSync(new URL(`../../../pupil_app/lang/${language}.json`, import.meta.url), "utf8")));
const iso = (date) => date.toISOString().slice(0, 10);

test("a day within the next six has the name of its weekday", () => {
  assert.equal(dayName("2026-12-03", "2026-11-29", words("de")), "Donnerstag");
  assert.equal(dayName("2026-12-03", "2026-11-29", words("en")), "Thursday");
});

test("every weekday of four hundred years is that of the calendar", () => {
  const names = words("en").say("weekdays").split(" ");
  const first = Date.UTC(1999, 11, 25);
  for (let day = 0; day < 146_097; day += 13) {
    const date = new Date(first + day * 86_400_000);
    const before = new Date(date.getTime() - 86_400_000);
    assert.equal(dayName(iso(date), iso(before), words("en")), names[(date.getUTCDay() + 6) % 7], iso(date));
  }
});

test("today, the past and the far future have a date", () => {
  assert.equal(dayName("2026-11-29", "2026-11-29", words("de")), "29. November");
  assert.equal(dayName("2026-12-06", "2026-11-29", words("de")), "6. Dezember");
  assert.equal(dayName("2026-03-01", "2026-11-29", words("en")), "1 March");
  assert.equal(dayName("2026-03-01", "", words("en")), "1 March");
});

test("what is no date is no day", () => {
  for (const bad of ["", "soon", "2026-13-01", "2026-00-10", "20261203"]) assert.equal(dayName(bad, "2026-11-29", words("de")), "");
});
