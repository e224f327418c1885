import assert from "node:assert/strict";
import { test } from "node:test";

import { SILENT_AFTER_S } from "../../../pupil_app/js/lesson/silence.js";
import { NO_WISHES, toggled } from "../../../pupil_app/js/lesson/wishes.js";
import { acknowledge, began } from "./running.mjs";

test("every stay begins with all that the child wants, also with what is off", () => {
  const { peer } = began({ ...NO_WISHES, sound_only: true });
  const events = peer.sent.filter(({ road }) => road === "events").map(({ message: { seq, ...rest } }) => rest);
  assert.deepEqual(events, [
    { type: "microphone", on: false },
    { type: "whisper", on: false },
    { type: "hand", raised: false },
    { type: "feeling", feeling: null },
    { type: "help", wanted: false },
    { type: "listen_only", on: false },
    { type: "rest", on: false },
    { type: "sound_only", on: true },
  ]);
});

test("what is known of microphone and drawing before the lesson is told once it runs", () => {
  const outfit = { nickname: "Kalle", shell: "mint", wears: "cap" };
  const made = began(NO_WISHES, (lesson) => {
    lesson.robot.known.microphone(false);
    lesson.robot.known.outfit(outfit);
  });
  assert.deepEqual(made.peer.said("microphone_report").map(({ works }) => works), [false]);
  assert.deepEqual(made.peer.said("outfit").map(({ nickname, shell, wears }) => ({ nickname, shell, wears })), [outfit]);
});

test("a microphone is reported when it changes, and again over a new connection", () => {
  const made = began();
  assert.deepEqual(made.peer.said("microphone_report"), []);
  for (const works of [true, true, false, false, true]) made.lesson.robot.known.microphone(works);
  assert.deepEqual(made.peer.said("microphone_report").map(({ works }) => works), [true, false, true]);
  made.lesson.robot.known.outfit({ nickname: "", shell: "sky", wears: "none" });
  made.lesson.rebuild();
  made.peers[1].parts.state("connected");
  assert.deepEqual(made.peers[1].said("microphone_report").map(({ works }) => works), [true]);
  assert.deepEqual(made.peers[1].said("outfit").map(({ shell }) => shell), ["sky"]);
});

test("help is asked for through the bridge while the channels are silent, until the robot confirms", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.peer.takes = false;
  made.relayed.length = 0;
  made.lesson.robot.wish(toggled(NO_WISHES, "help", false));
  made.pass(2, false);
  const asked = made.relayed.filter(({ type }) => type === "help");
  assert.ok(asked.length > 1);
  assert.ok(asked.every(({ wanted, seq }) => wanted && seq === asked[0].seq));
});

test("while the channels live, nothing goes through the bridge", () => {
  const made = began();
  acknowledge(made);
  made.pass(1, true);
  made.lesson.robot.wish({ ...NO_WISHES, hand: true });
  acknowledge(made);
  made.lesson.robot.look({ panDeg: 20, tiltDeg: 0 });
  made.pass(2, true);
  assert.ok(made.peer.said("look").length > 1);
  acknowledge(made);
  assert.deepEqual(made.relayed.filter(({ type }) => type !== "line"), []);
});

test("once they are silent, event and look go on both roads under one number", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.relayed.length = 0;
  made.lesson.robot.wish({ ...NO_WISHES, hand: true });
  made.lesson.robot.look({ panDeg: 20, tiltDeg: 0 });
  const [hand, look] = [made.peer.said("hand").at(-1), made.peer.said("look").at(-1)];
  assert.deepEqual([hand.raised, look.pan_deg], [true, 20]);
  assert.deepEqual(made.relayed, [hand, look]);
});

test("of looks the newest is repeated, of events what nobody confirmed", () => {
  const made = began();
  acknowledge(made);
  made.pass(SILENT_AFTER_S + 0.1, false);
  made.lesson.robot.wish({ ...NO_WISHES, hand: true });
  made.lesson.robot.look({ panDeg: 20, tiltDeg: 0 });
  made.lesson.robot.look({ panDeg: -30, tiltDeg: 5 });
  made.relayed.length = 0;
  made.pass(1, false);
  const looks = made.relayed.filter(({ type }) => type === "look");
  assert.ok(looks.length >= 2 && looks.length <= 7, String(looks.length));
  assert.ok(looks.every(({ pan_deg }) => pan_deg === -30));
  const hands = made.relayed.filter(({ type }) => type === "hand");
  assert.ok(hands.length >= 1);
  assert.deepEqual(new Set(hands.map(({ seq }) => seq)), new Set([made.peer.said("hand").at(-1).seq]));
  made.lesson.receive({ type: "relay", presence: made.presence, message: { type: "ack", seq: hands[0].seq } });
  made.relayed.length = 0;
  made.pass(5, false);
  assert.equal(made.relayed.some(({ type }) => type === "hand"), false);
});

