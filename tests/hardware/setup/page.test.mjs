import assert from "node:assert/strict";
import test from "node:test";

import { arc, point, scales, sector, ticks } from "../../../hardware/setup/page_files/geometry.js";
import { figure, languageOf, say, WORDS } from "../../../hardware/setup/page_files/words.js";

test("straight ahead is on top for pan and on the right for tilt", () => {
  assert.deepEqual(point("pan", 0, 100), [120, 20]);
  assert.deepEqual(point("tilt", 0, 100), [220, 120]);
});

test("left is left, and up is up", () => {
  assert.ok(point("pan", 45, 100)[0] < 120);
  assert.ok(point("tilt", 20, 100)[1] < 120);
});

test("an arc of more than half a turn takes the long way", () => {
  assert.match(arc("pan", -90, 91, 100), / 0 1 0 /);
  assert.match(arc("pan", -80, 80, 100), / 0 0 0 /);
  assert.ok(sector("pan", -80, 80, 100).endsWith("Z"));
});

test("scales have round values within them, and few", () => {
  assert.deepEqual(ticks(-17.4, 17.4), [-10, 0, 10]);
  assert.deepEqual(ticks(0, 2, 8), [0, 0.5, 1, 1.5, 2]);
  assert.deepEqual(ticks(5, 5), [5]);
});

test("time runs to the right and angles upwards", () => {
  const { x, y } = scales(2, -20, 20);
  assert.ok(x(0) < x(2));
  assert.ok(y(20) < y(-20));
});

test("both languages say the same things", () => {
  assert.deepEqual(Object.keys(WORDS.de).sort(), Object.keys(WORDS.en).sort());
});

test("the language is asked for, else the browser's, else English", () => {
  assert.equal(languageOf("?lang=de", "en-GB"), "de");
  assert.equal(languageOf("", "de-AT"), "de");
  assert.equal(languageOf("?lang=xx", "fr"), "en");
});

test("what is unknown is a dash", () => {
  assert.equal(figure(null, 1, "°"), "–");
  assert.equal(figure(0, 1, "°"), "0.0°");
  assert.equal(figure(1.25, 2, "s", ","), "1,25 s");
  assert.equal(say("en", "shows", { signal: "hand" }), "shows: hand");
  assert.throws(() => say("en", "nothing"), RangeError);
});
