// @ts-check
/**
 * PURE. Board, papers, phrases and the answer to "understood?", as part of the page's state. No I/O.
 *
 * `crop` is what the newest picture shows, `framing` what the child wants beyond that. Papers are the
 * sheets that came and the newest photo of the board; the viewer turns their pages.
 */

import { isSameCrop, WHOLE } from "../lesson/cropping.js";
import { paced, remaining } from "../page/remaining.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../lesson/cropping.js").Crop} Crop */
/** @typedef {"still" | "arriving" | "leaving"} Crossing what crosses with a share */
/** @typedef {{kind: "photo" | "sheet", number: number, address: string}} Paper `address` is that of a blob */
/**
 * @typedef {{
 *   crop: Crop,
 *   framing: Crop | null,
 *   still: {status: "none" | "coming" | "failed", share: number, why: string},
 *   paces: Readonly<Record<Crossing, import("../page/remaining.js").Pace | null>>,
 *   sheets: Paper[],
 *   photo: Paper | null,
 *   looked: number,
 *   viewer: {at: number, crop: Crop} | null,
 *   arriving: number | null,
 *   leaving: {id: number, share: number} | null,
 *   unsent: boolean,
 *   phrase: {number: number, kind: string, text: string, aloud: boolean} | null,
 *   understood: "yes" | "no" | null,
 * }} Board
 */

/** @type {Readonly<Board>} */
export const BOARD = Object.freeze({
  crop: WHOLE,
  /** Crop that the child wants and that no picture shows yet. */
  framing: null,
  /** `why` is the key of the reason, where one is known. */
  still: Object.freeze({ status: /** @type {"none"} */ ("none"), share: 0, why: "" }),
  sheets: /** @type {Paper[]} */ ([]),
  photo: null,
  /** Number of the newest sheet that the child has looked at. */
  looked: 0,
  viewer: null,
  /** Share of a sheet that is coming. */
  arriving: null,
  /** Sheet that is on its way to the class; its id is 0 while the photo is made small. */
  leaving: null,
  /** A sheet did not get there, and can be sent again. */
  unsent: false,
  /** Pace of each thing that crosses. */
  paces: Object.freeze({ still: null, arriving: null, leaving: null }),
  /** Last phrase of the child. */
  phrase: null,
  understood: null,
});

/** Zoom from which a picture counts as near. */
const NEAR = 1.05;

/** Sheets that stay on this device; older ones make room. */
const MOST_SHEETS = 16;

/** Largest zoom of the viewer. */
export const VIEWER_ZOOM = 8;

/** @param {State} state @returns {Crop} crop that the child looks at */
export const lookedAt = ({ crop, framing }) => framing ?? crop;

/** @param {State} state @returns {boolean} */
export const isNear = (state) => lookedAt(state).zoom > NEAR;

/** @param {State} state @returns {Paper[]} all papers, the photo of the board last */
export const papersOf = ({ sheets, photo }) => (photo ? [...sheets, photo] : sheets);

/** @param {State} state @returns {boolean} a sheet waits that the child has not looked at */
export const hasNewSheet = ({ sheets, looked }) => sheets.some(({ number }) => number > looked);

/** @param {State} state @returns {number} place of the first new sheet among the papers, or of the newest paper */
export function firstToSee(state) {
  const fresh = state.sheets.findIndex(({ number }) => number > state.looked);
  return fresh >= 0 ? fresh : papersOf(state).length - 1;
}

/**
 * Return why the child may not do something now.
 *
 * @param {State} state @param {import("../wire/presence.js").RightName} right
 * @returns {string | null} key of the words; null if nothing is in the way
 */
export function obstacleOf({ presence }, right) {
  if (!presence) return "dead";
  const now = presence.rights[right];
  if (now === "class") return "right_class";
  if (now === "loan") return "right_loan";
  const isAble = now === "on" && (right !== "zoom" || presence.zoom_most > 1);
  return isAble ? null : `unable_${right}`;
}

