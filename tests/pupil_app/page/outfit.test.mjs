import assert from "node:assert/strict";
import { test } from "node:test";

import { isSame, keptOf, nicknameOf, otherName, outfitOf, PLAIN, settled } from "../../../pupil_app/js/page/outfit.js";

const POLLUX = { nickname: "Pollux", shell: "mint", wears: "scarf" };
const OTHER = { nickname: "Castor", shell: "sky", wears: "cap" };

test("a name is short, and has nothing in it that cannot be seen", () => {
  assert.equal(nicknameOf("  Pollux  der\u0000Erste und Zweite"), "Pollux der E");
  assert.equal(nicknameOf("🤖".repeat(20)), "🤖".repeat(12));
  assert.equal(nicknameOf(" \u202e "), "");
});

test("an outfit that cannot be used is no outfit", () => {
  assert.deepEqual(outfitOf({ ...POLLUX, more: 1 }), POLLUX);
  for (const bad of [null, 3, {}, { ...POLLUX, shell: "red" }, { ...POLLUX, wears: "hat" }, { ...POLLUX, nickname: 4 }]) {
    assert.equal(outfitOf(bad), null);
  }
  assert.deepEqual(keptOf({ ...POLLUX, given: 3 }), { ...POLLUX, given: "" });
  assert.equal(keptOf({ given: "willi" }), null);
});

test("two outfits are compared by what can be seen", () => {
  assert.ok(isSame({ ...POLLUX, given: "willi" }, POLLUX));
  assert.ok(!isSame(POLLUX, PLAIN));
  assert.ok(!isSame(POLLUX, null));
});

test("a new outfit goes to the robot, and is sent until the robot wears it", () => {
  const kept = { ...POLLUX, given: "" };
  assert.deepEqual(settled(kept, "willi", null), { kept, send: POLLUX });
  assert.deepEqual(settled(kept, "willi", OTHER), { kept, send: POLLUX });
  assert.deepEqual(settled(kept, "willi", POLLUX), { kept: { ...POLLUX, given: "willi" }, send: null });
});

test("what was changed on another device comes to this one", () => {
  const kept = { ...POLLUX, given: "willi" };
  assert.deepEqual(settled(kept, "willi", OTHER), { kept: { ...OTHER, given: "willi" }, send: null });
});

test("another robot gets the child's outfit, whatever a child before wore", () => {
  const kept = { ...POLLUX, given: "willi" };
  assert.deepEqual(settled(kept, "anna", OTHER).send, POLLUX);
});

test("a robot that forgot its outfit gets it again", () => {
  assert.deepEqual(settled({ ...POLLUX, given: "willi" }, "willi", null).send, POLLUX);
});

test("a new device takes over what the robot wears", () => {
  assert.deepEqual(settled(null, "willi", POLLUX), { kept: { ...POLLUX, given: "willi" }, send: null });
  assert.deepEqual(settled(null, "willi", null), { kept: null, send: null });
});

test("every proposed name is another one, and fits", () => {
  const seen = new Set();
  let name = otherName("Hubert");
  while (!seen.has(name)) {
    assert.equal(nicknameOf(name), name);
    seen.add(name);
    name = otherName(name);
  }
  assert.ok(seen.size >= 8, "enough to choose from");
});
