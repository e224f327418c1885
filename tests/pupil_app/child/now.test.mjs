import assert from "node:assert/strict";
import { test } from "node:test";

import { isMoreTired, noticeOf, StatusPacer } from "../../../pupil_app/js/child/now.js";
import { NO_WISHES } from "../../../pupil_app/js/lesson/wishes.js";
import { presence, says } from "./told.mjs";

test("a tired robot is said once, and does not take the place of what the child must know", () => {
  const low = { type: "presence", presence: presence({ power: { level: "low" } }) };
  assert.equal(says(low), "connected");
  assert.equal(says(low, { type: "notice", key: "battery_low" }), "battery_low");
});

test("each border that the battery falls past is worth one notice", () => {
  const at = (/** @type {string} */ level) => ({ presence: presence({ power: { level } }) });
  const more = (/** @type {string} */ before, /** @type {string} */ after) => isMoreTired(at(before), at(after));
  assert.deepEqual([more("ok", "low"), more("low", "very_low")], [true, true]);
  assert.deepEqual([more("low", "low"), more("very_low", "low"), more("ok", "ok")], [false, false, false]);
  assert.equal(isMoreTired({ presence: null }, at("low")), true);
  assert.equal(isMoreTired(at("ok"), { presence: presence({ presence: null, power: { level: "low" } }) }), false);
});

test("each own change says one thing, once", () => {
  const to = (before, fields) => noticeOf({ ...NO_WISHES, ...before }, { ...NO_WISHES, ...fields });
  assert.equal(to({}, { hand: true }), "hand_up");
  assert.equal(to({ hand: true }, {}), "hand_down");
  assert.equal(to({}, { microphone: true }), "mic_on");
  assert.equal(to({ microphone: true }, {}), "mic_off");
  assert.equal(to({ rest: true }, {}), "welcome_back");
  assert.equal(to({ rest: true }, { hand: true }), "hand_up");
  assert.equal(to({ rest: true }, { microphone: true }), "mic_on");
  assert.equal(to({ microphone: true, whisper: true }, {}), "mic_off");
  assert.equal(to({ microphone: true, whisper: true }, { microphone: true }), "mic_on");
  assert.equal(to({ microphone: true, hand: true }, {}), "mic_off");
  assert.equal(to({ microphone: true, hand: true }, { listen_only: true }), "listen_only");
  assert.equal(to({}, {}), null);
});

// ---- the live region

test("a screen reader gets one message in five seconds, and the newest", () => {
  const pacer = new StatusPacer();
  pacer.want("one");
  assert.equal(pacer.due(0), "one");
  pacer.want("two");
  assert.equal(pacer.due(1), null);
  pacer.want("three");
  assert.equal(pacer.due(5), "three");
  assert.equal(pacer.due(20), null);
});
