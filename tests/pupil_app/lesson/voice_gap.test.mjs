// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { BEAT_MS, VoiceGap } from "../../../pupil_app/js/lesson/voice_gap.js";
import { UNKNOWN, below, chance, cross } from "./voice_line.mjs";

const PIECE_BYTES = 128;
const PIECE_MS = 6;
const VOICE_MS = 4;

/**
 * Give receipts of pieces over a line on which a piece takes 6 ms and the voice 4.
 *
 * @param {VoiceGap} gap @param {number} count @param {number} fromMs @param {number} [voiceAtMs] place in the beat
 * @returns {number} time of the last one
 */
function receipts(gap, count, fromMs, voiceAtMs = 3) {
  let sentMs = fromMs;
  for (let at = 0; at < count; at += 1) {
    sentMs = fromMs + 17 * at;
    const sinceMs = (((sentMs - voiceAtMs) % BEAT_MS) + BEAT_MS) % BEAT_MS;
    const waitedMs = Math.max(0, VOICE_MS - sinceMs);
    gap.heard(sentMs + waitedMs, PIECE_MS + Math.max(0, sinceMs - VOICE_MS), PIECE_BYTES, sentMs + 70);
  }
  return sentMs + 70;
}

/** @param {VoiceGap} gap @param {number} fromMs @returns {number[]} times of a beat at which a piece may leave */
const open = (gap, fromMs) => [...Array(BEAT_MS).keys()].filter((ms) => gap.waitMs(fromMs + ms) === 0);

test("pieces leave right behind the voice, once receipts tell when that is", () => {
  const gap = new VoiceGap();
  let nowMs = receipts(gap, 7, 1000);
  assert.equal(open(gap, 1000).length, BEAT_MS, "too few say nothing");
  nowMs = receipts(gap, 20, nowMs);
  const beginMs = 10 * Math.ceil(nowMs / 10);
  assert.deepEqual(open(gap, beginMs), [6, 7, 8], "the voice leaves at 3 and takes 4");
  const waitMs = gap.waitMs(beginMs + 9);
  assert.ok(waitMs > 5 && waitMs < 7, `${waitMs} ms until the next beat`);
  assert.ok(gap.pieceMs >= PIECE_MS && gap.pieceMs < PIECE_MS + 1);
  assert.ok(gap.everyMs > BEAT_MS && gap.everyMs < 15, `${gap.everyMs}`);
  assert.equal(gap.mostBytes, 80, "no smaller than worth its headers");
});

test("it follows a beat that shifts, and forgets it with the connection, the voice or time", () => {
  const gap = new VoiceGap();
  const nowMs = receipts(gap, 70, receipts(gap, 20, 1000), 8);
  const beginMs = 10 * Math.ceil(nowMs / 10);
  assert.deepEqual(open(gap, beginMs), [1, 2, 3]);
  assert.equal(open(gap, beginMs + 5000).length, BEAT_MS, "that was long ago");
  for (let at = 0; at < 20; at += 1) gap.heard(nowMs + 13 * at, UNKNOWN, PIECE_BYTES, nowMs + 13 * at);
  assert.equal(open(gap, nowMs + 260).length, BEAT_MS, "the microphone is closed");
  assert.equal(gap.everyMs, 0);
  receipts(gap, 40, nowMs + 300);
  gap.restart();
  assert.equal(gap.pieceMs, 0);
});

test("on a fast line, and for times that do not agree, pieces leave at any time", () => {
  const gap = new VoiceGap();
  for (let at = 0; at < 40; at += 1) gap.heard(1000 + 13 * at, at % 3, 900, 1010 + 13 * at);
  assert.equal(open(gap, 1600).length, BEAT_MS);
  const random = chance(5);
  for (let at = 0; at < 40; at += 1) gap.heard(2000 + 100 * random() + 13 * at, 6, PIECE_BYTES, 2100 + 13 * at);
  assert.equal(open(gap, 2700).length, BEAT_MS);
  assert.ok(gap.everyMs > 0, "but no faster than beside a voice");
});

const SHEET_BYTES = 60_000;
const NARROW = { rateBps: 300_000, size: SHEET_BYTES };

