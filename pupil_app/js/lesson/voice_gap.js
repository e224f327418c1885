// @ts-check
/**
 * PURE. Time at which a piece of a blob may leave without holding up the child's voice. No I/O.
 *
 * The voice leaves at a beat, and a page is not told when. But the robot says with each receipt how
 * long after the voice the piece came. On a narrow line a piece that leaves right behind a packet of the
 * voice is through before the next one; one that leaves later makes the voice wait.
 */

/**
 * Time between packets of the voice. Leaner voices have 20 or 40 ms, which are whole beats of this one, too;
 * pieces then keep clear of packets that do not come, which costs nothing but time.
 */
export const BEAT_MS = 10;

/**
 * Bytes of a packet of the voice, with all headers: in the middle of a word, and a short one, which is the first
 * to arrive. Silence has 75, a loud vowel 180. Only their ratio to a piece with its headers counts.
 */
const VOICE_BYTES = 150;
const SHORT_VOICE_BYTES = 100;
const HEADERS_BYTES = 102;

/** Smallest piece worth its headers, and smallest where it is small enough to fit beside the voice. */
export const LEAST_PIECE_BYTES = 128;
const LEAST_BESIDE_BYTES = 80;

/** Receipts that count, fewest that say something, and the age at which they say nothing any more. */
const SAMPLES = 32;
const LEAST_SAMPLES = 8;
const OLD_MS = 3_000;

/** Share of them that must name the same place in the beat, once it is known, and what counts as the same. */
const SHARE = 0.7;
const KEPT_SHARE = 0.4;
const SAME_MS = 3;

/** Share of the earliest ones that is left out: only those count that did not wait themselves. */
const EARLY_SHARE = 0.15;

/** Longest time since the voice that has to do with its beat: without a voice it only grows. */
const LONGEST_AFTER_MS = 60;

/** Time of a byte on a line of 530 kbit/s. On a faster one there is little to gain. */
const LEAST_BYTE_MS = 0.015;

/** Share of a beat that a packet of the voice and a piece may fill together, if the piece can be so small. */
const MOST_FILL = 0.8;

/** Share of the line that voice and pieces may take, and share that pieces have in any case. */
const MOST_LOAD = 0.95;
const LEAST_LEFT = 0.3;

/** A piece leaves this long after a packet of the voice, whose beat is not exact. */
const BEHIND_MS = 1;

/** Shortest time in which pieces may leave: timers of a browser are late by as much. */
const LEAST_OPEN_MS = 2;

/** @typedef {{atMs: number, beganMs: number, afterMs: number, bytes: number}} Sample */

export class VoiceGap {
  /** @type {Sample[]} */
  #samples = [];
  /** @type {number | null} place of the voice in the beat */
  #voiceMs = null;
  /** Time that a piece takes on the line; 0 while nothing is known about it, or it is short. */
  pieceMs = 0;
  /** Most bytes of a piece, so that it fits between two packets of the voice. */
  mostBytes = Infinity;
  /** Least time between two pieces beside the voice; 0 while nothing is known. */
  everyMs = 0;

