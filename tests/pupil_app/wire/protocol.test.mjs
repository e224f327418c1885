import assert from "node:assert/strict";
import { test } from "node:test";

import * as protocol from "../../../pupil_app/js/wire/protocol.js";

const ID = "AAAAAAAAAAAAAAAAAAAAAA";
const presence = (fields) => ({ type: "presence", seq: 1, presence: null, signal: "asleep", ...fields });

test("anything that is no message is dropped, never thrown", () => {
  const nonsense = [
    undefined, null, 7, new Uint8Array(3), "", "{", "[]", "null", "7", '"x"', "{}", '{"type":7}',
    '{"type":"unknown"}', '{"type":"constructor"}', '{"type":"__proto__"}', '{"type":"pose","seq":"1"}',
    '{"type":"presence","seq":1,"presence":null,"signal":"dancing"}', '{"type":"answer","presence":"x"}',
    '{"type":"relay","presence":"x","message":{"type":"relay","presence":"x","message":{}}}',
    `{"type":"ack","seq":1,"x":"${"y".repeat(40_000)}"}`,
  ];
  for (const text of nonsense) assert.equal(protocol.read(text), null, String(text).slice(0, 60));
});

test("a status with unknown fields is read: newer robots may say more", () => {
  assert.equal(protocol.read('{"type":"ack","seq":3,"mood":"fine"}')?.seq, 3);
});

test("a presence that leaves things out is filled", () => {
  const read = protocol.read(JSON.stringify(presence({ feeling: "invented", head: null })));
  assert.deepEqual(read.hand, { raised: false, seen: false, your_turn: false, waiting_s: 0 });
  assert.deepEqual([read.paused_by, read.lost, read.feeling, read.volume], [[], [], null, 6]);
});

test("a relayed presence is filled as well", () => {
  const text = JSON.stringify({ type: "relay", presence: ID, message: presence() });
  assert.deepEqual(protocol.read(text).message.lost, []);
});

test("of two paths the newest snapshot wins, until the robot starts anew", () => {
  const newest = new protocol.Newest();
  assert.equal(newest.accept({ type: "presence", seq: 5 }), true);
  assert.equal(newest.accept({ type: "presence", seq: 5 }), false);
  assert.equal(newest.accept({ type: "presence", seq: 4 }), false);
  newest.forget();
  assert.equal(newest.accept({ type: "presence", seq: 1 }), true);
});
