// @ts-check
/** Small memories of the page that only spare a tap: lost where the browser keeps nothing. */

/** @typedef {"localStorage" | "sessionStorage"} Place */

/** @param {Place} place @param {string} name @returns {any} null for nothing, or for nonsense */
export function recall(place, name) {
  try {
    return JSON.parse(globalThis[place].getItem(`karlsson.${name}`) ?? "null");
  } catch {
    return null; // not allowed, or not ours
  }
}

/** @param {Place} place @param {string} name @param {any} value null forgets */
export function note(place, name, value) {
  try {
    if (value === null) globalThis[place].removeItem(`karlsson.${name}`);
    else globalThis[place].setItem(`karlsson.${name}`, JSON.stringify(value));
  } catch {
    // Full, or not allowed.
  }
}
