// @ts-check
/** Workers of our own, also in browsers that demand trusted addresses. */

/** @type {any} */
let policy;

/**
 * Start a worker.
 *
 * @param {string} address below `/app/js/lesson/` @param {WorkerOptions} [options] @returns {Worker}
 * @throws where there are no workers, or this one is refused
 */
export function ownWorker(address, options) {
  return new Worker(trusted(address), options);
}

/** @param {string} address @returns {string} as a trusted type, where the browser demands one */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  policy ??= types.createPolicy("lesson", { createScriptURL: checked });
  return policy.createScriptURL(address);
}

/** @param {string} address */
function checked(address) {
  if (!/^\/app\/js\/lesson\/\w+_worker\.js$/.test(address)) throw new TypeError(`${address}: no worker of ours`);
  return address;
}
