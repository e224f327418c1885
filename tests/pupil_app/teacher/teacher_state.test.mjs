import assert from "node:assert/strict";
import { test } from "node:test";

import { known } from "../../../pupil_app/js/wire/protocol.js";
import * as teacher from "../../../pupil_app/js/teacher/teacher_state.js";

const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields });
const state = (fields, base = {}) => ({
  ...teacher.START, linkUp: true, online: true, pupilName: "Mia", presence: presence(fields), presenceAtS: 100, ...base,
});
const keys = (one) => teacher.notes(one).map(({ key }) => key);

for (const [fields, key] of [
  [{}, "state_present"],
  [{ presence: null, signal: "asleep" }, "state_nobody"],
  [{ signal: "joining" }, "state_joining"],
  [{ signal: "hand", hand: { raised: true } }, "state_hand"],
  [{ signal: "hand", hand: { raised: true, your_turn: true } }, "state_your_turn"],
  [{ signal: "speaking", hand: { your_turn: true } }, "state_speaking"],
  [{ signal: "speaking" }, "state_speaking"],
  [{ signal: "whispering" }, "state_whispering"],
  [{ signal: "resting", listen_only: true }, "state_listening"],
  [{ signal: "on_break", rest: true }, "state_break"],
  [{ signal: "line_bad" }, "state_away"],
  [{ signal: "paused", paused_by: ["button"] }, "state_paused"],
  [{ signal: "fault", presence: null }, "state_fault"],
  [{ signal: "fault" }, "state_there_fault"],
  [{ signal: "not_allowed", presence: null }, "state_not_allowed"],
  [{ signal: "asleep", presence: null, power: { level: "empty" } }, "state_empty"],
]) {
  test(`${JSON.stringify(fields)} reads ${key}`, () => assert.equal(teacher.headline(state(fields)), key));
}

test("a link, a server and a robot that are not there are said first", () => {
  assert.equal(teacher.headline(teacher.START), "state_connecting");
  assert.equal(teacher.headline(state({}, { linkUp: false })), "state_link_down");
  assert.equal(teacher.headline(state({}, { online: false })), "state_robot_off");
  assert.equal(teacher.headline(state({}, { badLink: true })), "state_bad_link");
  assert.equal(teacher.headline(state({}, { linkUp: false, loan: "over" })), "state_loan_over");
  assert.equal(teacher.headline(state({}, { linkUp: false, loan: "not_begun" })), "state_loan_not_begun");
});

test("the hand's waiting time goes on between two messages", () => {
  assert.equal(teacher.waitingS(state({ hand: { raised: true, waiting_s: 12.4 } }), 110), 22);
});

test("a pause made at the robot is lifted at the robot", () => {
  assert.ok(keys(state({ paused_by: ["button"] })).includes("note_button"));
  assert.ok(keys(state({ paused_by: ["button", "teacher"] })).includes("note_both"));
  assert.equal(teacher.isPausedHere(state({ paused_by: ["button"] })), false);
  assert.equal(teacher.mayGoOn(state({ paused_by: ["button"] })), false);
});

test("what the page has closed, the page can open again", () => {
  assert.equal(teacher.mayGoOn(state({ signal: "paused", paused_by: ["teacher"] })), true);
  assert.equal(teacher.mayGoOn(state({ signal: "not_allowed", presence: null })), true);
  assert.equal(teacher.mayGoOn(state({ signal: "fault", presence: null })), true);
  assert.equal(teacher.mayGoOn(state({ signal: "fault" })), false);
  assert.equal(teacher.mayGoOn(state({})), false);
  assert.equal(teacher.mayGoOn({ ...teacher.START, linkUp: true }), false);
});

test("faults, feelings, line and battery are told in words", () => {
  const low = { battery_percent: 12, power: { level: "low" } };
  const told = keys(state({ lost: ["camera"], feeling: "unwell", line: "poor", ...low }));
  assert.deepEqual(told, ["note_lost_camera", "note_feeling_unwell", "note_line_poor", "note_battery_low"]);
  assert.deepEqual(keys(state({ fault: "Stuck." })), ["note_fault"]);
  assert.deepEqual(keys(state({})), ["note_all_good"]);
});

