import assert from "node:assert/strict";
import { test } from "node:test";

import * as posture from "../../../pupil_app/js/page/posture.js";
import { SIGNALS } from "../../../pupil_app/js/wire/protocol.js";
import { EYES, SHOWN } from "../../../pupil_app/js/page/signal_table.js";
import { presence } from "../child/told.mjs";

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
