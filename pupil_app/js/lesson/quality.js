// @ts-check
/**
 * PURE. Quality of the line at the child: statistics -> good, fair, poor, lost. No I/O.
 *
 * A score from 0 to 100 starts full. Concealed sound, delay and a still picture lower it, and lost
 * packets a little, since most of them are repaired. It falls fast and rises slowly, so that the
 * word on screen does not flicker. The page shows the worse of this and the robot's measurement.
 */

/** @typedef {"good" | "fair" | "poor" | "lost"} Level */
/**
 * Counters since the connection began, as `RTCPeerConnection.getStats` has them.
 * `frames` were decoded, `shown` of them were seen, where the browser tells. `sounds` packets of sound
 * were sent; `samples` were played, of which `concealed` were made up.
 *
 * @typedef {{received: number, lost: number, frames: number, shown?: number | null, sounds: number, samples: number, concealed: number, jitterS: number, roundTripS: number | null}} Counters
 */
/** @typedef {{lossShare: number, concealedShare: number | null, framesPerS: number, jitterS: number, roundTripS: number}} Sample */

/** From the best to the worst. */
const LEVELS = ["good", "fair", "poor", "lost"];

const FALL = 0.7;
const RISE = 0.25;

/** Longest time until a picture comes that was just opened again, in seconds. */
const OPENING_S = 3;

/**
 * Packets of sound a second, of 50. With fewer the sound just began or ended, or the page may not
 * play yet. Concealment then says nothing about the line, and only lost packets count.
 */
const FLOWING_PER_S = 40;

/** Distance past a border from which the score changes the level. */
const MARGIN = 4;

/** @param {Counters} before @param {Counters} after @param {number} seconds @returns {Sample} */
export function sample(before, after, seconds) {
  const received = Math.max(0, after.received - before.received);
  const lost = Math.max(0, after.lost - before.lost);
  const all = received + lost;
  const samples = after.samples - before.samples;
  const isTold = typeof before.shown === "number" && typeof after.shown === "number";
  const frames = isTold ? Number(after.shown) - Number(before.shown) : after.frames - before.frames;
  const flows = after.sounds - before.sounds >= FLOWING_PER_S * seconds;
  return {
    lossShare: all ? lost / all : 0,
    concealedShare: flows && samples > 0 ? Math.max(0, after.concealed - before.concealed) / samples : null,
    framesPerS: seconds > 0 ? Math.max(0, frames) / seconds : 0,
    jitterS: after.jitterS,
    roundTripS: after.roundTripS ?? 0,
  };
}

/**
 * @param {Sample} one
 * @param {boolean} expectsPicture the robot should be sending a picture now
 * @returns {number} 0 to 100
 */
export function score(one, expectsPicture) {
  const delayMs = (one.roundTripS * 1000) / 2 + one.jitterS * 1000 * 2;
  const delayEffect = delayMs < 100 ? delayMs / 20 : 5 + (delayMs - 100) / 8;
  const share = one.concealedShare;
  const lossEffect = share === null ? one.lossShare * 400 : one.lossShare * 100 + share * 500;
  const standstill = expectsPicture ? Math.max(0, 10 - one.framesPerS) * 4.5 : 0;
  return Math.max(0, Math.min(100, 100 - delayEffect - Math.min(80, lossEffect) - standstill));
}

/** Deadline for a picture that should be arriving. */
export class Awaited {
  #sinceS = Infinity;

  /** @param {boolean} expected the robot should be sending one @param {number} nowS */
  isDue(expected, nowS) {
    this.#sinceS = expected ? Math.min(this.#sinceS, nowS) : Infinity;
    return nowS - this.#sinceS > OPENING_S;
  }

  restart() {
    this.#sinceS = Infinity;
  }
}

/** @param {string} one @param {string} other @returns {Level} */
export function worse(one, other) {
  const at = Math.max(LEVELS.indexOf(one), LEVELS.indexOf(other), 0);
  return /** @type {Level} */ (LEVELS[at]);
}

export class Quality {
  #score = 100;
  /** @type {Level} */
  #level = "good";

  /** @param {number} fresh 0 to 100 @returns {Level} */
  add(fresh) {
    const share = fresh < this.#score ? FALL : RISE;
    this.#score += (fresh - this.#score) * share;
    this.#level = this.#judge();
    return this.#level;
  }

  /** @returns {Level} the line was silent: nothing is received at all */
  silence() {
    this.#score = 0;
    this.#level = "lost";
    return this.#level;
  }

  /** Begin with a new line: after a loss the score starts in the middle. */
  restart() {
    if (this.#level !== "lost") return;
    this.#score = 60;
    this.#level = "fair";
  }

  /** @returns {Level} */
  #judge() {
    const good = this.#level === "good" ? 80 - MARGIN : 80 + MARGIN;
    if (this.#score > good) return "good";
    const fair = this.#level === "poor" || this.#level === "lost" ? 40 + MARGIN : 40 - MARGIN;
    return this.#score > fair ? "fair" : "poor";
  }
}
