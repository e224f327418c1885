import assert from "node:assert/strict";
import { test } from "node:test";

import { sceneOf } from "../../../pupil_app/js/child/class_scene.js";
import { meaningOf } from "../../../pupil_app/js/child/keys.js";
import { isCalled, isLive, isQuiet } from "../../../pupil_app/js/child/live.js";
import { answerNotice, sentence } from "../../../pupil_app/js/child/now.js";
import { quieted } from "../../../pupil_app/js/child/quiet.js";
import { Walk } from "../../../pupil_app/js/child/scanning.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";
import { QUIET_S, Whispering } from "../../../pupil_app/js/child/whispering.js";
import { NO_WISHES } from "../../../pupil_app/js/lesson/wishes.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields });
const told = (fields) => ({ type: "presence", presence: presence(fields) });
const wishes = (fields) => ({ type: "wishes", wishes: { ...NO_WISHES, ...fields } });
const notice = (key) => ({ type: "notice", key });
const LOST = { type: "phase", phase: "lost", silentS: 2 };
const CALLED = told({ hand: { raised: true, seen: true, your_turn: true } });
const inClass = [
  { type: "welcome", robotName: "Willi", online: true },
  { type: "join" },
  { type: "adopted", sends: true },
  { type: "phase", phase: "present", silentS: 0 },
  told({}),
];
const after = (...events) => [...inClass, ...events].reduce(reduce, START);

// ---- being called

test("nothing hides that the child is called, until it speaks", () => {
  for (const event of [notice("limit"), { type: "question", question: "sad" }, { type: "keeping", keeping: true }, wishes({ help: true })]) {
    assert.equal(sentence(after(event, CALLED)), "your_turn", JSON.stringify(event));
    assert.equal(sentence(after(CALLED, event)), "your_turn", JSON.stringify(event));
  }
  assert.equal(sentence(after(CALLED, wishes({ microphone: true, hand: true }), notice("mic_on"))), "mic_on");
});

test("the menu makes room for the call, and opens again if the child wants it", () => {
  const open = { type: "menu", page: "main" };
  assert.equal(after(open, CALLED).menu, null);
  assert.equal(after(CALLED, open, CALLED).menu, "main");
});

test("a class that is closed or away calls nobody", () => {
  const closed = told({ hand: { raised: true, your_turn: true }, paused_by: ["teacher"] });
  assert.deepEqual([isCalled(after(CALLED)), isCalled(after(CALLED, LOST)), isCalled(after(closed))], [true, false, false]);
});

// ---- notices

test("a notice stays until the robot has something new to say", () => {
  const seen = told({ hand: { raised: true, seen: true } });
  assert.equal(sentence(after(wishes({ hand: true }), notice("hand_up"), told({ pan_deg: 9 }))), "hand_up");
  assert.equal(sentence(after(wishes({ hand: true }), notice("limit"), seen)), "hand_seen");
});

test("feeling, help and the teacher's words each get an answer", () => {
  const sad = after(wishes({ feeling: "sad" }));
  const seen = reduce(sad, told({ feeling: "sad", feeling_seen: true }));
  assert.equal(answerNotice(sad, seen), "feeling_known");
  assert.equal(answerNotice(seen, seen), null);
  const said = reduce(sad, told({ said: { number: 1, kind: "soon", text: "" } }));
  assert.equal(answerNotice(sad, said), "said_soon");
  assert.equal(answerNotice(said, said), null);
  const asks = wishes({ help: true });
  assert.equal(sentence(after(asks)), "help_called");
  assert.equal(sentence(after(asks, told({ help: { wanted: true, coming: true, waiting_s: 3 } }))), "help_coming");
});

// ---- scenes

