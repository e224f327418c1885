import assert from "node:assert/strict";
import { test } from "node:test";

import { sentence } from "../../../pupil_app/js/child/now.js";
import {
  expectsPicture, isHeard, isOpen, line, mustHush, needsCheck, needsMicrophone, reduce, START,
} from "../../../pupil_app/js/child/state.js";
import { NO_WISHES, hushed } from "../../../pupil_app/js/lesson/wishes.js";
import { after, inClass, presence, says, wishes } from "./told.mjs";

test("a link leads to the start screen without typing", () => {
  const state = after({ type: "pairing_started" }, { type: "welcome", robotName: "Willi", online: true });
  assert.deepEqual([state.screen, state.robotName, sentence(state)], ["start", "Willi", "start"]);
});

test("an unknown device is asked for its word, a wrong one is said kindly", () => {
  assert.equal(sentence(after({ type: "unpaired" })), "pairing_word");
  assert.equal(sentence(after({ type: "pairing_failed" })), "word_wrong");
  assert.equal(sentence(after({ type: "pairing_failed", locked: true })), "pairing_locked");
});

test("a child that cannot get in reads that it is not its fault", () => {
  const failing = { type: "phase", phase: "connecting", silentS: 0, tries: 3 };
  assert.equal(sentence(after(...inClass.slice(0, 2), failing)), "failed");
});

test("waiting says why", () => {
  const waiting = [{ type: "welcome", robotName: "W", online: false }, { type: "join" }];
  assert.equal(sentence(after({ type: "known", robotName: "W" }, { type: "join" })), "network_waiting");
  assert.equal(sentence(after(...waiting)), "robot_off");
  const gone = { type: "robot_status", online: false };
  assert.equal(sentence(after(...waiting, { ...gone, lost: true })), "robot_lost");
  assert.equal(sentence(after(...waiting, { ...gone, lost: true }, gone)), "robot_off");
  assert.equal(sentence(after(...inClass.slice(0, 2))), "connecting");
  assert.equal(sentence(after(...inClass.slice(0, 2), { type: "phase", phase: "busy", silentS: 0 })), "busy");
});

test("in class, unheard, the child reads so", () => assert.equal(says(), "connected"));
test("an open microphone is said", () => assert.equal(says(wishes({ microphone: true })), "mic_on"));
test("whispering is said", () => assert.equal(says(wishes({ microphone: true, whisper: true })), "whisper"));

test("the hand goes from up to seen to your turn", () => {
  const up = wishes({ hand: true });
  const told = (hand) => ({ type: "presence", presence: presence({ hand }) });
  assert.equal(says(up), "hand_up");
  assert.equal(says(up, told({ raised: true, seen: true })), "hand_seen");
  assert.equal(says(up, told({ raised: true, your_turn: true })), "your_turn");
});

test("a lost line keeps the class on screen, and says more when it takes long", () => {
  const lost = (silentS) => ({ type: "phase", phase: "lost", silentS });
  assert.equal(after(...inClass, lost(2)).screen, "class");
  assert.equal(says(lost(2)), "reconnecting");
  assert.equal(says(lost(20)), "reconnecting_long");
  assert.equal(says(lost(20), { type: "phase", phase: "waiting", silentS: 0 }), "reconnecting_long");
});

test("a closed class comes before everything but a lost line", () => {
  const paused = { type: "presence", presence: presence({ paused_by: ["button"] }) };
  assert.equal(says(wishes({ microphone: true }), paused), "class_paused");
});

test("a robot with a fault is said, in class as at the door", () => {
  const told = (fields) => ({ type: "presence", presence: presence(fields) });
  assert.equal(says(told({ signal: "fault" })), "lost_body");
  assert.equal(says(told({ signal: "fault", lost: ["camera"] })), "lost_body");
  assert.equal(says(told({ fault: "A servo is stuck." })), "lost_body");
  assert.equal(expectsPicture(after(...inClass, told({ signal: "fault" }))), false);
  const refused = { type: "phase", phase: "waiting", silentS: 0, tries: 1, faulty: true };
  assert.equal(sentence(after(...inClass.slice(0, 2), refused)), "failed");
  assert.equal(says(refused), "failed");
});

