import assert from "node:assert/strict";
import { test } from "node:test";

import { teacherLinkOf } from "../../../pupil_app/js/teacher/link.js";

const [TOKEN, KEY] = ["T".repeat(22), "K-_9".repeat(5) + "AA"];

test("a link has a token, and a key for sheets", () => {
  assert.deepEqual(teacherLinkOf(`#${TOKEN}.${KEY}`), { token: TOKEN, key: KEY });
  assert.deepEqual(teacherLinkOf(`${TOKEN}`), { token: TOKEN, key: null });
});

test("anything else is no link", () => {
  for (const text of ["", "#", `#${TOKEN}.`, `#${TOKEN}.${KEY}x`, `#${TOKEN}x`, `#.${KEY}`, `#${TOKEN}.${KEY}.${KEY}`, `#${TOKEN}\n`]) {
    assert.equal(teacherLinkOf(text), null, text);
  }
});
