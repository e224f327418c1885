// @ts-check
/**
 * A regular pulse that goes on in a hidden tab.
 *
 * Browsers slow a hidden page's own timers down to one a second; the robot would take the child
 * for lost again and again. A worker's timers keep their pace, and its messages come at once.
 */

const ADDRESS = "/app/js/lesson/pulse_worker.js";

/** @param {number} ms @param {() => void} run @returns {() => void} ends it */
export function every(ms, run) {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const simply = () => (timer = setInterval(run, ms));
  /** @type {Worker | null} */
  let worker = null;
  try {
    worker = new Worker(trusted(ADDRESS));
    worker.onmessage = run;
    worker.onerror = simply;
    worker.postMessage(ms);
  } catch {
    simply(); // a browser without workers still beats, as long as its page is seen
  }
  return () => {
    worker?.terminate();
    clearInterval(timer);
  };
}

/** @param {string} address @returns {string} as browsers want it that check where scripts come from */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy("pulse", { createScriptURL: () => ADDRESS });
  return policy.createScriptURL(address);
}

/** @type {any} */
let policy;