  /**
   * Take in a receipt.
   *
   * @param {number} beganMs time of sending of the piece and its wait in queues, on our clock
   * @param {number} afterMs `after_voice_ms` of the receipt
   * @param {number} bytes size of the piece
   * @param {number} nowMs our clock
   */
  heard(beganMs, afterMs, bytes, nowMs) {
    const samples = [...this.#samples, { atMs: nowMs, beganMs, afterMs, bytes }].slice(-SAMPLES);
    this.#samples = samples.filter(({ atMs }) => nowMs - atMs < OLD_MS);
    this.#learn(this.#samples.filter((one) => one.afterMs <= LONGEST_AFTER_MS));
  }

  /** Begin anew on another connection. */
  restart() {
    this.#samples = [];
    this.#learn([]);
  }

  /** @param {number} nowMs @returns {number} time until a piece may leave, less than a beat */
  waitMs(nowMs) {
    if (this.#voiceMs === null || nowMs - (this.#samples.at(-1)?.atMs ?? 0) >= OLD_MS) return 0;
    const openMs = Math.max(LEAST_OPEN_MS, BEAT_MS - this.pieceMs - BEHIND_MS);
    const sinceMs = modulo(nowMs - this.#voiceMs - BEHIND_MS);
    return sinceMs <= openMs ? 0 : BEAT_MS - sinceMs;
  }

  /** @param {Sample[]} near receipts that came soon after the voice */
  #learn(near) {
    const before = this.#voiceMs;
    this.pieceMs = this.everyMs = 0;
    this.mostBytes = Infinity;
    this.#voiceMs = null;
    if (near.length < Math.max(LEAST_SAMPLES, SHARE * this.#samples.length)) return;
    // What follows the voice at once comes after it by its own time on the line. Less is that of a busy robot,
    // which reads both at once.
    const after = near.map(({ afterMs }) => afterMs).sort((one, other) => one - other);
    const leastMs = after[Math.floor(EARLY_SHARE * after.length)];
    const pieceMs = mean(after.filter((ms) => ms >= leastMs && ms <= leastMs + 1));
    const byteMs = pieceMs / (mean(near.map(({ bytes }) => bytes)) + HEADERS_BYTES);
    if (byteMs < LEAST_BYTE_MS || pieceMs >= BEAT_MS) return;
    const ownMs = byteMs * VOICE_BYTES;
    this.pieceMs = pieceMs;
    const fits = byteMs * (LEAST_BESIDE_BYTES + HEADERS_BYTES) + ownMs <= BEAT_MS;
    const room = Math.floor((MOST_FILL * BEAT_MS - ownMs) / byteMs) - HEADERS_BYTES;
    this.mostBytes = Math.max(fits ? LEAST_BESIDE_BYTES : LEAST_PIECE_BYTES, room);
    this.everyMs = pieceMs / Math.max(LEAST_LEFT, MOST_LOAD - ownMs / BEAT_MS);
    // Whenever the piece began, the packet before it was through so long before, and left before that.
    const places = near.map(({ beganMs, afterMs }) => modulo(beganMs - (afterMs - pieceMs) - byteMs * SHORT_VOICE_BYTES));
    this.#voiceMs = placeOf(places, before);
  }
}

/**
 * Find the place of the voice in the beat.
 *
 * @param {number[]} places of its packets, of which some are late
 * @param {number | null} beforeMs where it was
 * @returns {number | null} null if they do not agree
 */
function placeOf(places, beforeMs) {
  if (beforeMs !== null) {
    const kept = edge(places, modulo(beforeMs - SAME_MS / 2));
    if (kept.share >= KEPT_SHARE) return kept.edgeMs;
  }
  const found = places.map((place) => edge(places, place)).reduce((one, other) => (other.share > one.share ? other : one));
  return found.share >= SHARE ? found.edgeMs : null;
}

/**
 * Find the early edge of these places in the beat: packets of the voice that waited are late.
 *
 * @param {number[]} places
 * @param {number} firstMs place before which there is none
 * @returns {{share: number, edgeMs: number}} their share within `SAME_MS` behind the edge
 */
function edge(places, firstMs) {
  const behind = places.map((place) => modulo(place - firstMs)).sort((one, other) => one - other);
  const edgeMs = behind[Math.floor(EARLY_SHARE * behind.length)];
  const same = behind.filter((ms) => ms <= edgeMs + SAME_MS).length;
  return { share: same / behind.length, edgeMs: modulo(firstMs + edgeMs) };
}

/** @param {number[]} values @returns {number} */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {number} ms @returns {number} place in the beat, never negative */
const modulo = (ms) => ((ms % BEAT_MS) + BEAT_MS) % BEAT_MS;
