// @ts-check
/** PURE. How long a transfer still takes, in words that do not jump. No I/O. */

/**
 * Three moments of a transfer: the rate is that between the first and the last one.
 *
 * @typedef {{share: number, atS: number}} Moment
 * @typedef {{from: Moment, middle: Moment, last: Moment}} Pace
 */

/** Time over which the rate is measured, at least half of it. */
const WINDOW_S = 20;

/** Time before which nothing is known. */
const LEAST_S = 1.5;

/** Time without any progress after which the line is said to be slow. */
const STALLED_S = 6;

const MINUTE_S = 60;

/** Seconds are said in steps. */
const STEP_S = 5;

/**
 * @param {Pace | null} pace so far @param {number} share that has crossed now, 0 to 1 @param {number} atS
 * @returns {Pace}
 */
export function paced(pace, share, atS) {
  const now = { share, atS };
  // Another transfer, or one that begins anew.
  if (!pace || share < pace.last.share) return { from: now, middle: now, last: now };
  if (share === pace.last.share) return pace;
  if (atS - pace.middle.atS > WINDOW_S / 2) return { from: pace.middle, middle: pace.last, last: now };
  return { ...pace, last: now };
}

/** @param {Pace} pace @param {number} nowS @returns {number | null} null while it is not known */
export function secondsLeft({ from, last }, nowS) {
  const [done, tookS] = [last.share - from.share, last.atS - from.atS];
  if (done <= 0 || tookS < LEAST_S) return null;
  return Math.max(0, ((1 - last.share) * tookS) / done - (nowS - last.atS));
}

/**
 * @param {Pace | null} pace @param {number} nowS
 * @returns {{key: string, values: Record<string, number>} | null} null while there is nothing to say
 */
export function remaining(pace, nowS) {
  if (!pace || pace.last.share >= 1) return null;
  if (nowS - pace.last.atS >= STALLED_S) return { key: "left_slow", values: {} };
  const seconds = secondsLeft(pace, nowS);
  if (seconds === null) return null;
  if (seconds < STEP_S) return { key: "left_soon", values: {} };
  const n = Math.ceil(seconds / STEP_S) * STEP_S;
  if (n < MINUTE_S) return { key: "left_seconds", values: { n } };
  const minutes = Math.round(seconds / MINUTE_S);
  return minutes <= 1 ? { key: "left_minute", values: {} } : { key: "left_minutes", values: { n: minutes } };
}