test("battery, supply and heat are told as a person would say it", () => {
  const told = (/** @type {any} */ power, percent = 50) => keys(state({ battery_percent: percent, power }));
  assert.deepEqual(told({ hours_left: 2.4 }), ["note_battery", "note_hours_left", "note_all_good"]);
  assert.deepEqual(told({ level: "low", hours_left: 1.1 }, 18), ["note_battery_low", "note_hour_left"]);
  assert.deepEqual(told({ level: "very_low", hours_left: 0.3 }, 9), ["note_battery_low", "note_minutes_left"]);
  assert.deepEqual(told({ level: "low", charging: true }, 18), ["note_battery_charging", "note_all_good"]);
  assert.deepEqual(keys(state({ power: { gauge: "silent" } })), ["note_battery_silent"]);
  assert.deepEqual(keys(state({ power: { weak_supply: true, picture: "reduced" } })), ["note_supply", "note_warm"]);
  assert.deepEqual(keys(state({ power: { picture: "off" } })), ["note_hot"]);
  assert.deepEqual(keys(state({ strain: "heavy" })), ["note_strain_heavy"]);
  assert.deepEqual(keys(state({ fault: "pan servo: is blocked", fault_code: "servo_stalled" })), ["note_fault_stuck"]);
  assert.deepEqual(keys(state({ fault: "lights: gone", fault_code: "lights" })), ["note_fault"]);
  assert.deepEqual(keys(state({ strain: "warm", fault: "Der Kopf klemmt." })), ["note_fault"]);
  assert.deepEqual(keys(state({ presence: null, power: { picture: "off" } })), ["note_all_good"]);
});

test("hours and minutes are rounded as a person would", () => {
  const values = (/** @type {number} */ hours_left) =>
    teacher.notes(state({ battery_percent: 50, power: { hours_left } }))[1].values;
  assert.deepEqual([2.4, 1.5, 2.9].map(values), [{ hours: "2½" }, { hours: "1½" }, { hours: 3 }]);
  assert.deepEqual([0.7, 0.3, 0].map(values), [{ minutes: 40 }, { minutes: 20 }, { minutes: 5 }]);
});

test("an action is said again until it is done, and given up after three times", () => {
  const actions = new teacher.Actions();
  actions.begin("a", "seen", 0);
  assert.deepEqual(actions.tick(1), { again: [], failed: false });
  assert.deepEqual(actions.tick(2), { again: [{ id: "a", action: "seen" }], failed: false });
  actions.tick(4);
  assert.deepEqual(actions.tick(6), { again: [], failed: true });
  actions.begin("b", "pause", 6);
  assert.equal(actions.finish("b"), true);
  assert.equal(actions.finish("b"), false);
});

test("what is on its way is not said twice, but louder twice is twice as loud", () => {
  const actions = new teacher.Actions();
  assert.deepEqual([actions.begin("a", "pause", 0), actions.begin("b", "pause", 0.3)], [true, false]);
  assert.deepEqual([actions.begin("c", "louder", 0), actions.begin("d", "louder", 0.3)], [true, true]);
});

for (const [older, newer] of [["resume", "pause"], ["resume", "end"], ["pause", "resume"], ["end", "resume"]]) {
  test(`${older} is not said again after ${newer}, which takes it back`, () => {
    const actions = new teacher.Actions();
    actions.begin("old", older, 0);
    actions.begin("new", newer, 1);
    assert.deepEqual(actions.tick(5).again, [{ id: "new", action: newer }]);
    assert.equal(actions.finish("old"), false);
  });
}

test("the tap that closes the robot cannot open it again, however late it closes", () => {
  const at = (one, nowS) => teacher.mayResume(one, nowS);
  const closed = presence({ signal: "paused", paused_by: ["teacher"] });
  for (const [answerS, free] of [[100.05, 101.1], [100.6, 101.7], [104, 105.1]]) {
    const one = teacher.withPresence(state({}, { closedAtS: 100 }), closed, answerS);
    assert.equal(one.presenceAtS, answerS);
    for (const tapS of [0.08, 0.3, 0.6]) assert.equal(at(one, answerS + tapS), false, `${answerS} ${tapS}`);
    assert.equal(at(one, free), true);
    // The robot tells about itself again and again; that is no reason to wait longer.
    assert.equal(at(teacher.withPresence(one, closed, free), free), true);
  }
  const ended = teacher.withPresence(state({}), presence({ signal: "not_allowed", presence: null }), 100);
  assert.deepEqual([at(ended, 100.6), at(ended, 101)], [false, true]);
  assert.equal(at(state({}), 1000), false);
});

test("what the robot cannot write down is said in words, and is no failure", () => {
  assert.ok(keys(state({}, { unkept: true })).includes("note_not_kept"));
  assert.ok(!keys(state({}, { unkept: true })).includes("note_failed"));
  assert.ok(!keys(state({})).includes("note_not_kept"));
});
