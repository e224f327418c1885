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

test("a link says whose it is and until when, also to a page that is newer than its bridge", () => {
  const welcome = { type: "welcome_teacher", robot: "kalle-1", robot_name: "Kalle", pupil_name: "Mia", robot_online: true };
  const read = (fields) => {
    const { role, until } = protocol.read(JSON.stringify({ ...welcome, ...fields }));
    return [role, until];
  };
  assert.deepEqual(read({}), ["teacher", null]);
  assert.deepEqual(read({ role: "buddy", until: "2026-12-18" }), ["buddy", "2026-12-18"]);
  for (const odd of [7, null, {}, "tomorrow", "2026-12-18<b>"]) assert.deepEqual(read({ role: odd, until: odd }), ["teacher", null]);
});

test("a refusal has a day or none", () => {
  const day = (value) => protocol.read(JSON.stringify({ type: "refused", code: "no_loan", day: value })).day;
  assert.equal(day("2026-11-27"), "2026-11-27");
  for (const odd of [undefined, null, 7, "soon"]) assert.equal(day(odd), null);
});

test("only a text carries words, and they fit the wire", () => {
  assert.deepEqual(protocol.teacherAction(ID, "soon", "x"), { type: "teacher", id: ID, action: "soon" });
  assert.equal(protocol.teacherAction(ID, "text", ` ${"a\n".repeat(200)}`).text.length <= 80, true);
});

test("of two paths the newest snapshot wins, until the robot starts anew", () => {
  const newest = new protocol.Newest();
  assert.equal(newest.accept({ type: "presence", seq: 5 }), true);
  assert.equal(newest.accept({ type: "presence", seq: 5 }), false);
  assert.equal(newest.accept({ type: "presence", seq: 4 }), false);
  newest.forget();
  assert.equal(newest.accept({ type: "presence", seq: 1 }), true);
});