test("a channel that takes nothing more is no reason to wait", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.robot.wish({ ...NO_WISHES, feeling: "sad" });
  assert.deepEqual(made.relayed.map(({ feeling }) => feeling), ["sad"]);
});

test("a whisper comes before the open microphone, also when it is said again", () => {
  const made = began();
  acknowledge(made);
  made.lesson.robot.wish(toggled(NO_WISHES, "whisper", true));
  const spoken = made.peer.sent.slice(-2).map(({ message }) => message.type);
  assert.deepEqual(spoken, ["whisper", "microphone"]);
  made.pass(0.6, false);
  const again = made.relayed.map(({ type }) => type).filter((type) => type !== "line");
  assert.deepEqual(again, ["whisper", "microphone"]);
});

test("the heart beats five times a second", () => {
  const made = began();
  made.pass(2, true);
  const beats = made.peer.said("beat").length;
  assert.ok(beats >= 9 && beats <= 11, String(beats));
});

const BOARD = { slot: "board", panDeg: 30, tiltDeg: 5 };

test("a saved place is asked for on both channels, and looked for at once", () => {
  const { lesson, peer, told } = began();
  lesson.robot.goTo(BOARD);
  assert.deepEqual(peer.said("view").map(({ slot, action }) => [slot, action]), [["board", "go"]]);
  assert.deepEqual(peer.said("look").map(({ pan_deg }) => pan_deg), [30]);
  assert.deepEqual(told.at(-1), { type: "target", target: { panDeg: 30, tiltDeg: 5 } });
});

test("a place that the child has left for another look is not asked for again", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.robot.goTo(BOARD);
  made.lesson.robot.look({ panDeg: -20, tiltDeg: 0 });
  const before = made.relayed.length;
  made.pass(1.5, true);
  assert.deepEqual(made.relayed.slice(before).filter(({ type }) => type === "view"), []);
});

test("a head that could not turn in time does not turn late, but what is saved stays said", () => {
  const made = began();
  acknowledge(made);
  made.peer.takes = false;
  made.lesson.robot.save("table");
  made.lesson.robot.gesture("nod");
  made.pass(6, true);
  const times = (type) => made.relayed.filter((message) => message.type === type).length;
  const late = times("gesture");
  assert.ok(late >= 1 && late <= 3, String(late));
  const saved = times("view");
  made.pass(6, true);
  assert.deepEqual([times("gesture"), times("view") > saved], [late, true]);
});

test("a gesture is not ended by a look that is said again", () => {
  const made = began();
  made.lesson.robot.look({ panDeg: 40, tiltDeg: 0 });
  made.lesson.robot.gesture("applaud");
  made.pass(1, true);
  assert.equal(made.peer.said("look").length, 1);
  assert.deepEqual(made.peer.said("gesture").map(({ name }) => name), ["applaud"]);
});

/** The robot says where its head is, and whether it can look further. */
const posed = (made, at_limit) =>
  made.peer.hear({ type: "pose", seq: (made.beat += 1), pan_deg: 30, tilt_deg: 0, at_limit });
const limits = (made) => made.told.filter(({ type }) => type === "limit").length;

test("the robot says that it can look no further, once for each look", () => {
  const made = began();
  made.lesson.robot.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true);
  posed(made, true);
  assert.equal(limits(made), 1);
  assert.deepEqual(made.told.filter(({ type }) => type === "target").at(-1), { type: "target", target: null });
  made.lesson.robot.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true); // still of the look before
  assert.equal(limits(made), 1);
  made.nowS += 0.3;
  posed(made, true);
  assert.equal(limits(made), 2);
});

