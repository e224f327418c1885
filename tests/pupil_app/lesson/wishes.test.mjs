import assert from "node:assert/strict";
import { test } from "node:test";

import { isSending } from "../../../pupil_app/js/child/state.js";
import { afterReload, changed, inOrder, NO_WISHES, toggled } from "../../../pupil_app/js/lesson/wishes.js";
import { after, inClass, presence, wishes } from "../child/told.mjs";

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

/** The child as the class hears it: not at all, a whisper, or aloud. */
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
