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
const ASKS = { number: 4, kind: "question", text: "", aloud: true };
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
  [{ phrase: ASKS }, "teacher_phrase", ["phrase_seen", "your_turn"], []],
  [{ ...UP, phrase: ASKS }, "teacher_phrase", ["phrase_seen"], ["state_hand"]],
  [{ phrase: ASKS, help: HELP }, "state_help", ["help_coming"], ["teacher_phrase"]],
  [{ phrase: ASKS, phrase_seen: true }, "state_present", ["your_turn"], []],
  [{ phrase: ASKS, signal: "paused", paused_by: ["teacher"], outgoing: null }, "state_paused", [], ["teacher_phrase"]],
  [{ phrase: ASKS, presence: null, signal: "asleep" }, "state_nobody", [], []],
  [{ understood: "yes" }, "teacher_understood", ["your_turn"], []],
  [{ understood: "no" }, "teacher_not_understood", ["your_turn"], []],
  [{ ...UP, understood: "no" }, "state_hand", ["seen", "your_turn"], ["teacher_not_understood"]],
  [{ phrase: ASKS, understood: "no" }, "teacher_phrase", ["phrase_seen", "your_turn"], ["teacher_not_understood"]],
  [{ understood: "maybe" }, "state_present", ["your_turn"], []],
  [{ sheets: { for_class: 1 } }, "state_present", ["your_turn"], ["teacher_sheet_from"]],
  [{ sheets: { for_class: 3 } }, "state_present", ["your_turn"], ["teacher_sheets_from"]],
  [{ sheets: { for_child: 2 } }, "state_present", ["your_turn"], []],
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

test("a phrase chimes unless the class hears it, and each one anew", () => {
  const silent = (fields) => state({ ...fields, can_speak: true });
  assert.equal(requests.isNewCall(state({}), state({ phrase: ASKS })), true, "no voice is installed");
  assert.equal(requests.isNewCall(silent({}), silent({ phrase: ASKS })), false);
  assert.equal(requests.isNewCall(silent({}), silent({ phrase: ASKS, lost: ["speaker"] })), true);
  const next = { ...ASKS, number: 5, aloud: false };
  assert.equal(requests.isNewCall(state({ phrase: ASKS }), state({ phrase: ASKS })), false);
  assert.equal(requests.isNewCall(state({ phrase: ASKS }), state({ phrase: next })), true);
  assert.equal(requests.isNewCall(state({}), state({ understood: "no" })), false);
});

test("a phrase says whether the class has heard it", () => {
  const remark = (fields) => requests.glance(state({ phrase: ASKS, ...fields })).first?.done;
  assert.equal(remark({ can_speak: true }), "teacher_phrase_spoken");
  for (const fields of [{}, { can_speak: true, lost: ["speaker"] }, { can_speak: true, phrase: { ...ASKS, aloud: false } }]) {
    assert.equal(remark(fields), "teacher_phrase_written");
  }
});

test("a seen phrase stays where the page saw it being seen", () => {
  const rows = (phraseSeenAtS) => requests.glance(state({ phrase: ASKS, phrase_seen: true }, { phraseSeenAtS })).rows;
  assert.deepEqual(rows(90).map(({ key, done, answers }) => [key, done, answers]), [["teacher_phrase", "teacher_seen_done", []]]);
  assert.deepEqual(rows(null), []);
});

test("one key answers what stands in the headline", () => {
  assert.equal(requests.seenByKey(state({ ...UP, phrase: ASKS })), "phrase_seen");
  assert.equal(requests.seenByKey(state({ ...UP, phrase: ASKS, phrase_seen: true })), "seen");
  assert.equal(requests.seenByKey(state({ sheets: { for_class: 1 } })), null);
  assert.equal(requests.seenByKey(state({ ...UP, phrase: ASKS }, { role: "buddy" })), null);
});

test("a sheet is new until it was looked at, and without a key it says what to do", () => {
  const row = (base) => requests.glance(state({ sheets: { for_class: 2 } }, base)).rows[0];
  assert.equal(row({ hasSheets: true }).done, "teacher_sheet_new");
  assert.equal(row({ hasSheets: true, sheets: { ...START.sheets, looked: [1, 2] } }).done, "teacher_sheet_looked");
  assert.deepEqual(row({}).answers, []);
  assert.equal(row({}).done, "teacher_sheet_no_class_key");
});

test("a buddy is asked nothing", () => {
  const all = { phrase: ASKS, understood: "no", sheets: { for_class: 1 } };
  assert.deepEqual(requests.requests(state(all, { role: "buddy", hasSheets: true })), []);
});
