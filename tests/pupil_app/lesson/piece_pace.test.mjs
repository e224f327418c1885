// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { DelayWindow } from "../../../pupil_app/js/lesson/delay_window.js";
import { MOST_BYTES_PER_S, PiecePace } from "../../../pupil_app/js/lesson/piece_pace.js";

const HEADERS_BYTES = 102;
const VOICE_BYTES = 121;
const VOICE_MS = 10;
const DELAY_MS = 30;
const BUSY_MS = 3;
const TARGET_MS = 7;

/**
 * Send over a line with a voice on it, one millisecond after the other.
 *
 * @param {number} rateBps @param {number} seconds
 * @returns {{share: number, waitMs: number}} share of the line that blobs took, and the wait of the voice
 *   in its queue that 95 % of the packets stay below
 */
function over(rateBps, seconds) {
  const flight = new DelayWindow(TARGET_MS, 16 * 1024);
  const pace = new PiecePace();
  /** @type {{heardMs: number, bytes: number, sentMs: number, atMs: number}[]} */
  const asked = [];
  const waitsMs = [];
  let [freeMs, acked, flying, unasked] = [0, 0, 0, 0];
  /** @param {number} bytes @param {number} nowMs */
  const pass = (bytes, nowMs) => (freeMs = Math.max(freeMs, nowMs) + (8000 * bytes) / rateBps);
  for (let nowMs = 0; nowMs < 1000 * seconds; nowMs += 1) {
    if (nowMs % VOICE_MS === 0) {
      waitsMs.push(Math.max(0, freeMs - nowMs));
      pass(VOICE_BYTES, nowMs);
    }
    while (asked.length && asked[0].heardMs <= nowMs) {
      const { bytes, sentMs, atMs } = /** @type {any} */ (asked.shift());
      acked += bytes;
      flying -= bytes;
      flight.acknowledged(bytes, sentMs, atMs, nowMs);
    }
    while (flying + flight.pieceBytes <= flight.sizeBytes && pace.waitMs(nowMs) === 0) {
      const bytes = flight.pieceBytes;
      pass(bytes + HEADERS_BYTES, nowMs);
      pace.spent(bytes, flight.sizeBytes, flight.tripMs, nowMs);
      flying += bytes;
      unasked += bytes;
      if (unasked <= flight.pieceBytes && flying + flight.pieceBytes <= flight.sizeBytes) continue;
      const busyMs = (nowMs * 7) % (2 * BUSY_MS);
      const atMs = Math.round(freeMs + DELAY_MS + busyMs);
      asked.push({ heardMs: atMs + DELAY_MS + busyMs, bytes: unasked, sentMs: nowMs, atMs });
      unasked = 0;
    }
  }
  waitsMs.sort((one, other) => one - other);
  return { share: (8 * acked) / seconds / rateBps, waitMs: waitsMs[Math.floor(0.95 * waitsMs.length)] };
}

for (const [rateBps, leastShare] of [[300_000, 0.22], [1_000_000, 0.3], [3_000_000, 0.2]]) {
  test(`at ${rateBps / 1000} kbit/s the voice hardly waits behind a sheet`, () => {
    const { share, waitMs } = over(rateBps, 10);
    assert.ok(waitMs < 10, `${waitMs} ms`);
    assert.ok(share > leastShare, `${share}`);
  });
}

test("pieces go one after the other, at the rate at which they are acknowledged", () => {
  const pace = new PiecePace();
  assert.equal(pace.waitMs(1000), 0);
  pace.spent(500, 4000, 80, 1000);
  assert.equal(pace.waitMs(1000), 5, "10 ms, of which 5 may be made up for");
  assert.equal(pace.waitMs(1005), 0);
  pace.spent(500, 4000, 80, 1005);
  assert.equal(pace.waitMs(1005), 10);
});

test("no line is so fast that the robot would have nothing else to do", () => {
  const pace = new PiecePace();
  let [nowMs, sent] = [0, 0];
  for (; nowMs < 1000; nowMs += 1) {
    while (pace.waitMs(nowMs) === 0) {
      pace.spent(1024, 16384, null, nowMs);
      sent += 1024;
    }
  }
  assert.ok(sent <= 1.02 * MOST_BYTES_PER_S, `${sent}`);
});

test("the first pieces go slowly, before a round trip is known", () => {
  const pace = new PiecePace();
  pace.spent(128, 512, null, 1000);
  assert.equal(pace.waitMs(1000), 20);
});
