import assert from "node:assert/strict";
import { test } from "node:test";

import * as looking from "../../../pupil_app/js/lesson/looking.js";

const ASPECT = 4 / 3;
const LENS = 66;
const AHEAD = { panDeg: 0, tiltDeg: 0 };
const near = (left, right, margin = 1e-6) => assert.ok(Math.abs(left - right) < margin, `${left} is not ${right}`);

test("the middle of the picture is where the head is already", () => {
  for (const pose of [AHEAD, { panDeg: 40, tiltDeg: -20 }]) {
    const found = looking.poseOf({ x: 0.5, y: 0.5 }, pose, LENS, ASPECT);
    near(found.panDeg, pose.panDeg);
    near(found.tiltDeg, pose.tiltDeg);
  }
});

test("the edges of the picture are half the lens away, left is positive", () => {
  near(looking.poseOf({ x: 0, y: 0.5 }, AHEAD, LENS, ASPECT).panDeg, 33);
  near(looking.poseOf({ x: 1, y: 0.5 }, AHEAD, LENS, ASPECT).panDeg, -33);
  const up = Math.atan(Math.tan((33 * Math.PI) / 180) / ASPECT) * (180 / Math.PI);
  near(looking.poseOf({ x: 0.5, y: 0 }, AHEAD, LENS, ASPECT).tiltDeg, up);
  near(looking.poseOf({ x: 0.5, y: 1 }, AHEAD, LENS, ASPECT).tiltDeg, -up);
});

test("a place found again in the picture is the place that was tapped", () => {
  for (const pose of [AHEAD, { panDeg: -35, tiltDeg: 18 }, { panDeg: 70, tiltDeg: -25 }]) {
    for (const x of [0.05, 0.3, 0.5, 0.9]) {
      for (const y of [0.1, 0.5, 0.95]) {
        const target = looking.poseOf({ x, y }, pose, LENS, ASPECT);
        const place = looking.placeOfPose(target, pose, LENS, ASPECT);
        near(place.x, x, 1e-9);
        near(place.y, y, 1e-9);
      }
    }
  }
});

test("the hint wanders to the middle as the head turns, and waits at the edge before", () => {
  const target = { panDeg: 60, tiltDeg: 0 };
  near(looking.placeOfPose(target, AHEAD, LENS, ASPECT).x, 0);
  const underway = looking.placeOfPose(target, { panDeg: 40, tiltDeg: 0 }, LENS, ASPECT).x;
  assert.ok(underway > 0 && underway < 0.5);
  near(looking.placeOfPose(target, target, LENS, ASPECT).x, 0.5);
});

test("a tap in a cropped picture means the place that is under the finger", () => {
  const whole = { x: -100, y: -20, width: 800, height: 600 };
  assert.deepEqual(looking.placeIn({ x: 100, y: 280 }, whole), { x: 0.25, y: 0.5 });
});

test("a drag pulls the view along: to the right, the head turns to its left", () => {
  const from = { panDeg: 5, tiltDeg: 1 };
  assert.deepEqual(looking.pulledPose({ x: 0.5, y: 0 }, from, 66, 4 / 3), { panDeg: 38, tiltDeg: 1 });
  assert.deepEqual(looking.pulledPose({ x: 0, y: -0.5 }, from, 66, 1.5), { panDeg: 5, tiltDeg: -21 });
});

test("a look is as fine as a servo and goes wherever the child wants", () => {
  assert.deepEqual(looking.rounded({ panDeg: 95.004, tiltDeg: -40 }), { panDeg: 95, tiltDeg: -40 });
  assert.deepEqual(looking.headOf(null), looking.USUAL_HEAD);
});

test("buttons and keys turn by steps, and back to straight ahead", () => {
  assert.equal(looking.step("left", AHEAD).panDeg, looking.STEP_DEG.pan);
  assert.equal(looking.step("right", AHEAD).panDeg, -looking.STEP_DEG.pan);
  assert.equal(looking.step("up", AHEAD).tiltDeg, looking.STEP_DEG.tilt);
  assert.equal(looking.step("down", AHEAD).tiltDeg, -looking.STEP_DEG.tilt);
  assert.deepEqual(looking.step(looking.KEYS.Home, { panDeg: 30, tiltDeg: 9 }), AHEAD);
});

test("the first look goes out at once, and no more than 20 a second after it", () => {
  const pacer = new looking.LookPacer();
  let said = 0;
  for (let ms = 0; ms < 1000; ms += 10) {
    pacer.set({ panDeg: ms, tiltDeg: 0 }, ms / 1000);
    if (pacer.due(AHEAD, ms / 1000)) said += 1;
    if (ms === 0) assert.equal(said, 1);
  }
  assert.ok(said >= 15 && said <= 20, String(said));
});

test("a look is said again until the head is there", () => {
  const pacer = new looking.LookPacer();
  const target = { panDeg: 30, tiltDeg: 0 };
  pacer.set(target, 0);
  assert.deepEqual(pacer.due(AHEAD, 0), target);
  assert.equal(pacer.due(AHEAD, 0.1), null);
  assert.deepEqual(pacer.due(AHEAD, 0.21), target);
  assert.equal(pacer.due({ panDeg: 29.5, tiltDeg: 0 }, 0.5), null);
  assert.equal(pacer.target, null);
});

test("a head that cannot get there is not asked for ever", () => {
  const pacer = new looking.LookPacer();
  pacer.set({ panDeg: 30, tiltDeg: 0 }, 0);
  pacer.due(AHEAD, 0);
  assert.equal(pacer.due(AHEAD, 4), null);
  assert.equal(pacer.target, null);
});

test("a saved place is found by its name, and one that is not saved is none", () => {
  const views = [{ slot: "table", pan_deg: -20, tilt_deg: -12 }];
  assert.deepEqual(looking.viewOf({ views }, "table"), { slot: "table", panDeg: -20, tiltDeg: -12 });
  assert.equal(looking.viewOf({ views }, "board"), null);
  assert.equal(looking.viewOf(null, "board"), null);
});

test("a key that is held down asks for nothing that the wire refuses, and one press leads back", () => {
  const head = { panMin: -90, panMax: 90, tiltMin: -35, tiltMax: 35, lensDeg: LENS };
  for (const way of ["left", "right", "up", "down"]) {
    let pose = AHEAD;
    for (let press = 0; press < 300; press += 1) pose = looking.within(looking.step(way, pose), head);
    assert.ok(Math.abs(pose.panDeg) <= 106 && Math.abs(pose.tiltDeg) <= 44, `${way}: ${JSON.stringify(pose)}`);
    assert.ok(Math.abs(pose.panDeg) > 90 || Math.abs(pose.tiltDeg) > 35, "the robot still says where the limit is");
  }
  assert.deepEqual(looking.within({ panDeg: 89, tiltDeg: -20 }, head), { panDeg: 89, tiltDeg: -20 });
});
