import assert from "node:assert/strict";
import { test } from "node:test";

import { known } from "../../../pupil_app/js/wire/protocol.js";
import { notes } from "../../../pupil_app/js/teacher/notes.js";
import { START } from "../../../pupil_app/js/teacher/teacher_state.js";

const state = (fields, base = {}) => ({
  ...START, linkUp: true, online: true, pupilName: "Mia", presenceAtS: 100,
  presence: known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields }), ...base,
});
const keys = (one) => notes(one).map(({ key }) => key);

test("faults, line and battery are told in words", () => {
  const low = { battery_percent: 12, power: { level: "low" } };
  const told = keys(state({ lost: ["camera"], feeling: "unwell", line: "poor", ...low }));
  assert.deepEqual(told, ["note_lost_camera", "note_line_poor", "note_battery_low"]);
  assert.deepEqual(keys(state({ fault: "Stuck." })), ["note_fault"]);
  assert.deepEqual(keys(state({})), []);
});

test("battery, supply and heat are told as a person would say it", () => {
  const told = (/** @type {any} */ power, percent = 50) => keys(state({ battery_percent: percent, power }));
  assert.deepEqual(told({ hours_left: 2.4 }), ["note_battery", "note_hours_left"]);
  assert.deepEqual(told({ level: "low", hours_left: 1.1 }, 18), ["note_battery_low", "note_hour_left"]);
  assert.deepEqual(told({ level: "very_low", hours_left: 0.3 }, 9), ["note_battery_low", "note_minutes_left"]);
  assert.deepEqual(told({ level: "low", charging: true }, 18), ["note_battery_charging"]);
  assert.deepEqual(keys(state({ power: { gauge: "silent" } })), ["note_battery_silent"]);
  assert.deepEqual(keys(state({ power: { weak_supply: true, picture: "reduced" } })), ["note_supply", "note_warm"]);
  assert.deepEqual(keys(state({ power: { picture: "off" } })), ["note_hot"]);
  assert.deepEqual(keys(state({ strain: "heavy" })), ["note_strain_heavy"]);
  assert.deepEqual(keys(state({ fault: "pan servo: is blocked", fault_code: "servo_stalled" })), ["note_fault_stuck"]);
  assert.deepEqual(keys(state({ fault: "lights: gone", fault_code: "lights" })), ["note_fault"]);
  assert.deepEqual(keys(state({ strain: "warm", fault: "Der Kopf klemmt." })), ["note_fault"]);
  assert.deepEqual(keys(state({ presence: null, power: { picture: "off" } })), []);
});

test("hours and minutes are rounded as a person would", () => {
  const values = (/** @type {number} */ hours_left) =>
    notes(state({ battery_percent: 50, power: { hours_left } }))[1].values;
  assert.deepEqual([2.4, 1.5, 2.9].map(values), [{ hours: "2½" }, { hours: "1½" }, { hours: 3 }]);
  assert.deepEqual([0.7, 0.3, 0].map(values), [{ minutes: 40 }, { minutes: 20 }, { minutes: 5 }]);
});

test("no page says that all is well", () => {
  for (const fields of [{}, { feeling: "unwell" }, { paused_by: ["teacher"] }, { sound_only: true }]) assert.deepEqual(keys(state(fields)), []);
});
