import assert from "node:assert/strict";
import { test } from "node:test";

import { Board } from "../../../pupil_app/js/lesson/board.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const ON = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const robot = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: "x", signal: "present", zoom_most: 8, can_speak: true, rights: ON, ...fields });

/** A board that writes down what it sends. */
function board(state, language) {
  const sent = [];
  const commands = { crop: (crop) => sent.push(["crop", crop]), event: (kind, value) => sent.push([kind, value]) };
  return { sent, board: new Board(commands, () => state, language) };
}

test("a robot that can do everything is told everything", () => {
  const { sent, board: one } = board(robot());
  assert.equal(one.crop({ zoom: 40, x: 1, y: 0.123456 }), true);
  assert.equal(one.takeStill(), true);
  assert.equal(one.follow(true), true);
  assert.equal(one.understood("no"), true);
  assert.equal(one.say({ kind: "question", aloud: true }), 1);
  assert.deepEqual(sent, [
    ["crop", { zoom: 8, x: 0.9375, y: 0.1235 }],
    ["still", undefined],
    ["follow", true],
    ["understood", "no"],
    ["phrase", { number: 1, kind: "question", text: "", aloud: true, language: "de" }],
  ]);
});

for (const [name, state] of [
  ["no robot yet", null],
  ["an older robot", known({ type: "presence", seq: 1, presence: "x", signal: "present" })],
]) {
  test(`${name} is told nothing that it does not know`, () => {
    const { sent, board: one } = board(state);
    assert.equal(one.crop({ zoom: 2, x: 0.5, y: 0.5 }), false);
    assert.deepEqual([one.takeStill(), one.follow(true), one.understood("yes")], [false, false, false]);
    assert.equal(one.say({ kind: "yes" }), null);
    assert.deepEqual(sent, []);
  });
}

for (const by of ["loan", "class"]) {
  test(`what the ${by} forbids is not sent, and a phrase is shown without a voice`, () => {
    const { sent, board: one } = board(robot({ rights: { zoom: by, still: by, sheets: by, speech: by } }));
    assert.deepEqual([one.crop({ zoom: 2, x: 0.5, y: 0.5 }), one.takeStill(), one.follow(false)], [false, false, false]);
    assert.equal(one.say({ kind: "yes", aloud: true }), 1);
    assert.equal(one.understood("yes"), true);
    assert.deepEqual(sent.map(([kind, value]) => [kind, value.aloud]), [["phrase", false], ["understood", undefined]]);
  });
}

test("a robot without a voice shows the phrase, and one without zoom is not asked for it", () => {
  const { sent, board: one } = board(robot({ can_speak: false, zoom_most: 1 }));
  one.say({ kind: "yes", aloud: true });
  assert.equal(sent[0][1].aloud, false);
  assert.equal(one.crop({ zoom: 2, x: 0.5, y: 0.5 }), false);
});

test("the robot speaks the language of the page", () => {
  const { sent, board: one } = board(robot(), "en");
  one.say({ kind: "yes", aloud: true });
  assert.equal(sent[0][1].language, "en");
});

test("phrases count on from the newest that the robot shows", () => {
  const { board: one } = board(robot({ phrase: { number: 7, kind: "yes", text: "", aloud: false } }));
  assert.deepEqual([one.say({ kind: "no" }), one.say({ kind: "no" })], [8, 9]);
});

test("own words are tidied, and nothing is no phrase", () => {
  const { sent, board: one } = board(robot());
  assert.equal(one.say({ kind: "text", text: "  \u202e " }), null);
  assert.equal(one.say({ kind: "text", text: ` Wo?\u0007 ${"x".repeat(100)}` }), 1);
  assert.equal([...sent[0][1].text].length, 80);
  assert.equal(one.say({ kind: "yes", text: "left out" }), 2);
  assert.equal(sent[1][1].text, "");
});
