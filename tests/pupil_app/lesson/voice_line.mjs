// @ts-check
/** Model of a child's uplink with a voice on it, and of a robot at its other end. Same seed, same lesson. */

import { BlobReceiving } from "../../../pupil_app/js/lesson/transfer_receiving.js";
import { Transfers } from "../../../pupil_app/js/lesson/transfers.js";
import { decode, encode } from "../../../pupil_app/js/wire/transfers.js";

export const UNKNOWN = 255;

const ENVELOPE_BYTES = 93;
const DELAY_MS = 30;
const BEGIN_MS = 100;
const MOST_MS = 120_000;

/** The robot's loop is busy for so long each 33 ms, and reads what came meanwhile at once. */
const PICTURE_MS = 33;
const BUSY_MS = 3;

/** Clock of the robot less that of the page. */
const CLOCK_MS = 7_654_321.4;

/** @param {number} seed @returns {() => number} numbers from 0 to 1 */
export function chance(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * @typedef {object} Way
 * @property {number} rateBps
 * @property {number} size of the sheet
 * @property {(nowMs: number, random: () => number) => number} [voiceBytes] packet of the voice, with all headers
 * @property {number} [beatMs] time between packets of the voice
 * @property {(nowMs: number) => boolean} [speaks] the microphone is open
 * @property {(nowMs: number) => number} [shiftMs] of the beat
 * @property {(afterMs: number, random: () => number) => number} [tells] what the robot says for `after_voice_ms`
 * @property {number} [lateMs] most that a timer of the page is late
 * @property {number} [seed]
 */

/**
 * Send a sheet, and a voice beside it.
 *
 * @param {Way} way
 * @returns {{tookMs: number, waitsMs: number[]}} time until the robot has the sheet, and how long the packets
 *   of the voice waited meanwhile, behind pieces and each other
 */
export function cross({
  rateBps,
  size,
  voiceBytes = () => 160,
  beatMs = 10,
  speaks = () => true,
  shiftMs = () => 0,
  tells = (afterMs) => afterMs,
  lateMs = 3,
  seed = 1,
}) {
  const random = chance(seed);
  /** @type {{atMs: number, order: number, work: () => void}[]} */
  const events = [];
  let [nowMs, order, freeMs, voiceMs, busyMs] = [0, 0, 0, -Infinity, 0];
  let tookMs = Infinity;
  /** @type {number[]} */
  const waitsMs = [];

  /** @param {number} atMs @param {() => void} work */
  const at = (atMs, work) => events.push({ atMs, order: (order += 1), work });
  /** @param {number} bytes @returns {number} when it is through */
  const pass = (bytes) => (freeMs = Math.max(freeMs, nowMs) + (8000 * bytes) / rateBps);
  /** @param {number} bytes @param {() => void} work what the robot does with it */
  const up = (bytes, work) => {
    const throughMs = pass(bytes) + DELAY_MS;
    const busy = throughMs % PICTURE_MS;
    at(busy < BUSY_MS ? throughMs - busy + BUSY_MS : throughMs, work);
  };

  const robot = new BlobReceiving(() => null);
  const channel = {
    readyState: "open",
    bufferedAmount: 0,
    /** @type {any} */
    onmessage: null,
    /** @param {Uint8Array<ArrayBuffer>} data */
    send(data) {
      const message = /** @type {any} */ (decode(new Uint8Array(data).buffer));
      up(data.length + ENVELOPE_BYTES, () => {
        const { replies, news } = robot.receive(message, Math.floor(nowMs + CLOCK_MS));
        const afterMs = Math.min(UNKNOWN, Math.round(nowMs - voiceMs));
        for (const one of news) if (one.type === "arrived") tookMs = nowMs - BEGIN_MS;
        for (const reply of replies) {
          if (reply.type === "ack") reply.after_voice_ms = tells(afterMs, random);
          at(nowMs + DELAY_MS, () => channel.onmessage({ data: encode(reply).buffer }));
        }
      });
    },
  };
  let beats = 0;
  const speak = () => {
    if (speaks(nowMs)) {
      if (nowMs > BEGIN_MS) waitsMs.push(Math.max(0, freeMs - nowMs));
      up(voiceBytes(nowMs, random), () => (voiceMs = nowMs));
    }
    beats += 1;
    const nextMs = 5 + beats * beatMs + 2 * random() - 1;
    at(Math.max(nowMs, nextMs + shiftMs(nextMs)), speak);
  };
  at(5, speak);

  const app = new Transfers({
    tell: () => undefined,
    clockMs: () => nowMs,
    random: () => 7,
    later: (work, delayMs) => {
      at(nowMs + delayMs + lateMs * random(), work);
      return /** @type {any} */ (0);
    },
  });
  robot.opened();
  app.use(/** @type {any} */ (channel));
  at(BEGIN_MS, () => void app.sendSheet(new Uint8Array(size)));
  while (tookMs === Infinity && nowMs < MOST_MS) {
    let next = 0;
    for (let other = 1; other < events.length; other += 1) {
      const [one, best] = [events[other], events[next]];
      if (one.atMs < best.atMs || (one.atMs === best.atMs && one.order < best.order)) next = other;
    }
    const [event] = events.splice(next, 1);
    nowMs = Math.max(nowMs, event.atMs);
    event.work();
  }
  return { tookMs, waitsMs };
}

/** @param {number[]} waitsMs @param {number} share @returns {number} wait that this share stays below */
export function below(waitsMs, share) {
  const sorted = [...waitsMs].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
