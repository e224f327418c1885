// What Karlsson's drawing shows: presence, scenes, outfits. No browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { covers, look, onlyTurned, outfit, SCENES, SHELLS, WEARS } from "../../../pupil_app/js/page/figure_scenes.js";
import { gentle, rhythm } from "../../../pupil_app/js/page/posture.js";
import { EYES, SHOWN } from "../../../pupil_app/js/page/signal_table.js";

const present = { type: "presence", signal: "present", connected: true };

test("every scene takes eyes, lamp and rhythm from the body's own table", () => {
  for (const [name, { signal, eyes }] of Object.entries(SCENES)) {
    assert.ok(Object.hasOwn(SHOWN, signal), name);
    assert.ok(eyes === undefined || Object.hasOwn(EYES, eyes), name);
  }
});

test("without a scene the drawing mirrors the body", () => {
  for (const signal of Object.keys(SHOWN)) {
    const { signal: shown, eyes } = look({ ...present, signal }, null);
    assert.deepEqual([shown, eyes], [signal, null]);
  }
});

test("a break, a pause, a bad line and a sleeping robot look like themselves on every page", () => {
  const scenes = ["on_break", "paused", "line_bad", "asleep", "present"].map((signal) => look({ ...present, signal }, null).scene);
  assert.deepEqual(scenes, ["rest", "paused", "lost", "sleeping", "none"]);
  assert.equal(look(null, null).scene, "sleeping");
});

test("a raised hand is up, unless a scene needs the arms", () => {
  const raised = { ...present, signal: "hand", hand: { raised: true } };
  assert.equal(look(raised, null).arms, "up");
  assert.equal(look(raised, "your_turn").arms, "both_up");
  assert.equal(look({ ...raised, signal: "paused" }, null).arms, "cover");
});

test("an unknown scene is none", () => {
  assert.deepEqual(look(present, "toString"), look(present, null));
  assert.deepEqual(look(present, "dancing"), look(present, null));
});

test("a scene without a direction of its own keeps the measured head", () => {
  const turned = { ...present, pan_deg: 40, tilt_deg: 5 };
  assert.deepEqual(look(turned, "your_turn").turn, look(present, "your_turn").turn);
  assert.deepEqual(look(turned, "sound_only").turn, look(turned, null).turn);
});

test("a robot that rests or may not look is covered, and one that is awake is not", () => {
  const all = ["rest", "paused", "not_allowed", "sleeping", "goodbye", "your_turn", "lost"].map((scene) => covers(look(present, scene)));
  assert.deepEqual(all, [true, true, true, true, false, false, false]);
});

test("a report that turns the head is told from one that brings anything new", () => {
  assert.ok(onlyTurned(present, { ...present, pan_deg: 5, tilt_deg: 2, hand: { raised: undefined } }));
  for (const news of [{ signal: "hand" }, { hand: { raised: true } }, { feeling: "sad" }, { zoomed: true }, { understood: "no" }]) {
    assert.ok(!onlyTurned(present, { ...present, ...news }), JSON.stringify(news));
    assert.notDeepEqual(look({ ...present, ...news }, null), look(present, null));
  }
  assert.ok(!onlyTurned(null, present));
  assert.ok(!onlyTurned(present, null));
});

test("an outfit that nobody knows falls back to what can be drawn", () => {
  const plain = { nickname: "", shell: "sand", wears: "none" };
  assert.deepEqual(outfit(null), plain);
  assert.deepEqual(outfit({ nickname: 7, shell: "constructor", wears: "sword" }), plain);
  assert.equal(outfit({ nickname: "  Maximiliane-Sophie " }).nickname, "Maximiliane-");
  for (const shell of SHELLS) for (const wears of WEARS) assert.deepEqual(outfit({ nickname: "Pollux", shell, wears }), { nickname: "Pollux", shell, wears });
});

test("no light on the screen changes its direction more than once a second", () => {
  for (const signal of Object.keys(SHOWN)) {
    const { frames, seconds, repeats } = gentle(signal);
    const turns = frames.map(({ offset }) => offset * seconds);
    for (const [index, atS] of turns.entries()) {
      if (index > 0) assert.ok(atS - turns[index - 1] >= 1, `${signal}: ${turns}`);
    }
    if (repeats) assert.equal(frames[0].opacity, frames[frames.length - 1].opacity, `${signal} jumps`);
  }
});

test("a slowed light is as bright and as dark as the robot's", () => {
  for (const signal of Object.keys(SHOWN)) {
    const bounds = ({ frames }) => [Math.min, Math.max].map((most) => most(...frames.map(({ opacity }) => opacity)));
    const [own, shown] = [bounds(rhythm(signal)), bounds(gentle(signal))];
    assert.equal(shown[0], own[0], signal);
    if (gentle(signal).repeats) assert.equal(shown[1], own[1], signal);
  }
});
