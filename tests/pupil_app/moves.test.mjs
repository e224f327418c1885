import assert from "node:assert/strict";
import { test } from "node:test";

import { sentence } from "../../pupil_app/js/child/now.js";
import { known } from "../../pupil_app/js/wire/protocol.js";
import { expectsPicture, maySteer, reduce, START } from "../../pupil_app/js/child/state.js";
import { notes } from "../../pupil_app/js/teacher/notes.js";
import { START as NOBODY } from "../../pupil_app/js/teacher/teacher_state.js";
import { NO_WISHES } from "../../pupil_app/js/lesson/wishes.js";

const after = (...events) => events.reduce(reduce, START);
const presence = (fields) => known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields });
const inClass = [
  { type: "welcome", robotName: "Willi", online: true },
  { type: "join" },
  { type: "adopted", sends: true },
  { type: "phase", phase: "present", silentS: 0 },
];
const says = (...events) => sentence(after(...inClass, ...events));

test("a child that saves a place reads what to do until it has done it", () => {
  const keeping = { type: "keeping", keeping: true };
  assert.equal(says(keeping), "view_which");
  assert.equal(says(keeping, { type: "notice", key: "limit" }), "limit");
  assert.equal(after(...inClass, keeping, { type: "over", reason: "left" }).keeping, false);
});

test("a robot that shows itself sends nothing for a moment, and none is missed", () => {
  const shown = { type: "presence", presence: presence({ signal: "identify" }) };
  assert.equal(says(shown), "reconnecting");
  assert.equal(expectsPicture(after(...inClass, shown)), false);
});

test("the head is the child's only while it is there and nobody has closed", () => {
  assert.ok(maySteer(after(...inClass)));
  for (const event of [
    { type: "wishes", wishes: { ...NO_WISHES, rest: true } },
    { type: "presence", presence: presence({ paused_by: ["button"] }) },
    { type: "phase", phase: "lost", silentS: 2 },
  ])
    assert.ok(!maySteer(after(...inClass, event)));
});

test("a teacher who looks for the right robot sees on the page that this is it", () => {
  const state = { ...NOBODY, linkUp: true, online: true, presence: presence({ signal: "identify" }) };
  assert.ok(notes(state).some(({ key }) => key === "note_identify"));
});
