import assert from "node:assert/strict";
import { test } from "node:test";

import { PLAIN } from "../../../pupil_app/js/page/outfit.js";
import { settingsOf, USUAL } from "../../../pupil_app/js/page/settings.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";

const POLLUX = { nickname: "Pollux", shell: "mint", wears: "scarf" };
const after = (...events) => events.reduce(reduce, START);
const WELCOME = { type: "welcome", robotName: "Willi", online: true };

test("the child reads its own name for the robot, the class keeps its own", () => {
  for (const state of [after(WELCOME, { type: "outfit", outfit: POLLUX }), after({ type: "outfit", outfit: POLLUX }, WELCOME)]) {
    assert.deepEqual([state.robotName, state.classesName], ["Pollux", "Willi"]);
  }
  const known = after({ type: "outfit", outfit: POLLUX }, { type: "known", robotName: "Willi" });
  assert.equal(known.robotName, "Pollux");
  assert.equal(reduce(known, { type: "outfit", outfit: { ...POLLUX, nickname: "" } }).robotName, "Willi");
});

test("a draft is shown and changes nothing until it is kept", () => {
  const open = after(WELCOME, { type: "mine_opened" });
  assert.deepEqual([open.screen, open.draft], ["mine", PLAIN]);
  const drawn = reduce(open, { type: "draft", change: { shell: "mint" } });
  assert.deepEqual([drawn.draft.shell, drawn.outfit], ["mint", null]);
  assert.equal(reduce(reduce(drawn, { type: "settings_opened" }), { type: "mine_opened" }).draft.shell, "mint");
  const closed = reduce(drawn, { type: "mine_closed" });
  assert.deepEqual([closed.screen, closed.draft, closed.outfit], ["start", null, null]);
});

test("the child is invited until it has answered", () => {
  assert.equal(after(WELCOME).invited, true);
  assert.equal(after(WELCOME, { type: "mine_opened" }, { type: "mine_closed" }).invited, false);
  assert.equal(after({ type: "outfit", outfit: POLLUX }).invited, false);
  assert.equal(after({ type: "outfit", outfit: null }).invited, true);
  assert.equal(after({ type: "invited", invited: false }, { type: "outfit", outfit: null }).invited, false);
});

test("settings are part of the state", () => {
  assert.equal(START.settings, USUAL);
  const settings = settingsOf({ hand: "left" });
  assert.equal(after({ type: "settings", settings }).settings.hand, "left");
});