test("a picture that the line takes away is said, is not awaited, and comes back by itself", () => {
  const told = (fields) => ({ type: "presence", presence: presence(fields) });
  const off = told({ line: "poor", picture: "off" });
  assert.equal(says(off), "picture_off");
  assert.equal(says(wishes({ hand: true }), off), "picture_off");
  assert.equal(expectsPicture(after(...inClass, off)), false);
  assert.equal(says(wishes({ sound_only: true }), off), "sound_only");
  assert.equal(says(off, told({ lost: ["camera"], picture: "off" })), "lost_camera");
  const back = told({ line: "fair", picture: "reduced" });
  assert.equal(says(off, back), "network_so_so");
  assert.equal(expectsPicture(after(...inClass, off, back)), true);
  assert.equal(says(off, back, told({})), "connected");
});

test("the line is as bad as the worse of two measures says", () => {
  const told = (fields) => ({ type: "presence", presence: presence(fields) });
  const own = (level) => ({ type: "quality", level });
  assert.equal(line(after(...inClass)), "good");
  assert.equal(line(after(...inClass, own("fair"), told({ line: "poor" }))), "poor");
  assert.equal(line(after(...inClass, own("poor"), told({ line: "fair" }))), "poor");
  assert.equal(line(after(...inClass, { type: "phase", phase: "lost", silentS: 1 })), "lost");
  assert.equal(line(after(...inClass, told({ line: "from a newer robot" }))), "good");
});

test("nobody reads that the class hears them while it cannot", () => {
  const speaks = wishes({ microphone: true });
  assert.equal(isHeard(after(...inClass, speaks)), true);
  const notice = { type: "notice", key: "mic_on" };
  assert.equal(says(speaks, notice), "mic_on");
  for (const gone of [
    { type: "adopted", sends: false },
    { type: "presence", presence: presence({ lost: ["speaker"] }) },
  ]) {
    assert.equal(says(speaks, gone), "lost_speaker");
    assert.equal(says(speaks, gone, notice), "lost_speaker");
    assert.equal(says(wishes({ microphone: true, whisper: true }), gone, { type: "notice", key: "whisper" }), "lost_speaker");
  }
  const back = [{ type: "microphone", works: false }, { type: "microphone", works: true }];
  assert.equal(says(speaks, ...back), "lost_speaker");
  assert.equal(says(speaks, ...back, { type: "adopted", sends: true }), "mic_on");
});

test("the microphone is on only in class, and there only when nothing is closed", () => {
  const speaks = wishes({ microphone: true });
  assert.equal(isOpen(after(...inClass, speaks)), true);
  assert.equal(isOpen(after(...inClass)), false);
  assert.equal(isOpen(after(...inClass.slice(0, 2), speaks)), false);
  assert.equal(isOpen(after(...inClass, speaks, { type: "presence", presence: presence({ paused_by: ["button"] }) })), false);
});

test("the child reads why it has no microphone, and that it can listen", () => {
  for (const [obstacle, key] of [
    ["denied", "mic_blocked"], ["missing", "mic_missing"], ["busy", "mic_busy"], ["unanswered", "mic_unanswered"],
  ]) {
    assert.equal(says({ type: "microphone", works: false, obstacle }), key);
  }
  assert.equal(says({ type: "microphone", works: false }), "mic_blocked");
  assert.equal(says({ type: "microphone", works: false }, { type: "microphone", works: true }), "connected");
});

test("no screen that has no use for the microphone keeps it", () => {
  const screens = ["loading", "pair", "start", "check", "ready", "class", "ended", "unsafe", "failed"];
  const using = screens.filter((screen) => needsMicrophone({ ...START, screen }));
  assert.deepEqual(using, ["check", "ready", "class"]);
});

test("missing sources are said in words", () => {
  const gone = (...lost) => ({ type: "presence", presence: presence({ lost }) });
  assert.equal(says(gone("camera")), "lost_camera");
  assert.equal(says(gone("microphone")), "lost_microphone");
  assert.equal(says(gone("camera", "microphone")), "lost_both");
});

test("no picture is expected while there is none to be sent", () => {
  assert.equal(expectsPicture(after(...inClass)), true);
  assert.equal(expectsPicture(after(...inClass, wishes({ sound_only: true }))), false);
  assert.equal(expectsPicture(after(...inClass, wishes({ rest: true }))), false);
  const paused = { type: "presence", presence: presence({ paused_by: ["teacher"] }) };
  assert.equal(expectsPicture(after(...inClass, paused)), false);
});

