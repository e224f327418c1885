import assert from "node:assert/strict";
import { test } from "node:test";

import { isMoreTired, noticeOf, sentence, StatusPacer } from "../../../pupil_app/js/child/now.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";
import * as posture from "../../../pupil_app/js/page/posture.js";
import { EYES, SHOWN } from "../../../pupil_app/js/page/signal_table.js";
import { SIGNALS } from "../../../pupil_app/js/wire/protocol.js";
import {
  expectsPicture, isHeard, isOpen, isSending, line, mustHush, needsCheck, needsMicrophone, reduce, START,
} from "../../../pupil_app/js/child/state.js";
import { afterReload, changed, hushed, inOrder, NO_WISHES, toggled } from "../../../pupil_app/js/lesson/wishes.js";

const after = (...events) => events.reduce(reduce, START);
const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields });
const inClass = [
  { type: "welcome", robotName: "Willi", online: true },
  { type: "join" },
  { type: "adopted", sends: true },
  { type: "phase", phase: "present", silentS: 0 },
];
const says = (...events) => sentence(after(...inClass, ...events));
const wishes = (fields) => ({ type: "wishes", wishes: { ...NO_WISHES, ...fields } });

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

test("whispering opens the microphone, and closing it ends the whispering", () => {
  const whispering = toggled(NO_WISHES, "whisper", true);
  assert.deepEqual([whispering.microphone, whispering.whisper], [true, true]);
  assert.deepEqual(toggled(whispering, "microphone", true), NO_WISHES);
});

test("only listening and a break close the microphone", () => {
  const speaking = toggled(NO_WISHES, "microphone", true);
  assert.equal(toggled(speaking, "listen_only", true).microphone, false);
  const resting = toggled(speaking, "rest", true);
  assert.equal(resting.microphone, false);
  assert.equal(toggled(resting, "rest", true).microphone, false);
});

test("a blocked microphone cannot be opened", () => {
  assert.deepEqual(toggled(NO_WISHES, "microphone", false), NO_WISHES);
});

/** What the class hears of the child: nothing, a whisper, or all. */
const loudness = ({ microphone, whisper }) => (microphone ? (whisper ? 1 : 2) : 0);
const TOGGLES = ["microphone", "whisper", "hand", "listen_only", "rest", "sound_only", "help"];
const tapped = (wishes, ...names) => names.reduce((now, name) => toggled(now, name, true), wishes);

/** Everything that can be reached by taps. */
const REACHED = (() => {
  const found = new Map([[JSON.stringify(NO_WISHES), NO_WISHES]]);
  for (const wishes of found.values()) {
    for (const name of TOGGLES) {
      const next = toggled(wishes, name, true);
      const mark = JSON.stringify(Object.entries(next).sort());
      if (![...found.values()].some((one) => JSON.stringify(Object.entries(one).sort()) === mark)) found.set(mark, next);
    }
  }
  return [...found.values()];
})();

test("a whisper ends as it began: unheard stays unheard, aloud goes on aloud", () => {
  assert.deepEqual(tapped(NO_WISHES, "whisper", "whisper"), NO_WISHES);
  const speaking = tapped(NO_WISHES, "microphone");
  assert.deepEqual(tapped(speaking, "whisper", "whisper"), speaking);
  assert.deepEqual(tapped(speaking, "whisper", "microphone"), NO_WISHES);
  assert.deepEqual(tapped(speaking, "whisper", "microphone", "whisper", "whisper"), NO_WISHES);
  for (const other of ["hand", "sound_only"]) {
    assert.equal(tapped(NO_WISHES, "whisper", other, "whisper").microphone, false, other);
  }
  for (const quiet of ["rest", "listen_only"]) {
    assert.equal(loudness(tapped(speaking, "whisper", quiet, quiet)), 0, quiet);
    assert.equal(loudness(tapped(speaking, "whisper", quiet, quiet, "whisper", "whisper")), 0, quiet);
  }
});

test("nothing but a tap on the microphone itself makes the child loud", () => {
  assert.ok(REACHED.length >= 20, String(REACHED.length));
  for (const wishes of REACHED) {
    for (const name of TOGGLES) {
      const next = toggled(wishes, name, true);
      const most = name === "microphone" ? 2 : name === "whisper" && !wishes.aloud_after ? 1 : wishes.aloud_after ? 2 : loudness(wishes);
      assert.ok(loudness(next) <= most, `${name}: ${JSON.stringify(wishes)}`);
      if (wishes[name]) assert.ok(!next[name], `${name} is off`);
    }
  }
});

test("nothing contradicts itself, and a blocked microphone is never open", () => {
  for (const wishes of REACHED) {
    if (wishes.microphone || wishes.hand) assert.ok(!wishes.rest && !wishes.listen_only, JSON.stringify(wishes));
    if (wishes.whisper) assert.ok(wishes.microphone, JSON.stringify(wishes));
    if (wishes.aloud_after) assert.ok(wishes.whisper, JSON.stringify(wishes));
    for (const name of TOGGLES) assert.equal(loudness(toggled(wishes, name, false)), 0, name);
  }
});

test("one tap leads out of a break, and none from there to an open microphone", () => {
  const resting = tapped(NO_WISHES, "microphone", "rest");
  for (const name of ["microphone", "whisper", "rest"]) assert.deepEqual(tapped(resting, name), NO_WISHES, name);
  assert.deepEqual(tapped(resting, "hand"), { ...NO_WISHES, hand: true });
  for (const name of ["listen_only", "sound_only"]) assert.equal(tapped(resting, name).rest, true, name);
});

