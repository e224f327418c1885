// @ts-check
/** Small values that only spare a tap; they are lost if the browser stores nothing. */

/** @typedef {"localStorage" | "sessionStorage"} Place */

/** @param {Place} place @param {string} name @returns {any} null if nothing readable is stored */
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

/** @returns {boolean} whether a lesson is found again after a reload */
export function survivesReload() {
  note("sessionStorage", "kept", true);
  return recall("sessionStorage", "kept") === true;
}
