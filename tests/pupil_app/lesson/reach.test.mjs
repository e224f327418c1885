import assert from "node:assert/strict";
import { test } from "node:test";

import { Reach } from "../../../pupil_app/js/lesson/reach.js";

const link = (up, online) => ({ type: "link", up, online });
const robot = (online) => ({ type: "robot", online });

/** Outcome of one event after the other: whether an offer gets through, and whether a link was renewed. */
function course(...events) {
  const reach = new Reach();
  return events.map((event) => {
    const isRenewed = reach.isRenewedBy(event);
    return [reach.isOpen, isRenewed];
  });
}

test("an offer needs bridge and robot", () => {
  assert.deepEqual(course(robot(true), link(true, false), robot(true)).at(-1), [true, false]);
  assert.deepEqual(course(link(true, true), link(false)), [[true, false], [false, false]]);
});

test("a robot that is told as there once more has another link", () => {
  assert.deepEqual(course(link(true, true), robot(true)), [[true, false], [true, true]]);
});

test("a robot that went and came has another link, and is told so once", () => {
  const told = course(link(true, true), robot(false), robot(true), robot(false), link(true, true));
  assert.deepEqual(told, [[true, false], [false, false], [true, true], [false, false], [true, false]]);
});

test("a bridge that restarts renews both links, which moves nobody", () => {
  const told = course(link(true, true), link(false), link(true, false), robot(true));
  assert.deepEqual(told.at(-1), [true, false]);
});

test("a robot that a refusal calls away is not there until it comes", () => {
  const reach = new Reach();
  reach.note(link(true, true));
  reach.refused();
  assert.equal(reach.isOpen, false);
  assert.equal(reach.isRenewedBy(robot(true)), false);
  assert.equal(reach.isOpen, true);
});
