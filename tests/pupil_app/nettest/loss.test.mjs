import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { MOST_LOST, MUCH_LOST, lessonLoss, levelOf, lossOfPackets, lossOfQuestions } from "../../../pupil_app/js/nettest/loss.js";

const steady = (count, ms = 40) => Array(count).fill(ms);
const loss = (lost, late = 0) => ({ sent: 100, lost, late, ms: 40 });
const road = (kind, lost) => ({ url: kind, kind, state: "open", loss: lost === null ? null : loss(lost) });

test("packets that never came are lost, and those far behind the others too late", () => {
  assert.deepEqual(lossOfPackets(steady(100)), loss(0));
  assert.deepEqual(lossOfPackets([...steady(95), null, null, 240, 241, 700]), loss(2, 2));
  assert.deepEqual(lossOfPackets(Array(100).fill(null)), { sent: 100, lost: 100, late: 0, ms: null });
});

test("a few packets say nothing", () => {
  assert.equal(lossOfPackets([]), null);
  assert.equal(lossOfPackets(steady(19)), null);
  assert.equal(lossOfQuestions(steady(19), 250), null);
});

test("a question that had to be asked again was lost", () => {
  assert.deepEqual(lossOfQuestions([...steady(27, 120), 200, 290, null], 250), { sent: 30, lost: 2, late: 0, ms: null });
  assert.equal(lossOfQuestions([...steady(28, 10), 60, 110], 100)?.lost, 1);
  assert.equal(lossOfQuestions(Array(30).fill(null), 250), null);
});

test("levels are those of the robot's own doctor", () => {
  const doctor = readFileSync(new URL("../../../robot/doctor/network.py", import.meta.url), "utf8");
  const [, most, much] = /^MOST_LOST, MUCH_LOST = ([\d.]+), ([\d.]+)$/m.exec(doctor);
  assert.deepEqual([MOST_LOST, MUCH_LOST], [Number(most), Number(much)]);
  assert.deepEqual([loss(0), loss(2), loss(3), loss(1, 2), loss(10), loss(5, 6)].map(levelOf), ["few", "few", "some", "some", "some", "many"]);
});

test("a lesson goes over UDP where it is open, and on the better road", () => {
  assert.equal(lessonLoss([]), null);
  assert.equal(lessonLoss([road("tls", null)]), null);
  assert.equal(lessonLoss([road("tls", 0), road("udp", 20), road("stun", 5)]), "some");
  assert.equal(lessonLoss([road("tls", 20), road("tcp", 1), road("stun", null)]), "few");
});
