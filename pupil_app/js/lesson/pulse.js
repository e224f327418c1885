// @ts-check
/**
 * Timer that keeps its pace in a hidden tab.
 *
 * Browsers slow the timers of a hidden page down to one a second, so the robot would lose the child
 * again and again. The timers of a worker keep their pace, and its messages come at once.
 */

import { ownWorker } from "./own_worker.js";

const ADDRESS = "/app/js/lesson/pulse_worker.js";

/** @param {number} ms @param {() => void} run @returns {() => void} ends it */
export function every(ms, run) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const simply = () => (timer = setInterval(run, ms));
  /** @type {Worker | null} */
  let worker = null;
  try {
    worker = ownWorker(ADDRESS);
    worker.onmessage = run;
    worker.onerror = simply;
    worker.postMessage(ms);
  } catch {
    simply(); // without workers the beat continues while the page is visible
  }
  return () => {
    worker?.terminate();
    clearInterval(timer);
  };
}
