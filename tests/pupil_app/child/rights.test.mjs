import assert from "node:assert/strict";
import { test } from "node:test";

import { grantedOf } from "../../../pupil_app/js/child/own_state.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";

const after = (...events) => events.reduce(reduce, START);
const RIGHTS = { zoom: true, still: true, sheets: false, speech: true };
const GRANTED = { type: "granted", rights: RIGHTS };

test("an older bridge says nothing of rights, and nothing is offered", () => {
  for (const rights of [undefined, null, "all", 3]) {
    const state = after({ type: "granted", rights }, { type: "rights_opened" });
    assert.equal(state.granted, null);
    assert.notEqual(state.screen, "rights");
  }
});

test("what is not named is not allowed, and what is unknown is left out", () => {
  assert.deepEqual(grantedOf({ zoom: true, still: 1, fly: true }), { zoom: true, still: false, sheets: false, speech: false });
});

test("a right is taken back after a question only, and only one that is there", () => {
  const open = after(GRANTED, { type: "rights_opened" });
  assert.equal(open.screen, "rights");
  assert.equal(reduce(open, { type: "withdrawing", right: "still" }).withdrawing, "still");
  for (const right of ["sheets", "fly", ""]) assert.equal(reduce(open, { type: "withdrawing", right }).withdrawing, "");
});

test("the question is over once the bridge has answered", () => {
  const asked = after(GRANTED, { type: "rights_opened" }, { type: "withdrawing", right: "still" });
  const done = reduce(asked, { type: "granted", rights: { ...RIGHTS, still: false } });
  assert.deepEqual([done.withdrawing, done.granted?.still, done.screen], ["", false, "rights"]);
});
