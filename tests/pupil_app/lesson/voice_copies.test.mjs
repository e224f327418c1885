import assert from "node:assert/strict";
import { test } from "node:test";

import { VoiceCopies } from "../../../pupil_app/js/lesson/voice_copies.js";

const OPUS = 111;
const STEP = 480;

/** Packet of sound number n: its number in each byte. */
const packet = (number, length = 40 + number) => new Uint8Array(length).fill(number);

/** RED as a browser makes it: the packet, and the one before it. */
function byBrowser(number) {
  if (number === 0) return Uint8Array.from([OPUS, ...packet(0)]);
  const before = packet(number - 1);
  const word = (STEP << 10) | before.length;
  return Uint8Array.from([0x80 | OPUS, word >> 16, (word >> 8) & 255, word & 255, OPUS, ...before, ...packet(number)]);
}

/** Blocks of a payload, as RFC 2198 section 3 says. */
function blocks(payload) {
  const found = [];
  let at = 0;
  for (; payload[at] & 0x80; at += 4) {
    const word = (payload[at + 1] << 16) | (payload[at + 2] << 8) | payload[at + 3];
    found.push({ codec: payload[at] & 0x7f, age: word >> 10, length: word & 1023 });
  }
  found.push({ codec: payload[at], age: 0, length: Infinity });
  at += 1;
  return found.map(({ codec, age, length }) => {
    const data = payload.slice(at, at + length);
    at += data.length;
    return { codec, age, data: [...data] };
  });
}

const BEGIN = 2 ** 32 - 2 * STEP;
const timeOf = (number) => (BEGIN + number * STEP) % 2 ** 32;

test("a copy follows as far behind as was asked for, over the wrap of the times as well", () => {
  const copies = new VoiceCopies();
  copies.after = 3;
  for (let number = 0; number < 8; number += 1) {
    const made = copies.spread(byBrowser(number), timeOf(number));
    if (number < 3) {
      assert.equal(made, null, "until then the browser's own copy stays");
      continue;
    }
    assert.deepEqual(blocks(made), [
      { codec: OPUS, age: 3 * STEP, data: [...packet(number - 3)] },
      { codec: OPUS, age: 0, data: [...packet(number)] },
    ]);
  }
});

test("the next packet holds the copy as long as nothing else was asked for", () => {
  const copies = new VoiceCopies();
  for (let number = 0; number < 5; number += 1) assert.equal(copies.spread(byBrowser(number), timeOf(number)), null);
});

test("after a pause the copy would be too old for its header", () => {
  const copies = new VoiceCopies();
  copies.after = 2;
  const late = (number) => timeOf(number) + 2 ** 14;
  copies.spread(byBrowser(1), timeOf(1));
  copies.spread(byBrowser(2), timeOf(2));
  assert.equal(copies.spread(byBrowser(3), late(3)), null);
  assert.equal(copies.spread(byBrowser(4), late(4)), null);
  assert.equal(blocks(copies.spread(byBrowser(5), late(5)))[0].age, 2 * STEP);
});

test("a packet too long for the header of a copy is not copied", () => {
  const copies = new VoiceCopies();
  copies.after = 2;
  copies.spread(Uint8Array.from([OPUS, ...packet(7, 1024)]), timeOf(0));
  copies.spread(byBrowser(1), timeOf(1));
  assert.equal(copies.spread(byBrowser(2), timeOf(2)), null);
  assert.notEqual(copies.spread(byBrowser(3), timeOf(3)), null);
});

test("broken payloads and strange wishes leave packets as they are", () => {
  const copies = new VoiceCopies();
  copies.after = 2;
  for (const bytes of [[], [OPUS], [0x80 | OPUS], [0x80 | OPUS, 0, 0, 9, OPUS], [0xff, 0xff, 0xff, 0xff]]) {
    assert.equal(copies.spread(Uint8Array.from(bytes), 5), null);
  }
  for (const after of [0, -1, 4, 1e9, NaN, 2.5, "x", null]) {
    copies.after = after;
    for (let number = 0; number < 6; number += 1) {
      const made = copies.spread(byBrowser(number), timeOf(number));
      if (made) assert.deepEqual(blocks(made).at(-1).data, [...packet(number)], `${after}`);
    }
  }
});
