import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTE_CHARACTERS, tidy } from "../../../pupil_app/js/wire/plain_text.js";

test("a text of people stays as it is", () => {
  for (const text of ["Kalle", "Käpt’n 🦊", "שלום", "e\u0301", "👩‍🚀"]) assert.equal(tidy(text, 12), text);
});

test("what the wire refuses becomes a space, and none at the ends", () => {
  assert.equal(tidy("a\u202eb\n\u0000c", 12), "a b c");
  assert.equal(tidy("\ufeff Kalle \u2028", 12), "Kalle");
});

test("half of an emoji, as a field with a maximum length leaves it, is taken out", () => {
  assert.equal(tidy("Kalle \ud83e", 12), "Kalle");
  assert.equal(tidy("\udd8a Kalle", 12), "Kalle");
});

test("a text is cut by characters, not in the middle of one", () => {
  assert.equal(tidy("🙂".repeat(100), NOTE_CHARACTERS), "🙂".repeat(80));
  assert.equal(tidy("Kalle Karlsson", 6), "Kalle");
});

test("anything but a text is empty", () => {
  for (const value of [undefined, null, 7, {}, ["x"]]) assert.equal(tidy(value, 12), "");
});
