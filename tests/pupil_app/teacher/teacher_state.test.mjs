import assert from "node:assert/strict";
import { test } from "node:test";

import { known } from "../../../pupil_app/js/wire/protocol.js";
import * as teacher from "../../../pupil_app/js/teacher/teacher_state.js";

const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", outgoing: null, ...fields });
const state = (fields, base = {}) => ({
  ...teacher.START, linkUp: true, online: true, pupilName: "Mia", presence: presence(fields), presenceAtS: 100, ...base,
});

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
  [{ signal: "paused", paused_by: ["teacher"], outgoing: undefined }, "state_paused_only"],
  [{ signal: "paused", paused_by: ["teacher"], outgoing: { width_px: 0, height_px: 0, sound: true, since_s: 9 } }, "state_pausing"],
  [{ signal: "paused", paused_by: ["teacher"], outgoing: { width_px: 0, height_px: 0, sound: false, since_s: 9 } }, "state_paused"],
  [{ signal: "paused", paused_by: ["teacher"], transferring: "sheet" }, "state_pausing"],
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
  assert.equal(teacher.headline(state({}, { online: false, lost: true })), "state_robot_lost");
  assert.equal(teacher.headline(state({}, { badLink: true })), "state_bad_link");
  assert.equal(teacher.headline(state({}, { linkUp: false, loan: "over" })), "state_loan_over");
  assert.equal(teacher.headline(state({}, { linkUp: false, loan: "not_begun" })), "state_loan_not_begun");
});

test("a waiting time goes on between two messages", () => {
  assert.equal(teacher.secondsNow(state({}), 110, 12.4), 22);
});

test("a pause made at the robot is lifted at the robot", () => {
  assert.equal(teacher.atRobot(state({ paused_by: ["button"] })), "note_button");
  assert.equal(teacher.atRobot(state({ paused_by: ["button", "teacher"] })), "note_both");
  assert.equal(teacher.atRobot(state({ paused_by: ["teacher"] })), null);
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

test("a robot that sleeps waits for the child; one that is closed, empty or away does not", () => {
  const vacant = (fields, base) => teacher.isVacant(state({ presence: null, signal: "asleep", ...fields }, base));
  assert.equal(vacant({}), true);
  assert.equal(vacant({ presence: "x", signal: "present" }), false);
  assert.equal(vacant({ signal: "not_allowed" }), false);
  assert.equal(vacant({ signal: "paused", paused_by: ["button"] }), false);
  assert.equal(vacant({ signal: "fault" }), false);
  assert.equal(vacant({ power: { level: "empty" } }), false);
  for (const base of [{ linkUp: false }, { online: false }, { loan: "over" }, { badLink: true }]) assert.equal(vacant({}, base), false);
});

test("a robot that has not told about itself yet is not said to be empty", () => {
  assert.equal(teacher.headline({ ...state({}), presence: null }), "state_connecting");
});

test("the page closes for a teacher alone; a buddy has nothing to open", () => {
  const paused = { signal: "paused", paused_by: ["teacher"] };
  assert.equal(teacher.face(state(paused)), "closed");
  assert.equal(teacher.face(state(paused, { role: "buddy" })), "open");
  assert.equal(teacher.face(state({ paused_by: ["button"] })), "open");
  assert.equal(teacher.face(state({}, { linkUp: false })), "off");
  assert.equal(teacher.face(state({}, { online: false })), "off");
});

test("a time is given only for what the page saw begin", () => {
  const paused = presence({ signal: "paused", paused_by: ["button"] });
  assert.equal(teacher.withPresence(state({}), paused, 200).pausedAtS, 200);
  assert.equal(teacher.withPresence({ ...state({}), presence: null }, paused, 200).pausedAtS, null);
  const closed = teacher.withPresence(state({}), paused, 200);
  assert.equal(teacher.withPresence(closed, paused, 300).pausedAtS, 200);
  assert.equal(teacher.withPresence(closed, presence({}), 300).pausedAtS, null);
  const sad = presence({ feeling: "sad" });
  assert.equal(teacher.withPresence(state({}), sad, 200).feelingAtS, 200);
  assert.equal(teacher.withPresence({ ...state({}), presence: null }, sad, 200).feelingAtS, null);
});

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
  assert.equal(teacher.alarm(state({}, { unkept: true })), "note_not_kept");
  assert.equal(teacher.alarm(state({}, { failed: true })), "note_failed");
  assert.equal(teacher.alarm(state({})), null);
});

test("a pause that takes long is said to be on its way", () => {
  const asked = state({}, { pausing: true, closedAtS: 100 });
  assert.deepEqual([100.1, 100.5].map((nowS) => teacher.isPausing(asked, nowS)), [false, true]);
  assert.equal(teacher.isPausing({ ...asked, pausing: false }, 101), false);
});

test("the page remembers when a phrase came, and for a minute that it was seen", () => {
  const ASKS = { number: 4, kind: "question", text: "", aloud: true };
  const then = (before, fields, nowS) => teacher.withPresence(before, presence(fields), nowS);
  const came = then(state({}), { phrase: ASKS }, 110);
  assert.deepEqual([came.phraseAtS, came.phraseSeenAtS], [110, null]);
  const saw = then(came, { phrase: ASKS, phrase_seen: true }, 120);
  assert.deepEqual([saw.phraseAtS, saw.phraseSeenAtS], [110, 120]);
  assert.equal(then(saw, { phrase: ASKS, phrase_seen: true }, 125).phraseSeenAtS, 120);
  assert.equal(teacher.isPhrasePast(saw, 179), false);
  assert.equal(teacher.isPhrasePast(saw, 180), true);
  assert.equal(teacher.isPhrasePast(came, 999), false);
  const next = then(saw, { phrase: { ...ASKS, number: 5 } }, 130);
  assert.deepEqual([next.phraseAtS, next.phraseSeenAtS], [130, null]);
  const late = then({ ...state({}), presence: null }, { phrase: ASKS, phrase_seen: true }, 130);
  assert.deepEqual([late.phraseAtS, late.phraseSeenAtS], [null, null]);
});

test("the page remembers when it saw the picture enlarged", () => {
  const zoomed = teacher.withPresence(state({}), presence({ zoomed: true }), 110);
  assert.equal(zoomed.zoomedAtS, 110);
  assert.equal(teacher.withPresence(zoomed, presence({ zoomed: true }), 120).zoomedAtS, 110);
  assert.equal(teacher.withPresence({ ...state({}), presence: null }, presence({ zoomed: true }), 120).zoomedAtS, null);
});
