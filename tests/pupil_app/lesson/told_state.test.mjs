import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ToldState } from "../../../pupil_app/js/lesson/told_state.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const samples = JSON.parse(readFileSync(new URL("../../messages/event_down.json", import.meta.url), "utf8"));
const states = samples.map(({ message }) => message).filter(({ type }) => type === "presence");
const change = (seq, from_seq, changed) => known({ type: "presence_change", seq, from_seq, changed });

test("a change makes the whole state out of the one before it", () => {
  const [before, after] = states.map((state, index) => ({ ...state, seq: 7 + index }));
  const told = new ToldState();
  assert.deepEqual(told.whole(known(before)), known(before));
  const changed = Object.fromEntries(Object.entries(after).filter(([name]) => !["type", "seq"].includes(name)));
  assert.deepEqual(told.whole(change(8, 7, changed)), known({ ...before, ...after }));
  const spoken = told.whole(change(12, 8, { signal: "speaking" }));
  assert.deepEqual(spoken, { ...known({ ...before, ...after }), seq: 12, signal: "speaking" });
});

test("a change of a state that never came is dropped", () => {
  const told = new ToldState();
  assert.equal(told.whole(change(8, 7, { signal: "speaking" })), null);
  told.whole(known({ ...states[0], seq: 7 }));
  assert.equal(told.whole(change(9, 8, { signal: "speaking" })), null);
  assert.equal(told.whole(change(8, 7, { signal: "speaking" })).signal, "speaking", "the one before it holds");
});

test("after a state that only a newer app understands, changes count from that one", () => {
  const told = new ToldState();
  told.whole(known({ ...states[0], seq: 7 }));
  assert.equal(told.whole(change(8, 7, { signal: "dancing", volume: 3 })), null);
  const whole = told.whole(change(9, 8, { signal: "speaking" }));
  assert.deepEqual([whole.signal, whole.volume, whole.seq], ["speaking", 3, 9]);
});

test("a change cannot make another message or number of itself", () => {
  const told = new ToldState();
  told.whole(known({ ...states[0], seq: 7 }));
  const whole = told.whole(change(8, 7, JSON.parse('{"type":"ended","seq":99,"__proto__":{"x":1}}')));
  assert.deepEqual([whole.type, whole.seq, whole.x], ["presence", 8, undefined]);
});

test("other messages pass as they are", () => {
  const ack = { type: "ack", seq: 4 };
  assert.equal(new ToldState().whole(ack), ack);
});
