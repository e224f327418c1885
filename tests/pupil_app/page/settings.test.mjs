import assert from "node:assert/strict";
import { test } from "node:test";

import { SCAN_S, settingsOf, USUAL } from "../../../pupil_app/js/page/settings.js";

test("without anything stored the settings are the usual ones", () => {
  for (const nothing of [null, undefined, 3, "left", [], {}]) assert.deepEqual(settingsOf(nothing), USUAL);
});

test("what the child set is kept", () => {
  const set = { hand: "left", sounds: 0, calm: true, one_switch: true, scan_s: 3.2, aloud: true };
  assert.deepEqual(settingsOf(JSON.parse(JSON.stringify(set))), set);
});

test("one value that cannot be used does not cost the others", () => {
  assert.deepEqual(settingsOf({ hand: "both", sounds: "loud", calm: 1, one_switch: true, scan_s: null, aloud: "yes", more: 1 }), {
    ...USUAL,
    one_switch: true,
  });
  assert.deepEqual(settingsOf({ sounds: NaN, scan_s: Infinity }), USUAL);
});

test("numbers stay within their limits", () => {
  assert.equal(settingsOf({ sounds: 7 }).sounds, 1);
  assert.equal(settingsOf({ sounds: -1 }).sounds, 0);
  assert.equal(settingsOf({ scan_s: 0 }).scan_s, SCAN_S.least);
  assert.equal(settingsOf({ scan_s: 60 }).scan_s, SCAN_S.most);
});