test("each state has its scene, and a closed class leaves no trace of itself", () => {
  const of = (...events) => {
    const { kind, figure, ground, cover } = sceneOf(after(...events));
    return [kind, figure, ground, cover];
  };
  assert.deepEqual(of(), ["none", null, "plain", null]);
  assert.deepEqual(of(told({ paused_by: ["button"] })), ["other", "paused", "plain", null]);
  assert.deepEqual(of(wishes({ rest: true })), ["rest", "rest", "night", null]);
  assert.deepEqual(of(LOST), ["other", "lost", "faded", null]);
  assert.deepEqual(of(told({ signal: "fault" })), ["other", null, "plain", null]);
  assert.deepEqual(of(wishes({ sound_only: true })), ["none", "sound_only", "plain", "sound_only"]);
  assert.deepEqual(of(told({ lost: ["camera"] })), ["none", null, "plain", "lost_camera"]);
  assert.deepEqual(of(CALLED), ["none", "your_turn", "plain", null]);
  assert.deepEqual(of(wishes({ help: true })), ["none", "help", "plain", null]);
  assert.equal(sentence(after(told({ signal: "fault" }))), "lost_body");
});

test("controls are dead where nobody would notice them", () => {
  assert.equal(isLive(after()), true);
  for (const event of [LOST, told({ paused_by: ["button"] }), told({ signal: "fault" }), wishes({ rest: true })]) {
    assert.equal(isLive(after(event)), false, JSON.stringify(event));
  }
});

// ---- three kinds of quiet

test("quiet is one choice of three, and only its own way back ends it", () => {
  const loud = { ...NO_WISHES, microphone: true, hand: true, feeling: "happy", help: true };
  for (const kind of ["rest", "sound_only", "listen_only"]) {
    for (const before of [loud, quieted(loud, "rest"), quieted(loud, "sound_only"), quieted(loud, "listen_only")]) {
      const now = quieted(before, kind);
      assert.deepEqual(["rest", "sound_only", "listen_only"].filter((one) => now[one]), [kind]);
      assert.equal(now.microphone, false);
      assert.deepEqual([now.feeling, now.help], ["happy", true]);
      assert.equal(isQuiet({ wishes: now }), true);
      const back = quieted(now, null);
      assert.equal(isQuiet({ wishes: back }), false);
      assert.equal(back.microphone, false);
    }
  }
  assert.equal(quieted(loud, "sound_only").hand, true);
  assert.equal(quieted(loud, "rest").hand, false);
});

// ---- whisper, keys, one switch

test("a whisper is over after five quiet seconds, and a word begins them anew", () => {
  const whispering = new Whispering();
  assert.equal(whispering.hear(0, 100), false);
  whispering.begin(0);
  assert.equal(whispering.hear(0.2, 4), false);
  assert.equal(whispering.hear(0.01, 4 + QUIET_S - 0.1), false);
  assert.equal(whispering.hear(0.01, 4 + QUIET_S), true);
  assert.equal(whispering.hear(0.01, 90), false);
});

test("keys mean what they say, in any case", () => {
  assert.deepEqual([meaningOf("H"), meaningOf("m"), meaningOf("Escape")], [{ do: "hand" }, { do: "microphone" }, { do: "close" }]);
  assert.deepEqual(meaningOf("ArrowLeft"), { do: "look", way: "left" });
  assert.deepEqual(meaningOf("+"), { do: "louder", step: 1 });
  for (const key of ["x", "constructor", "Tab", "Enter"]) assert.equal(meaningOf(key), null);
});

test("the walk gives each control its time, goes round twice, and rests", () => {
  const walk = new Walk();
  assert.equal(walk.index, -1);
  walk.begin(3, 0, 4);
  assert.deepEqual([walk.tick(3.9, 1), walk.index], [false, 0]);
  const places = [];
  for (let nowS = 4; nowS < 12; nowS += 1) if (walk.tick(nowS, 1)) places.push(walk.index);
  assert.deepEqual(places, [1, 2, 0, 1, 2, -1]);
  walk.begin(0, 20, 1);
  assert.equal(walk.index, -1);
});
