// @ts-check
/** PURE. Sheets as the teacher sees them: those on their way to the child, and those that it has handed in. No I/O. */

import { paced } from "../page/remaining.js";

/** Sheets that may be on their way to the child at once, and those that failed and may be sent again. */
export const MOST_OUT = 4;

/** @typedef {import("../page/remaining.js").Pace} Pace */
/**
 * `bytes` is the size of what is sent: 0 until it is known. What `mayRepeat` failed on its way, and is still here.
 *
 * @typedef {{id: number, transfer: string, phase: "making" | "sending" | "there" | "failed", share: number,
 *   bytes: number, pace: Pace | null, code: string, mayRepeat: boolean}} SheetOut
 */
/**
 * `came` holds the pictures that are here, by number; `open` is the number in the viewer, and `code` says
 * why it does not come. `looked` are the numbers that were looked at.
 *
 * @typedef {{out: readonly SheetOut[], came: Readonly<Record<number, Blob>>, looked: readonly number[],
 *   open: number | null, share: number, pace: Pace | null, code: string}} SheetsState
 */
/**
 * `atS` is the time of an event about a transfer.
 *
 * @typedef {(import("./class_sheets.js").SheetEvent
 *   | {type: "chosen", id: number} | {type: "queued", id: number, transfer: string, bytes: number}
 *   | {type: "refused", id: number, code: string} | {type: "dropped", id: number}
 *   | {type: "opened", number: number} | {type: "closed"} | {type: "held", numbers: readonly number[]}
 *   | {type: "forgotten"}) & {atS?: number}} SheetsEvent
 */

/** @type {Readonly<SheetsState>} */
export const NO_SHEETS = Object.freeze({ out: [], came: {}, looked: [], open: null, share: 0, pace: null, code: "" });

/** @param {SheetOut} sheet */
const isOver = ({ phase }) => phase === "there" || phase === "failed";

/**
 * @param {SheetsState} state @param {(sheet: SheetOut) => boolean} fits @param {Partial<SheetOut>} part
 * @returns {SheetsState}
 */
const changed = (state, fits, part) => ({ ...state, out: state.out.map((one) => (fits(one) ? { ...one, ...part } : one)) });

/** @param {SheetsState} state @param {SheetsEvent} event @returns {SheetsState} */
export function withSheet(state, event) {
  switch (event.type) {
    case "chosen": {
      // What is over has been read by whoever chooses the next one.
      const kept = state.out.filter((one) => !isOver(one) || one.mayRepeat);
      return { ...state, out: [...kept, { id: event.id, ...NEW, phase: "making" }] };
    }
    case "queued":
      return changed(state, ({ id }) => id === event.id, { ...NEW, transfer: event.transfer, bytes: event.bytes, phase: "sending" });
    case "refused":
      return changed(state, ({ id }) => id === event.id, { phase: "failed", code: event.code });
    case "dropped":
      return { ...state, out: state.out.filter(({ id }) => id !== event.id) };
    case "sheet_sending":
      return sending(state, event.transfer, event.share, event.atS);
    case "sheet_sent":
      return changed(state, ({ transfer }) => transfer === event.transfer, {
        phase: event.code ? "failed" : "there", share: 1, code: event.code, mayRepeat: mayRepeat(event.code),
      });
    case "opened":
      return { ...state, ...CLOSED, open: event.number, looked: looked(state, event.number, event.number in state.came) };
    case "closed":
      return { ...state, ...CLOSED };
    case "held":
      return held(state, event.numbers);
    case "sheet_coming":
      return event.number === state.open ? { ...state, share: event.share, pace: at(state.pace, event.share, event.atS) } : state;
    case "sheet_came":
      return { ...state, came: { ...state.came, [event.number]: event.picture }, looked: looked(state, event.number, event.number === state.open) };
    case "sheet_failed":
      return event.number === state.open ? { ...state, code: event.code } : state;
    default:
      return NO_SHEETS;
  }
}

/** A sheet that has not left yet. */
const NEW = Object.freeze({ transfer: "", share: 0, bytes: 0, pace: null, code: "", mayRepeat: false });

/** The viewer. */
const CLOSED = Object.freeze({ open: null, share: 0, pace: null, code: "" });

/** @param {Pace | null} pace @param {number} share @param {number | undefined} atS @returns {Pace | null} */
const at = (pace, share, atS) => (atS === undefined ? pace : paced(pace, share, atS));

/** @param {SheetsState} state @param {string} transfer @param {number} share @param {number} [atS] @returns {SheetsState} */
const sending = (state, transfer, share, atS) => ({
  ...state,
  out: state.out.map((one) => (one.transfer === transfer ? { ...one, share, pace: at(one.pace, share, atS) } : one)),
});

/** @param {string} code @returns {boolean} the same picture may cross another time; other refusals need another photo */
export const mayRepeat = (code) => code !== "" && !NEEDS_ANOTHER.includes(remedy(code));

/** Words that ask for another photo. */
const NEEDS_ANOTHER = Object.freeze(["teacher_sheet_too_large", "teacher_sheet_picture"]);

/**
 * @param {SheetsState} state @param {readonly number[]} numbers of the sheets that the robot holds for the class
 * @returns {SheetsState} without the pictures of those that have made room, except the one that is being looked at
 */
function held(state, numbers) {
  const here = Object.entries(state.came).filter(([number]) => numbers.includes(Number(number)) || Number(number) === state.open);
  const known = state.looked.filter((number) => numbers.includes(number));
  const isSame = here.length === Object.keys(state.came).length && known.length === state.looked.length;
  return isSame ? state : { ...state, came: Object.fromEntries(here), looked: known };
}

/** @param {SheetsState} state @param {number} number @param {boolean} isShown @returns {readonly number[]} */
const looked = (state, number, isShown) => (isShown && !state.looked.includes(number) ? [...state.looked, number] : state.looked);

/** @param {SheetsState} state @param {readonly number[]} numbers of the sheets for the class @returns {number} the oldest that nobody looked at here; 0 for none */
export const unseen = (state, numbers) => numbers.find((number) => !state.looked.includes(number)) ?? 0;

/** Codes with one and the same remedy. */
const REMEDIES = Object.freeze(
  /** @type {Record<string, string>} */ ({
    too_large: "teacher_sheet_too_large",
    picture: "teacher_sheet_picture",
    animated: "teacher_sheet_picture",
    too_many_pixels: "teacher_sheet_too_large",
    not_alone: "teacher_sheet_picture",
    no_room: "teacher_sheet_no_room",
    busy: "teacher_sheet_busy",
    not_allowed: "teacher_sheet_not_allowed",
    no_class_key: "teacher_sheet_no_class_key",
  }),
);

/** @param {string} code @returns {string} key of the words about a sheet that did not cross */
export const remedy = (code) => (Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : "teacher_sheet_failed");

/** @param {import("./teacher_state.js").TeacherState} state @returns {boolean} this robot can take sheets: one without the class key cannot */
export const isAble = ({ presence }) => presence !== null && presence.rights.sheets !== "unable";

/**
 * @param {import("./teacher_state.js").TeacherState} state with a child inside
 * @returns {string | null} key of why no sheet can be sent now; null if one can
 */
export function hindrance({ presence, hasSheets, sheets }) {
  if (presence?.rights.sheets === "loan") return "teacher_sheet_loan";
  if (presence?.rights.sheets === "class") return "teacher_sheet_class";
  if (!hasSheets) return "teacher_sheet_no_class_key";
  const underway = sheets.out.filter((one) => !isOver(one) || one.mayRepeat).length;
  return underway >= MOST_OUT ? "teacher_sheet_busy" : null;
}
