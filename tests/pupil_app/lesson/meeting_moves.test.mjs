import assert from "node:assert/strict";
import { test } from "node:test";

import { kinds, made, present } from "./meetings.mjs";

const offers = (effects) => effects.filter((effect) => effect.do === "offer").map(({ attempt }) => attempt);
const drops = (effects) => effects.filter((effect) => effect.do === "drop").map(({ attempt }) => attempt);

/** A meeting whose line is lost, with attempt 2 under way since second 3.1. */
function rebuilding() {
  const meeting = present();
  meeting.tick(2.1);
  assert.deepEqual(offers(meeting.tick(3.1)), [2]);
  return meeting;
}

test("a link that goes takes an unanswered attempt along, also of a lost lesson", () => {
  const meeting = rebuilding();
  assert.deepEqual(drops(meeting.handle({ type: "link", up: false }, 3.5)), [2]);
  assert.equal(meeting.phase, "lost");
  assert.deepEqual(offers(meeting.handle({ type: "link", up: true, online: true }, 3.8)), [3]);
});

test("an attempt that the robot has answered outlives the link, and not its renewal", () => {
  const meeting = rebuilding();
  meeting.handle({ type: "answered", attempt: 2 }, 3.4);
  assert.deepEqual(meeting.handle({ type: "link", up: false }, 3.5), []);
  const renewed = meeting.handle({ type: "link", up: true, online: true }, 3.8);
  assert.deepEqual([drops(renewed), offers(renewed)], [[2], [3]]);
});

test("a robot whose link was replaced has an attempt given up, though it stayed online", () => {
  const meeting = rebuilding();
  meeting.handle({ type: "answered", attempt: 2 }, 3.4);
  const renewed = meeting.handle({ type: "robot", online: true }, 3.6);
  assert.deepEqual([drops(renewed), offers(renewed)], [[2], [3]]);
});

test("a silent robot is not waited for once a network is known to have changed", () => {
  for (const news of [{ type: "moved" }, { type: "robot", online: true }, { type: "troubled", attempt: 1 }]) {
    const meeting = present();
    assert.deepEqual(meeting.tick(1.7), []);
    assert.deepEqual(offers(meeting.handle(news, 1.8)), [2], news.type);
  }
});

test("a new connection is built beside one that works, and takes over", () => {
  const meeting = present();
  meeting.handle({ type: "heard", attempt: 1 }, 10);
  assert.deepEqual(meeting.handle({ type: "moved" }, 10.1), [{ do: "offer", presence: "stay-1", attempt: 2 }]);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.handle({ type: "heard", attempt: 1 }, 10.2), []);
  assert.deepEqual(kinds(meeting.handle({ type: "connected", attempt: 2 }, 10.3)), ["adopt", "drop"]);
});

test("a robot that had no link for a moment may have another address, and a lesson that works moves", () => {
  const meeting = present();
  meeting.handle({ type: "heard", attempt: 1 }, 10);
  assert.deepEqual(meeting.handle({ type: "robot", online: false }, 10.1), []);
  assert.deepEqual(offers(meeting.handle({ type: "robot", online: true }, 10.3)), [2]);
  assert.equal(meeting.phase, "present");
});

test("a network that keeps changing does not build one connection after the other", () => {
  const meeting = present();
  let built = 0;
  for (let nowS = 10; nowS < 20; nowS += 0.1) {
    meeting.handle({ type: "heard", attempt: meeting.adopted }, nowS);
    const [offer] = offers(meeting.handle({ type: "robot", online: true }, nowS));
    if (!offer) continue;
    built += 1;
    meeting.handle({ type: "connected", attempt: offer }, nowS);
  }
  assert.equal(built, 2);
});

test("nor does it while the robot is silent", () => {
  const meeting = present();
  let built = 0;
  for (let nowS = 10; nowS < 20; nowS += 0.1) built += offers(meeting.handle({ type: "moved" }, nowS)).length;
  assert.ok(built >= 5 && built <= 11, String(built));
});

test("a bridge that restarts under a lesson that works builds nothing", () => {
  const meeting = present();
  meeting.handle({ type: "heard", attempt: 1 }, 10);
  meeting.handle({ type: "link", up: false }, 10);
  meeting.handle({ type: "heard", attempt: 1 }, 11);
  assert.deepEqual(meeting.handle({ type: "link", up: true, online: false }, 11.1), []);
  assert.deepEqual(meeting.handle({ type: "robot", online: true }, 11.2), []);
  assert.equal(meeting.phase, "present");
});

test("trouble of another attempt is not that of the lesson, and an attempt under way is left to it", () => {
  const meeting = rebuilding();
  assert.deepEqual(meeting.handle({ type: "troubled", attempt: 2 }, 3.3), []);
  assert.deepEqual(meeting.handle({ type: "troubled", attempt: 1 }, 5), []);
});

test("beside an attempt that does not connect the next ones are made, and the first to connect wins", () => {
  const meeting = rebuilding();
  assert.deepEqual(meeting.tick(5.5), []);
  assert.deepEqual(offers(meeting.tick(5.7)), [3]);
  const third = meeting.tick(8.3);
  assert.deepEqual([drops(third), offers(third)], [[2], [4]]);
  const won = meeting.handle({ type: "connected", attempt: 3 }, 8.5);
  assert.deepEqual([kinds(won), drops(won)], [["adopt", "drop", "drop"], [1, 4]]);
  assert.deepEqual(meeting.handle({ type: "connected", attempt: 2 }, 8.6), []);
  assert.equal(meeting.adopted, 3);
});

test("a child who joins for the first time is given its time", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  assert.deepEqual(meeting.tick(7.9), []);
});

test("the bridge is asked when the robot is silent, and when an offer has no answer", () => {
  const meeting = present();
  assert.deepEqual([meeting.isWorried(1.4), meeting.isWorried(1.6)], [false, true]);
  const joining = made();
  joining.handle({ type: "link", up: true, online: true }, 0);
  assert.equal(joining.isWorried(5), false);
  joining.handle({ type: "join" }, 5);
  assert.deepEqual([joining.isWorried(5.2), joining.isWorried(5.6)], [false, true]);
  joining.handle({ type: "answered", attempt: 1 }, 5.7);
  assert.equal(joining.isWorried(6), false);
});
