import assert from "node:assert/strict";
import { test } from "node:test";

import { Actions } from "../../../pupil_app/js/teacher/actions.js";

const said = (action, text = "") => ({ action, text });

test("an action is said again until it is done, and given up after three times", () => {
  const actions = new Actions();
  actions.begin("a", said("seen"), 0);
  assert.deepEqual(actions.tick(1), { again: [], failed: false });
  assert.deepEqual(actions.tick(2), { again: [{ id: "a", action: "seen", text: "" }], failed: false });
  actions.tick(4);
  assert.deepEqual(actions.tick(6), { again: [], failed: true });
  actions.begin("b", said("pause"), 6);
  assert.equal(actions.finish("b"), true);
  assert.equal(actions.finish("b"), false);
});

test("what is on its way is not said twice, but louder twice is twice as loud", () => {
  const actions = new Actions();
  assert.deepEqual([actions.begin("a", said("pause"), 0), actions.begin("b", said("pause"), 0.3)], [true, false]);
  assert.deepEqual([actions.begin("c", said("louder"), 0), actions.begin("d", said("louder"), 0.3)], [true, true]);
});

for (const [older, newer] of [["resume", "pause"], ["resume", "end"], ["pause", "resume"], ["end", "resume"]]) {
  test(`${older} is not said again after ${newer}, which takes it back`, () => {
    const actions = new Actions();
    actions.begin("old", said(older), 0);
    actions.begin("new", said(newer), 1);
    assert.deepEqual(actions.tick(5).again, [{ id: "new", action: newer, text: "" }]);
    assert.equal(actions.finish("old"), false);
  });
}


test("a hurried second tap on an answer is none, also after the robot has answered", () => {
  for (const action of ["seen", "soon", "help_coming", "feeling_seen", "call_teacher"]) {
    const actions = new Actions();
    actions.begin("a", said(action), 10);
    actions.finish("a");
    assert.equal(actions.begin("b", said(action), 10.6), false, action);
    assert.equal(actions.begin("c", said(action), 11.1), true, action);
  }
});

test("nothing that closes the robot is held back", () => {
  for (const action of ["pause", "end"]) {
    const actions = new Actions();
    actions.begin("a", said(action), 10);
    actions.finish("a");
    assert.equal(actions.begin("b", said(action), 10.1), true, action);
  }
});

test("two different texts are two messages", () => {
  const actions = new Actions();
  assert.equal(actions.begin("a", said("text", "Seite 3"), 0), true);
  assert.equal(actions.begin("b", said("text", "Seite 3"), 0.1), false);
  assert.equal(actions.begin("c", said("text", "Seite 4"), 0.2), true);
  assert.deepEqual(actions.tick(2).again.map(({ text }) => text), ["Seite 3", "Seite 4"]);
});

test("a right is taken and given back, each right by itself", () => {
  const actions = new Actions();
  const forbid = (right) => ({ action: "forbid", text: "", right });
  assert.equal(actions.begin("a", forbid("zoom"), 0), true);
  assert.equal(actions.begin("b", forbid("zoom"), 0.1), false);
  assert.equal(actions.begin("c", forbid("still"), 0.2), true);
  assert.equal(actions.begin("d", { action: "allow", text: "", right: "zoom" }, 1), true);
  assert.deepEqual(actions.tick(3).again, [
    { id: "c", action: "forbid", text: "", right: "still" },
    { id: "d", action: "allow", text: "", right: "zoom" },
  ]);
});
