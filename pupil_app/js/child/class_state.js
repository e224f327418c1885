// @ts-check
/** PURE. What belongs to the class screen alone: the menu, Karlsson's question, the way back after leaving. No I/O. */

/** @typedef {import("./state.js").State} State */
/** @typedef {"main" | "gestures" | "places" | "phrases" | "write" | "sheets"} MenuPage */
/**
 * @typedef {{
 *   menu: MenuPage | null,
 *   question: string | null,
 *   staying: boolean,
 *   scanned: string | null,
 * }} InClass
 */

/** @type {Readonly<InClass>} */
export const IN_CLASS = Object.freeze({
  /** Page of Karlsson's menu that is open. */
  menu: null,
  /** Feeling after which Karlsson asks whether the child needs somebody. */
  question: null,
  /** The child has just left, and one tap takes it back. */
  staying: false,
  /** Control that one-switch scanning rests on. */
  scanned: null,
});

/** Feelings after which Karlsson asks. */
export const ASKS_AFTER = Object.freeze(["sad", "unwell"]);

/** @type {Readonly<Record<string, (state: State, event: any) => State>>} */
export const CLASS_REDUCERS = Object.freeze({
  menu: (state, { page }) => (state.menu === page ? state : { ...state, menu: page }),
  question: (state, { question }) => ({ ...state, question }),
  staying: (state, { staying }) => ({ ...state, staying }),
  scanned: (state, { name }) => (state.scanned === name ? state : { ...state, scanned: name }),
});

/**
 * Drop what the news of the robot makes stale: a notice, and the menu when the child is called.
 *
 * @param {State} before @param {State} after
 * @returns {State}
 */
export function withNews(before, after) {
  const isNews = newsOf(before) !== newsOf(after);
  const begins = after.presence?.hand.your_turn === true && before.presence?.hand.your_turn !== true;
  if (!isNews && !begins) return after;
  return { ...after, notice: isNews ? null : after.notice, menu: begins ? null : after.menu };
}

/** @param {State} state @returns {string} what the child is told of the robot, in short */
function newsOf({ presence }) {
  if (!presence) return "";
  const { hand, said, help, feeling_seen, phrase_seen, lost, picture, fault, paused_by } = presence;
  const isSeen = hand.raised && hand.seen;
  return JSON.stringify([isSeen, hand.your_turn, said?.number, help.coming, feeling_seen, phrase_seen, lost, picture === "off", fault, paused_by]);
}