test("the device check is remembered for a day", () => {
  const state = after({ type: "check_closed", unixS: 1000 });
  assert.equal(needsCheck(state, 1000 + 23 * 3600), false);
  assert.equal(needsCheck(state, 1000 + 25 * 3600), true);
  // Whose clock was set back since then is checked again.
  assert.equal(needsCheck(state, 900), true);
});

test("nothing changes where nothing happened, so that nothing is drawn", () => {
  const state = after(...inClass);
  assert.equal(reduce(state, { type: "phase", phase: "present", silentS: 0.1 }), state);
});

test("an event that nobody knows is a mistake of ours", () => {
  assert.throws(() => reduce(START, { type: "invented" }), RangeError);
});

// ---- wishes

test("a microphone that is closed for the child stays closed", () => {
  const speaks = wishes({ microphone: true });
  const told = (fields) => ({ type: "presence", presence: presence(fields) });
  const away = (phase, silentS) => ({ type: "phase", phase, silentS });
  for (const [event, closed] of [
    [told({ paused_by: ["teacher"] }), true],
    [told({ paused_by: ["button"] }), true],
    [told({ signal: "fault" }), true],
    [away("lost", 3), false],
    [away("lost", 15), true],
    [away("connecting", 3), false],
    [away("waiting", 40), true],
    [told({ signal: "identify" }), false],
    [told({}), false],
  ]) {
    assert.equal(mustHush(after(...inClass, speaks, event)), closed, JSON.stringify(event));
    assert.equal(mustHush(after(...inClass, event)), false);
  }
  assert.equal(mustHush(after(...inClass, speaks, away("lost", 20), away("present", 0))), false);
  assert.deepEqual(hushed({ ...NO_WISHES, hand: true, microphone: true, whisper: true, aloud_after: true }), { ...NO_WISHES, hand: true });
});

test("nobody reads that the class hears them while the system has muted the microphone", () => {
  const works = { type: "microphone", works: true };
  const opened = [...inClass, works, wishes({ microphone: true }), { type: "presence", presence: presence({}) }];
  assert.equal(isHeard(after(...opened)), true);
  const muted = after(...opened, { type: "silenced", silenced: true });
  assert.deepEqual([isHeard(muted), sentence(muted)], [false, "mic_silenced"]);
  for (const event of [wishes({ microphone: true, hand: true }), ...["mic_on", "hand_up"].map((key) => ({ type: "notice", key }))]) {
    assert.equal(sentence(reduce(muted, event)), "mic_silenced");
  }
  assert.equal(sentence(reduce(muted, { type: "silenced", silenced: false })), "mic_on");
});

test("a microphone that was muted for long has to be opened anew", () => {
  const opened = [...inClass, { type: "microphone", works: true }, wishes({ microphone: true })];
  const muted = after(...opened, { type: "silenced", silenced: true });
  assert.equal(mustHush(muted), false);
  assert.equal(mustHush(reduce(muted, { type: "silenced", silenced: true, long: true })), true);
});

test("a connection without a picture says so, and no picture is waited for", () => {
  const state = after(...inClass, { type: "adopted", sends: true, hasPicture: false }, { type: "presence", presence: presence({}) });
  assert.deepEqual([expectsPicture(state), sentence(state)], [false, "no_picture"]);
});

for (const [reason, screen, key] of [
  ["left", "ended", "goodbye"],
  ["ended_by_class", "ended", "ended_well"],
  ["not_allowed", "ended", "not_today"],
  ["taken_over", "ended", "taken_over"],
  ["battery", "ended", "battery_goodbye"],
  ["device_locked", "ended", "device_locked"],
  ["unsafe", "unsafe", "not_safe"],
  ["binding", "unsafe", "not_safe"],
  ["sdp_media", "failed", "failed"],
  ["too_old", "failed", "too_old"],
  ["storage", "failed", "storage_failed"],
]) {
  test(`${reason} ends on the screen ${screen}`, () => {
    const state = after(...inClass, { type: "over", reason });
    assert.deepEqual([state.screen, sentence(state)], [screen, key]);
  });
}