test("a late word of a limit says nothing about a look that comes after it", () => {
  const made = began();
  made.lesson.robot.look({ panDeg: 170, tiltDeg: 0 });
  posed(made, true);
  made.lesson.robot.look({ panDeg: 0, tiltDeg: 0 });
  posed(made, true);
  posed(made, false);
  made.nowS += 1;
  posed(made, false);
  assert.equal(limits(made), 1);
});

/** A state of a robot that can do everything. */
const able = (seq, more = {}) => ({
  type: "presence", seq, presence: "x", signal: "present", zoom_most: 8, can_speak: true,
  rights: { zoom: "on", still: "on", sheets: "on", speech: "on" }, ...more,
});

test("a crop goes over control, again until the picture shows it, and no more without the right", () => {
  const made = began();
  made.peer.hear(able(1));
  assert.equal(made.lesson.robot.crop({ zoom: 4, x: 0.75, y: 0.25 }), true);
  assert.deepEqual(made.lesson.robot.framing, { zoom: 4, x: 0.75, y: 0.25 });
  made.pass(0.5, true);
  const crops = made.peer.said("crop");
  assert.ok(crops.length >= 2 && crops.length <= 4, `${crops.length}`);
  const { seq, sent_ms, ...first } = crops[0];
  assert.deepEqual(first, { type: "crop", zoom: 4, x: 0.75, y: 0.25 });
  made.peer.hear(able(2, { rights: { zoom: "class", still: "on", sheets: "on", speech: "on" } }));
  made.pass(0.5, true);
  assert.equal(made.peer.said("crop").length, crops.length);
  assert.equal(made.lesson.robot.crop({ zoom: 4, x: 0.75, y: 0.25 }), false);
});

test("what the picture shows is told to the page", () => {
  const made = began();
  made.peer.hear({ type: "pose", seq: 1, pan_deg: 0, tilt_deg: 0, zoom: 2, x: 0.5, y: 0.25 });
  assert.deepEqual(made.lesson.robot.shownCrop, { zoom: 2, x: 0.5, y: 0.25 });
  assert.equal(made.told.filter(({ type }) => type === "crop").length, 1);
});

test("crops go through the bridge while the line is silent, but fewer", () => {
  const made = began();
  made.peer.hear(able(1));
  made.pass(SILENT_AFTER_S + 0.2, false);
  made.relayed.length = 0;
  for (let n = 0; n < 20; n += 1) {
    made.lesson.robot.crop({ zoom: 2 + n / 10, x: 0.5, y: 0.5 });
    made.pass(0.05, false);
  }
  const crops = made.relayed.filter(({ type }) => type === "crop");
  assert.ok(crops.length >= 4 && crops.length <= 8, `${crops.length}`);
});

test("stills, phrases, answers and following are events", () => {
  const made = began();
  made.peer.hear(able(1));
  made.lesson.robot.takeStill();
  made.lesson.robot.say({ kind: "text", text: "Wo?", aloud: true });
  made.lesson.robot.understood("no");
  made.lesson.robot.follow(true);
  const events = made.peer.sent.filter(({ road }) => road === "events").slice(-4).map(({ message: { seq, ...rest } }) => rest);
  assert.deepEqual(events, [
    { type: "still" },
    { type: "phrase", number: 1, kind: "text", text: "Wo?", aloud: true, language: "de" },
    { type: "understood", answer: "no" },
    { type: "follow", on: true },
  ]);
});

test("a still that the robot does not confirm is not taken late", () => {
  const made = began();
  made.peer.hear(able(1));
  acknowledge(made);
  made.lesson.robot.takeStill();
  made.pass(1.5, true);
  const soon = made.relayed.filter(({ type }) => type === "still").length;
  assert.ok(soon >= 1);
  made.pass(10, true);
  assert.equal(made.relayed.filter(({ type }) => type === "still").length <= soon + 1, true);
});

test("the page is told what the robot or the bridge did not allow", () => {
  const made = began();
  const refused = { type: "refused", code: "not_allowed", text: "No.", re: "still", day: null };
  made.peer.hear(refused);
  made.lesson.receive({ ...refused, re: "phrase" });
  made.lesson.receive({ type: "relay", presence: made.presence, message: { ...refused, re: "follow" } });
  made.lesson.receive({ ...refused, re: "candidate" });
  const denied = made.told.filter(({ type }) => type === "denied").map(({ re }) => re);
  assert.deepEqual(denied.filter((re) => re !== "follow"), ["still", "phrase"]);
});
