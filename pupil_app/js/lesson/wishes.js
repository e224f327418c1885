// @ts-check
/** PURE. Wishes of the child: hand, feeling, help and toggles, and their dependencies. No I/O. */

/**
 * `aloud_after` exists only during a whisper, and only if the microphone was open before it: the
 * child then speaks aloud again when the whisper ends. It is never sent to the robot.
 *
 * @typedef {{hand: boolean, feeling: string | null, help: boolean, microphone: boolean, whisper: boolean,
 *   listen_only: boolean, rest: boolean, sound_only: boolean, aloud_after?: true}} Wishes
 */

/**
 * Wishes with a button that stays pressed.
 *
 * @typedef {Exclude<keyof Wishes, "feeling" | "aloud_after">} Name
 */

/**
 * Wishes that are sent to the robot.
 *
 * @typedef {Exclude<keyof Wishes, "aloud_after">} Kind
 */

/** @type {Readonly<Wishes>} */
export const NO_WISHES = Object.freeze({
  hand: false,
  feeling: null,
  help: false,
  microphone: false,
  whisper: false,
  listen_only: false,
  rest: false,
  sound_only: false,
});

/**
 * Switch one toggle, and those that would contradict it.
 *
 * | tapped                | microphone               | whisper | hand       | listen_only | rest |
 * |-----------------------|--------------------------|---------|------------|-------------|------|
 * | microphone on         | on                       | off     |            | off         |      |
 * | microphone off        | off                      | off     | see below  |             |      |
 * | whisper on            | on                       | on      |            | off         |      |
 * | whisper off           | as before the whisper    | off     |            |             |      |
 * | hand on               |                          |         | up         | off         | off  |
 * | hand off              |                          |         | down       |             |      |
 * | listen_only on        | off                      | off     | down       | on          |      |
 * | listen_only off       | stays off                |         |            | off         |      |
 * | rest on               | off                      | off     | down       |             | on   |
 * | rest off              | stays off                |         |            |             | off  |
 * | sound_only on or off  |                          |         |            |             |      |
 * | help on or off        |                          |         |            |             |      |
 * | in a break: microphone or whisper on | stays off | off     |            |             | off  |
 *
 * Only a tap on the microphone itself makes the child audible. A break promises that everything is
 * off, so one tap does not lead from a break to an open microphone. The hand of a called child
 * comes down when the microphone closes, since the child has had its turn. A request for help
 * depends on nothing: a child may ask in a break, and it stands until the child takes it back.
 *
 * @param {Wishes} wishes @param {Name} name
 * @param {boolean} microphoneWorks
 * @param {boolean} [turnTaken] the child was called and has spoken aloud since
 * @returns {Wishes}
 */
export function toggled(wishes, name, microphoneWorks, turnTaken = false) {
  const on = !wishes[name];
  const next = TURN[name](wishes, on);
  if (name === "microphone" && !on && turnTaken) next.hand = false;
  return microphoneWorks ? next : hushed(next);
}

/** @type {Readonly<Record<Name, (wishes: Wishes, on: boolean) => Wishes>>} */
const TURN = Object.freeze({
  microphone: (wishes, on) => {
    if (!on) return hushed(wishes);
    return wishes.rest ? { ...wishes, rest: false } : { ...wishes, microphone: true, listen_only: false };
  },
  whisper: (wishes, on) => {
    if (!on) return wishes.aloud_after ? { ...hushed(wishes), microphone: true } : hushed(wishes);
    if (wishes.rest) return { ...wishes, rest: false };
    /** @type {Wishes} */
    const next = { ...wishes, microphone: true, whisper: true, listen_only: false };
    if (wishes.microphone) next.aloud_after = true;
    return next;
  },
  hand: (wishes, on) => (on ? { ...wishes, hand: true, listen_only: false, rest: false } : { ...wishes, hand: false }),
  listen_only: (wishes, on) => (on ? { ...hushed(wishes), hand: false, listen_only: true } : { ...wishes, listen_only: false }),
  rest: (wishes, on) => (on ? { ...hushed(wishes), hand: false, rest: true } : { ...wishes, rest: false }),
  sound_only: (wishes, on) => ({ ...wishes, sound_only: on }),
  help: (wishes, on) => ({ ...wishes, help: on }),
});

/**
 * Close the microphone, and forget that it was open before a whisper.
 *
 * @param {Wishes} wishes
 * @returns {Wishes}
 */
export function hushed(wishes) {
  const { aloud_after: _, ...rest } = wishes;
  return { ...rest, microphone: false, whisper: false };
}

const KINDS = Object.freeze(/** @type {Kind[]} */ (Object.keys(NO_WISHES)));

/**
 * Return every kind in the order to send it. A whisper must never be loud, not even for a moment:
 * the voice goes low before it is opened, and is closed before it may be loud again.
 *
 * @param {Wishes} wishes @returns {Kind[]}
 */
export function inOrder({ microphone }) {
  /** @type {Kind[]} */
  const first = microphone ? ["whisper", "microphone"] : ["microphone", "whisper"];
  return [...first, ...KINDS.filter((kind) => !first.includes(kind))];
}

/** @param {Wishes} before @param {Wishes} after @returns {Kind[]} kinds to send to the robot */
export const changed = (before, after) =>
  inOrder(after).filter((name) => before[name] !== after[name]);

/**
 * Return the wishes that survive a reload of the page. The microphone does not: a child who opens
 * the page again starts unheard.
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
    help: old.help === true,
    listen_only: old.listen_only === true,
    rest: old.rest === true,
    sound_only: old.sound_only === true,
  };
}