test("help is asked for from anywhere, and nothing else takes the request back", () => {
  for (const wishes of REACHED) {
    const { help, ...others } = toggled(wishes, "help", true);
    assert.deepEqual({ ...others, help: wishes.help }, wishes);
    assert.equal(help, !wishes.help);
    for (const name of TOGGLES.filter((one) => one !== "help")) assert.equal(toggled(wishes, name, true).help, wishes.help, name);
  }
  assert.equal(toggled(NO_WISHES, "help", false).help, true, "also with a blocked microphone");
});

test("a hand that was called comes down when the child has spoken", () => {
  const called = { type: "presence", presence: presence({ hand: { raised: true, seen: true, your_turn: true } }) };
  const forgotten = { type: "presence", presence: presence({ hand: { raised: true, seen: true } }) };
  const ended = (...events) => {
    const { wishes: now, turnTaken } = after(...inClass, ...events);
    return toggled(now, "microphone", true, turnTaken).hand;
  };
  const speaks = wishes({ hand: true, microphone: true });
  assert.equal(ended(called, speaks), false);
  assert.equal(ended(called, speaks, forgotten), false);
  assert.equal(ended(speaks), true);
  assert.equal(ended(called, wishes({ hand: true, microphone: true, whisper: true })), true);
  assert.equal(ended(called, speaks, wishes({ hand: true }), forgotten, speaks), true);
});

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

test("a whisper is sent only once the robot has turned it low", () => {
  const whispers = wishes({ microphone: true, whisper: true });
  const told = (fields) => ({ type: "presence", presence: presence(fields) });
  assert.equal(isSending(after(...inClass, whispers)), false);
  assert.equal(isSending(after(...inClass, whispers, told({}))), false);
  assert.equal(isSending(after(...inClass, whispers, told({ whisper: true }))), true);
  assert.equal(isSending(after(...inClass, wishes({ microphone: true }), told({}))), true);
});

test("only what changed is told", () => {
  assert.deepEqual(changed(NO_WISHES, { ...NO_WISHES, hand: true, feeling: "sad" }), ["hand", "feeling"]);
});

test("a whisper is never loud, not even for a moment", () => {
  const whispering = toggled(NO_WISHES, "whisper", true);
  assert.deepEqual(changed(NO_WISHES, whispering), ["whisper", "microphone"]);
  assert.deepEqual(changed(whispering, NO_WISHES), ["microphone", "whisper"]);
  assert.deepEqual(inOrder(whispering).slice(0, 2), ["whisper", "microphone"]);
  assert.deepEqual([...inOrder(NO_WISHES)].sort(), Object.keys(NO_WISHES).sort());
});

test("a reload keeps hand, feeling, help and calm, but starts unheard", () => {
  const kept = afterReload({ ...NO_WISHES, hand: true, feeling: "sad", help: true, microphone: true, whisper: true });
  assert.deepEqual(kept, { ...NO_WISHES, hand: true, feeling: "sad", help: true });
  for (const nonsense of [null, 7, "x", [], { hand: "yes" }]) assert.deepEqual(afterReload(nonsense), NO_WISHES);
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

// ---- Karlsson's drawing

test("the robot's own table knows every signal, and every drawing it names", () => {
  assert.deepEqual(Object.keys(SHOWN).sort(), [...SIGNALS].sort());
  for (const { eyes } of Object.values(SHOWN)) for (const [, name] of eyes) assert.ok(name in EYES);
});

test("the ring shines no brighter than full, and each frame lies after the one before", () => {
  for (const signal of SIGNALS) {
    const { frames, seconds } = posture.rhythm(signal);
    assert.ok(seconds === 0 || seconds >= 0.8);
    let before = 0;
    for (const { offset, opacity } of frames) {
      assert.ok(offset >= before && offset <= 1 && opacity >= 0 && opacity <= 1);
      before = offset;
    }
    assert.equal(before, 1);
  }
});

test("eyes change when the robot's do", () => {
  assert.deepEqual(posture.eyesAt("joining", 0.4), { name: "half", leftS: 0.6 });
  assert.equal(posture.eyesAt("joining", 1).name, "open");
  assert.equal(posture.eyesAt("joining", 90).name, "open");
  assert.equal(posture.eyesAt("line_bad", 1.7).name, "search_right");
  assert.equal(posture.eyesAt("line_bad", 3.3).name, "search_left");
  assert.deepEqual(posture.eyesAt("present", 5), { name: "open", leftS: Infinity });
});

test("one dot for each light of the eyes, the robot's right eye on the left", () => {
  assert.equal(posture.dots("off"), "");
  const places = posture.dots("search_left").match(/M[\d.]+/g).map((place) => Number(place.slice(1)));
  assert.equal(places.length, 2 * 48);
  assert.ok(places.filter((x) => x < 100).length === 48);
});

test("the drawing raises its arm and turns its face as the robot does", () => {
  const up = posture.posture(presence({ signal: "hand", hand: { raised: true }, pan_deg: 45, tilt_deg: 20 }));
  assert.equal(up.hand, "up");
  assert.ok(up.turn.faceX > 0 && up.turn.headY < 0);
  assert.ok(up.turn.ears[0].front && !up.turn.ears[1].front);
  const parked = posture.posture(presence({ signal: "fault", hand: { raised: true }, pan_deg: 45 }));
  assert.deepEqual([parked.hand, parked.turn.faceX], ["down", up.turn.faceX]);
  for (const signal of ["invented", "constructor"]) assert.equal(posture.posture(presence({ signal })).signal, "asleep");
  assert.ok(posture.posture(null).turn.headY > 0);
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
