// Where the boxes of Karlsson's head stand. No browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AHEAD, between, EARS, moves, places, pose, visible } from "../../../pupil_app/js/page/figure_turn.js";
import { turn } from "../../../pupil_app/js/page/posture.js";

/** Numbers of a transform. */
const numbers = (transform) => transform.match(/-?[\d.]+/g).map(Number);

test("a head that looks ahead stands where it is drawn", () => {
  const { head, face, ears } = places(AHEAD);
  assert.deepEqual(numbers(head), [0, 0, 0]);
  assert.deepEqual(numbers(face), [0, 0, 1, 1]);
  for (const ear of ears) assert.deepEqual(numbers(ear), [0, 0, 1, 1]);
});

test("the face goes as far as the robot's, in percent of a drawing of 200 by 240", () => {
  const turned = turn(60, -30);
  const [across, down] = numbers(places(pose(turned, 0)).face);
  assert.ok(Math.abs(across * 2 - 1.2 * turned.faceX) < 0.01);
  assert.ok(Math.abs(down * 2.4 - 1.2 * turned.faceY) < 0.01);
});

test("an ear is drawn at the edge of the head and moves with it", () => {
  const turned = turn(90, 0);
  for (const [index, ear] of places(pose(turned, 0)).ears.entries()) {
    const [across, , width] = numbers(ear);
    assert.ok(Math.abs(EARS[index].x + (across * 2) / 1.2 - 1.04 * turned.ears[index].x) < 0.01);
    assert.equal(width * 4, turned.ears[index].width);
  }
});

test("a way that is interrupted goes on from where it is", () => {
  const to = pose(turn(60, 10), 8);
  assert.deepEqual(between(AHEAD, to, 0), AHEAD);
  assert.equal(between(AHEAD, to, 1.5), to);
  const [faceX, , rollDeg] = between(AHEAD, to, 0.25);
  assert.equal(faceX, to[0] / 4);
  assert.equal(rollDeg, 2);
});

test("a part that moves by less than can be seen stays, and does not drift away", () => {
  let shown = AHEAD;
  for (let tiltDeg = 0; tiltDeg <= 30; tiltDeg += 0.5) {
    const wanted = pose(turn(40, tiltDeg), 0);
    const next = visible(shown, wanted);
    assert.equal(next[1], wanted[1]); // the face always goes along
    for (const [index, value] of wanted.entries()) assert.ok(Math.abs(next[index] - value) < 0.5);
    shown = next;
  }
  assert.ok(!moves(AHEAD, visible(AHEAD, pose(turn(0, 2), 0)), "head"));
  assert.ok(moves(AHEAD, visible(AHEAD, pose(turn(0, 10), 0)), "head"));
  assert.ok(moves(AHEAD, visible(AHEAD, pose(turn(60, 0), 0)), "left"));
});
