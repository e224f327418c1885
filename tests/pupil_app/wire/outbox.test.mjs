import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../../pupil_app/js/wire/outbox.js";

test("an event is repeated until it is acknowledged", () => {
  const outbox = new Outbox();
  const hand = outbox.put("hand", true, 0);
  assert.deepEqual(hand, { type: "hand", seq: 1, raised: true });
  assert.deepEqual(outbox.due(0.4), []);
  assert.deepEqual(outbox.due(0.5), [hand]);
  assert.deepEqual(outbox.due(0.6), []);
  assert.deepEqual(outbox.due(1.5), [hand]);
  outbox.acknowledge(1);
  assert.deepEqual(outbox.due(9), []);
});

test("of one kind only the newest event is repeated", () => {
  const outbox = new Outbox();
  outbox.put("hand", true, 0);
  outbox.put("feeling", "sad", 0);
  outbox.put("hand", false, 0);
  outbox.acknowledge(1);
  assert.deepEqual(outbox.due(1).map(({ type, seq }) => [type, seq]), [["feeling", 2], ["hand", 3]]);
});
