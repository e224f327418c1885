// @ts-check
/** PURE. Durations as a person would say them. No I/O. */

/** Shorter ones are "just now". */
const NOW_S = 5;
const MINUTE_S = 60;
const HOUR_S = 3600;

/**
 * @param {number} seconds
 * @returns {{key: string, values: {n: number}}}
 */
export function since(seconds) {
  if (seconds < NOW_S) return { key: "teacher_since_now", values: { n: 0 } };
  if (seconds < MINUTE_S) return { key: "teacher_since_seconds", values: { n: Math.floor(seconds) } };
  if (seconds < HOUR_S) return counted(Math.floor(seconds / MINUTE_S), "teacher_since_minute", "teacher_since_minutes");
  return counted(Math.floor(seconds / HOUR_S), "teacher_since_hour", "teacher_since_hours");
}

/** @param {number} n @param {string} one @param {string} many */
const counted = (n, one, many) => ({ key: n === 1 ? one : many, values: { n } });
