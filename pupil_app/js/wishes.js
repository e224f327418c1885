// @ts-check
/** PURE. What the child wants to be so: hand, feeling and the toggles, and how they agree. No I/O. */

/**
 * @typedef {{hand: boolean, feeling: string | null, microphone: boolean, whisper: boolean,
 *   listen_only: boolean, rest: boolean, sound_only: boolean}} Wishes
 */

/** @type {Readonly<Wishes>} */
export const NO_WISHES = Object.freeze({
  hand: false,
  feeling: null,
  microphone: false,
  whisper: false,
  listen_only: false,
  rest: false,
  sound_only: false,
});

/**
 * Turn one toggle, and those that would contradict it.
 *
 * Whispering is a way of speaking, so it opens the microphone and ends with it. Only listening
 * and a break close the microphone; after a break it stays closed until the child opens it.
 *
 * @param {Wishes} wishes @param {Exclude<keyof Wishes, "feeling">} name
 * @param {boolean} microphoneWorks
 * @returns {Wishes}
 */
export function toggled(wishes, name, microphoneWorks) {
  const on = !wishes[name];
  /** @type {Wishes} */
  const next = { ...wishes, [name]: on };
  if (name === "microphone" && !on) next.whisper = false;
  if (name === "whisper" && on) next.microphone = true;
  if ((name === "microphone" || name === "whisper") && on) {
    next.listen_only = false;
    next.rest = false;
  }
  if ((name === "listen_only" || name === "rest") && on) {
    next.microphone = false;
    next.whisper = false;
  }
  if (name === "rest" && on) next.hand = false;
  if (name === "listen_only" && on) next.hand = false;
  if (name === "hand" && on) {
    next.listen_only = false;
    next.rest = false;
  }
  if (!microphoneWorks) {
    next.microphone = false;
    next.whisper = false;
  }
  return next;
}

const KINDS = Object.freeze(/** @type {(keyof Wishes)[]} */ (Object.keys(NO_WISHES)));

/**
 * So that a whisper is never loud, not even for a moment: the voice goes low before it is
 * opened, and is closed before it may be loud again.
 *
 * @param {Wishes} wishes @returns {(keyof Wishes)[]} every kind, in the order to tell it
 */
export function inOrder({ microphone }) {
  /** @type {(keyof Wishes)[]} */
  const first = microphone ? ["whisper", "microphone"] : ["microphone", "whisper"];
  return [...first, ...KINDS.filter((kind) => !first.includes(kind))];
}

/** @param {Wishes} before @param {Wishes} after @returns {(keyof Wishes)[]} what to tell the robot */
export const changed = (before, after) =>
  inOrder(after).filter((name) => before[name] !== after[name]);

/**
 * What outlives a reload of the page. The microphone does not: whoever opens a page anew starts
 * unheard.
 *
 * @param {unknown} stored
 * @returns {Wishes}
 */
export function afterReload(stored) {
  const old = typeof stored === "object" && stored !== null ? /** @type {any} */ (stored) : {};
  return {
    ...NO_WISHES,
    hand: old.hand === true,
    feeling: typeof old.feeling === "string" ? old.feeling : null,
    listen_only: old.listen_only === true,
    rest: old.rest === true,
    sound_only: old.sound_only === true,
  };
}