/** @type {Readonly<Record<string, (state: State, event: any) => State>>} */
export const BOARD_REDUCERS = Object.freeze({
  crop: (state, { crop }) => ({
    ...state,
    crop,
    framing: state.framing && isSameCrop(crop, state.framing) ? null : state.framing,
  }),
  framing: (state, { crop }) => {
    const framing = isSameCrop(crop, state.crop) ? null : crop;
    return framing === null && state.framing === null ? state : { ...state, framing };
  },
  still_coming: (state, { share, atS }) => ({
    ...state, still: { status: "coming", share, why: "" }, paces: pacedWith(state, "still", share, atS),
  }),
  still_failed: (state, { why = "" }) => ({ ...state, still: { status: "failed", share: 0, why } }),
  still_given_up: (state) => ({ ...state, still: BOARD.still }),
  photo: (state, { number, address }) => {
    const photo = /** @type {Paper} */ ({ kind: "photo", number, address });
    // It was asked for: it opens by itself.
    return { ...state, photo, still: BOARD.still, notice: null, viewer: { at: state.sheets.length, crop: WHOLE } };
  },
  sheet_coming: (state, { share, atS }) => ({ ...state, arriving: share, paces: pacedWith(state, "arriving", share, atS) }),
  sheet_broken: (state) => ({ ...state, arriving: null }),
  sheet: (state, { number, address }) => {
    const sheet = /** @type {Paper} */ ({ kind: "sheet", number, address });
    const all = [...state.sheets.filter((one) => one.number !== number), sheet].sort((one, other) => one.number - other.number);
    const sheets = all.slice(-MOST_SHEETS);
    const looked = Math.min(state.looked, number - 1);
    return sameShown(state, { ...state, sheets, looked, arriving: null, notice: null });
  },
  viewer_opened: (state, { at }) => opened(state, at),
  viewer_turned: (state, { step }) => (state.viewer ? opened(state, state.viewer.at + step) : state),
  viewer_crop: (state, { crop }) => (state.viewer ? { ...state, viewer: { ...state.viewer, crop } } : state),
  viewer_closed: (state) => (state.viewer ? { ...state, viewer: null } : state),
  leaving: (state, { id, share, atS }) => ({
    ...state, leaving: { id, share }, unsent: false, notice: null, paces: pacedWith(state, "leaving", share, atS),
  }),
  left_device: (state, { unsent = false }) => ({ ...state, leaving: null, unsent }),
  phrase: (state, { phrase }) => ({ ...state, phrase }),
  understood: (state, { answer }) => ({ ...state, understood: answer }),
});

/**
 * @param {State} state @param {Crossing} what @param {number} share @param {number} [atS]
 * @returns {Board["paces"]}
 */
const pacedWith = ({ paces }, what, share, atS) => (atS === undefined ? paces : { ...paces, [what]: paced(paces[what], share, atS) });

/** @param {State} state @param {number} at @returns {State} */
function opened(state, at) {
  const papers = papersOf(state);
  if (papers.length === 0) return state;
  const place = Math.min(papers.length - 1, Math.max(0, at));
  const shown = papers[place];
  const looked = shown.kind === "sheet" ? Math.max(state.looked, shown.number) : state.looked;
  return { ...state, viewer: { at: place, crop: WHOLE }, looked };
}

/**
 * Keep the page that is open while papers come and go.
 *
 * @param {State} before @param {State} after @returns {State}
 */
function sameShown(before, after) {
  if (!before.viewer) return after;
  const shown = papersOf(before)[before.viewer.at];
  const at = papersOf(after).findIndex((one) => one.kind === shown.kind && one.number === shown.number);
  return { ...after, viewer: { ...before.viewer, at: Math.max(0, at) } };
}

/**
 * Follow what the robot tells of board and answers.
 *
 * @param {State} before @param {State} after with the new `presence`
 * @returns {State}
 */
export function withBoard(before, after) {
  const told = after.presence;
  const known = before.presence;
  let next = after;
  if (told?.understood !== known?.understood) next = { ...next, understood: told?.understood ?? null };
  if (told?.still === "failed" && known?.still !== "failed" && next.still.status === "coming") {
    next = { ...next, still: { status: "failed", share: 0, why: "" } };
  }
  if (told?.phrase && told.phrase.number > (next.phrase?.number ?? 0)) next = { ...next, phrase: told.phrase };
  if (next.framing && obstacleOf(next, "zoom")) next = { ...next, framing: null };
  return next;
}

/** @param {State} state @returns {string | null} key of what happens to papers now */
export function paperSentence(state) {
  if (state.still.status === "coming") return "still_coming";
  if (state.still.status === "failed") return state.still.why || "still_failed";
  if (state.leaving) return "sheet_leaving";
  // Whoever speaks has to read that it is heard.
  if (hasNewSheet(state) && !state.wishes.microphone) return "sheet_came";
  return state.arriving === null || state.wishes.microphone ? null : "sheet_arriving";
}

/** @param {State} state @param {string} sentence @returns {"papers_look" | "still_again" | "sheet_again" | null} what the bubble offers with a sentence */
export const paperAct = ({ unsent }, sentence) => {
  if (unsent && sentence.startsWith("transfer_")) return "sheet_again";
  return sentence === "sheet_came" ? "papers_look" : sentence === "still_failed" ? "still_again" : null;
};

/** @type {Readonly<Record<string, {pace: Crossing, what: string}>>} sentences about what crosses, and its name */
const CROSSING = Object.freeze({
  still_coming: { pace: "still", what: "crossing_still" },
  sheet_leaving: { pace: "leaving", what: "crossing_leaving" },
  sheet_arriving: { pace: "arriving", what: "crossing_arriving" },
});

/**
 * @param {State} state @param {string} sentence @param {number} nowS
 * @returns {{what: string, key: string, values: Record<string, number>} | null} how long what the sentence tells still takes
 */
export function leftOf({ paces }, sentence, nowS) {
  if (!Object.hasOwn(CROSSING, sentence)) return null;
  const { pace, what } = CROSSING[sentence];
  const left = remaining(paces[pace], nowS);
  return left && { what, ...left };
}

/** @param {State} state @param {string} sentence @returns {number | null} share of what the sentence tells, 0 to 1 */
export function shareOf(state, sentence) {
  if (sentence === "still_coming") return state.still.share;
  if (sentence === "sheet_leaving") return state.leaving?.share ?? null;
  return sentence === "sheet_arriving" ? state.arriving : null;
}
