import assert from "node:assert/strict";
import { test } from "node:test";

import { known } from "../../../pupil_app/js/wire/protocol.js";
import * as requests from "../../../pupil_app/js/teacher/requests.js";
import { START } from "../../../pupil_app/js/teacher/teacher_state.js";

const LEAVES = { width_px: 640, height_px: 480, sound: true, since_s: 3 };
const state = (fields, base = {}) => ({
  ...START, linkUp: true, online: true, pupilName: "Mia", presenceAtS: 100,
  presence: known({ type: "presence", seq: 1, presence: "x", signal: "present", outgoing: LEAVES, microphone_works: true, ...fields }), ...base,
});
const HELP = { wanted: true, coming: false, waiting_s: 9 };
const UP = { signal: "hand", hand: { raised: true, waiting_s: 4 } };
/** Headline, large buttons, and rows, as the teacher has them. */
const glance = (fields, base) => {
  const { key, offers, rows } = requests.glance(state(fields, base));
  return [key, offers.map(({ action }) => action), rows.map(({ key: row }) => row)];
};

for (const [fields, key, offers, rows] of [
  [{}, "state_present", ["your_turn"], []],
  [UP, "state_hand", ["seen", "your_turn"], []],
  [{ signal: "seen", hand: { raised: true, seen: true } }, "state_hand", ["your_turn"], []],
  [{ hand: { raised: true, your_turn: true } }, "state_your_turn", [], []],
  [{ signal: "speaking", hand: { raised: true, your_turn: true } }, "state_speaking", [], []],
  [{ ...UP, help: HELP }, "state_help", ["help_coming"], ["state_hand"]],
  [{ ...UP, help: { ...HELP, coming: true } }, "state_hand", ["seen", "your_turn"], ["teacher_helping"]],
  [{ feeling: "unwell" }, "note_feeling_unwell", ["feeling_seen"], []],
  [{ feeling: "sad" }, "note_feeling_sad", ["feeling_seen"], []],
  [{ feeling: "unwell", feeling_seen: true }, "state_present", ["your_turn"], ["note_feeling_unwell"]],
  [{ feeling: "happy" }, "state_present", ["your_turn"], ["note_feeling_happy"]],
  [{ ...UP, feeling: "unwell" }, "state_hand", ["seen", "your_turn"], ["note_feeling_unwell"]],
  [{ help: HELP, feeling: "unwell" }, "state_help", ["help_coming"], ["note_feeling_unwell"]],
  [{ buddy_calls: true }, "state_called", ["call_seen"], []],
  [{ ...UP, buddy_calls: true, help: HELP }, "state_help", ["help_coming"], ["state_called", "state_hand"]],
  [{ presence: null, buddy_calls: true, signal: "asleep" }, "state_called", ["call_seen"], []],
  [{ buddy_answer: "nobody" }, "state_present", ["your_turn"], ["state_call_missed"]],
  [{ buddy_answer: "seen" }, "state_present", ["your_turn"], []],
  [{ signal: "resting", listen_only: true }, "state_listening", [], []],
  [{ signal: "on_break", rest: true, ...{ hand: { raised: true } } }, "state_break", [], []],
  [{ signal: "paused", paused_by: ["teacher"], outgoing: null, help: HELP }, "state_paused", [], ["state_help"]],
  [{ signal: "fault", fault: "x", help: HELP }, "state_help", ["help_coming"], []],
  [{ signal: "line_bad", help: HELP }, "state_help", ["help_coming"], []],
  [{ signal: "line_bad" }, "state_away", [], []],
  [{ signal: "joining" }, "state_joining", [], []],
  [{ presence: null, signal: "not_allowed", outgoing: null }, "state_not_allowed", [], []],
]) {
  test(`${JSON.stringify(fields)} reads ${key}`, () => assert.deepEqual(glance(fields), [key, offers, rows]));
}

test("while the class is closed only help and a buddy's call are answered", () => {
  const paused = { paused_by: ["teacher"], help: HELP, buddy_calls: true, hand: { raised: true }, feeling: "sad" };
  const answered = requests.requests(state(paused)).map(({ kind, answers }) => [kind, answers.length]);
  assert.deepEqual(answered, [["help", 1], ["call", 1], ["hand", 0], ["feeling", 0]]);
});

test("a buddy is asked nothing and answers nothing", () => {
  const all = { ...UP, help: HELP, feeling: "unwell", buddy_calls: true };
  assert.deepEqual(glance(all, { role: "buddy" }), ["state_hand", [], []]);
});

test("a buddy reads how its call ended, until it calls again", () => {
  const end = (fields, base) => requests.callEnd(state(fields, { role: "buddy", ...base }));
  assert.equal(end({ buddy_answer: "seen" }), "buddy_call_seen");
  assert.equal(end({ buddy_answer: "nobody" }), "buddy_call_nobody");
  assert.equal(end({ buddy_answer: "nobody", buddy_calls: true }), null);
  assert.equal(end({}), null);
  assert.equal(end({ buddy_answer: "seen" }, { linkUp: false }), null);
  assert.equal(end({ buddy_answer: "seen" }, { role: "teacher" }), null);
});

test("nothing is asked over a line that is not there", () => {
  for (const base of [{ linkUp: false }, { online: false }]) assert.deepEqual(requests.requests(state({ ...UP, help: HELP }, base)), []);
});

test("a new request chimes once; an answered one, a smile and an old one do not", () => {
  const chimes = (before, after) => requests.isNewCall(state(before), state(after));
  assert.equal(chimes({}, UP), true);
  assert.equal(chimes(UP, UP), false);
  assert.equal(chimes(UP, { ...UP, help: HELP }), true);
  assert.equal(chimes({ ...UP, help: HELP }, UP), false);
  assert.equal(chimes({}, { feeling: "unwell" }), true);
  assert.equal(chimes({ feeling: "sad" }, { feeling: "unwell" }), true);
  assert.equal(chimes({}, { feeling: "happy" }), false);
  assert.equal(chimes({}, { feeling: "sad", feeling_seen: true }), false);
  assert.equal(chimes({}, { buddy_calls: true }), true);
  assert.equal(chimes(UP, { signal: "seen", hand: { raised: true, seen: true } }), false);
  assert.equal(requests.isNewCall({ ...state({}), presence: null }, state(UP)), true);
});

test("a request for help stays open until somebody sees to it", () => {
  assert.equal(requests.isHelpOpen(state({ help: HELP })), true);
  assert.equal(requests.isHelpOpen(state({ help: HELP, paused_by: ["teacher"] })), true);
  assert.equal(requests.isHelpOpen(state({ help: { ...HELP, coming: true } })), false);
  assert.equal(requests.isHelpOpen(state({})), false);
});

test("the one key says that a hand was seen, and nothing else", () => {
  const may = (fields, base) => requests.mayAnswer(state(fields, base), "seen");
  assert.equal(may(UP), true);
  assert.equal(may({ ...UP, help: HELP }), true);
  assert.equal(may({}), false);
  assert.equal(may({ signal: "seen", hand: { raised: true, seen: true } }), false);
  assert.equal(may({ ...UP, paused_by: ["teacher"] }), false);
  assert.equal(may(UP, { role: "buddy" }), false);
});