/** @param {Partial<import("./voice_line.mjs").Way>} way */
function compare(way) {
  const all = { ...NARROW, ...way };
  return { before: cross({ ...all, tells: () => UNKNOWN }), after: cross(all) };
}

for (const [name, way, mostP95Ms, mostLonger] of /** @type {[string, any, number, number][]} */ ([
  ["at 300 kbit/s", {}, 3, 1.7],
  ["with beeps", { voiceBytes: (/** @type {number} */ ms) => (ms % 500 < 60 ? 180 : 75) }, 3, 2.1],
  ["in speech", { voiceBytes: (/** @type {number} */ ms, /** @type {any} */ random) => (ms % 2200 < 1500 ? 110 + 90 * random() : 75) }, 3, 1.9],
  ["with timers that are late by up to 6 ms", { lateMs: 6 }, 4, 1.8],
  ["when the beat shifts by 9 ms", { shiftMs: (/** @type {number} */ ms) => (ms > 3000 ? 9 : 0) }, 3, 1.7],
  ["when clocks drift apart", { shiftMs: (/** @type {number} */ ms) => ms / 5000 }, 3, 1.7],
])) {
  test(`the voice hardly waits beside a sheet: ${name}`, () => {
    const { before, after } = compare(way);
    const [p95Ms, wasMs] = [below(after.waitsMs, 0.95), below(before.waitsMs, 0.95)];
    assert.ok(p95Ms < mostP95Ms && p95Ms < wasMs / 5, `${p95Ms} ms, ${wasMs} ms`);
    assert.ok(below(after.waitsMs, 1) < 10 && below(before.waitsMs, 1) > 18, "the longest wait");
    assert.ok(after.tookMs < mostLonger * before.tookMs, `${after.tookMs} ms, ${before.tookMs} ms`);
  });
}

test("a voice that comes back, after its microphone was closed, waits less again", () => {
  const { before, after } = compare({ size: 2 * SHEET_BYTES, speaks: (ms) => ms < 2000 || ms > 4000 });
  assert.ok(below(after.waitsMs, 0.95) < below(before.waitsMs, 0.95) / 2.5);
  assert.ok(after.tookMs < 1.7 * before.tookMs, `${after.tookMs} ms, ${before.tookMs} ms`);
});

test("a leaner voice, with a packet each 20 ms, waits less too", () => {
  const { before, after } = compare({ beatMs: 20, voiceBytes: () => 125 });
  assert.ok(below(after.waitsMs, 0.95) < below(before.waitsMs, 0.95) / 1.5);
  assert.ok(after.tookMs < 9_500, `${after.tookMs} ms`);
});

for (const rateBps of [1_000_000, 20_000_000]) {
  test(`nothing changes much at ${rateBps / 1e6} Mbit/s`, () => {
    const { before, after } = compare({ rateBps, size: 200_000 });
    assert.ok(below(after.waitsMs, 0.95) <= below(before.waitsMs, 0.95) + 0.5);
    assert.ok(after.tookMs < 1.2 * before.tookMs, `${after.tookMs} ms, ${before.tookMs} ms`);
  });
}

test("where no piece is small enough to fit beside the voice, they stay as large as worth their headers", () => {
  const { before, after } = compare({ rateBps: 200_000 });
  assert.ok(below(after.waitsMs, 0.95) < below(before.waitsMs, 0.95) / 3);
  assert.ok(after.tookMs < 1.4 * before.tookMs, `${after.tookMs} ms, ${before.tookMs} ms`);
});

test("whatever a robot says, a sheet goes on", () => {
  const says = [0, 1, 3, 5, 6, 7, 8, 9, 10, 20, 254, 255];
  const any = (/** @type {number} */ _, /** @type {() => number} */ random) => Math.floor(256 * random());
  for (const tells of [...says.map((ms) => () => ms), any, (/** @type {number} */ ms) => 255 - ms]) {
    const { tookMs } = cross({ ...NARROW, size: 20_000, tells });
    assert.ok(tookMs < 8_000, `${tells}: ${tookMs} ms`);
  }
});
