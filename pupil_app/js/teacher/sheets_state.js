// @ts-check
/** PURE. Sheets as the teacher sees them: those on their way to the child, and those that it has handed in. No I/O. */

/** Sheets that the robot holds for the child. */
export const MOST_HELD = 4;

/** @typedef {{id: number, transfer: string, phase: "making" | "sending" | "there" | "failed", share: number, code: string}} SheetOut */
/**
 * `came` holds the pictures that are here, by number; `open` is the number in the viewer, and `code` says
 * why it does not come. `looked` are the numbers that were looked at.
 *
 * @typedef {{out: readonly SheetOut[], came: Readonly<Record<number, Blob>>, looked: readonly number[],
 *   open: number | null, share: number, code: string}} SheetsState
 */
/**
 * @typedef {import("./class_sheets.js").SheetEvent
 *   | {type: "chosen", id: number} | {type: "queued", id: number, transfer: string}
 *   | {type: "refused", id: number, code: string} | {type: "opened", number: number} | {type: "closed"}
 *   | {type: "forgotten"}} SheetsEvent
 */

/** @type {Readonly<SheetsState>} */
export const NO_SHEETS = Object.freeze({ out: [], came: {}, looked: [], open: null, share: 0, code: "" });

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
      const out = [...state.out.filter((one) => !isOver(one)), { id: event.id, transfer: "", phase: /** @type {const} */ ("making"), share: 0, code: "" }];
      return { ...state, out };
    }
    case "queued":
      return changed(state, ({ id }) => id === event.id, { transfer: event.transfer, phase: "sending" });
    case "refused":
      return changed(state, ({ id }) => id === event.id, { phase: "failed", code: event.code });
    case "sheet_sending":
      return changed(state, ({ transfer }) => transfer === event.transfer, { share: event.share });
    case "sheet_sent":
      return changed(state, ({ transfer }) => transfer === event.transfer, { phase: event.code ? "failed" : "there", share: 1, code: event.code });
    case "opened":
      return { ...state, open: event.number, share: 0, code: "", looked: looked(state, event.number, event.number in state.came) };
    case "closed":
      return { ...state, open: null, share: 0, code: "" };
    case "sheet_coming":
      return event.number === state.open ? { ...state, share: event.share } : state;
    case "sheet_came":
      return { ...state, came: { ...state.came, [event.number]: event.picture }, looked: looked(state, event.number, event.number === state.open) };
    case "sheet_failed":
      return event.number === state.open ? { ...state, code: event.code } : state;
    default:
      return NO_SHEETS;
  }
}

/** @param {SheetsState} state @param {number} number @param {boolean} isShown @returns {readonly number[]} */
const looked = (state, number, isShown) => (isShown && !state.looked.includes(number) ? [...state.looked, number] : state.looked);

/** @param {SheetsState} state @param {number} count of the sheets for the class @returns {number} the oldest that nobody looked at here; 0 for none */
export function unseen(state, count) {
  for (let number = 1; number <= count; number += 1) if (!state.looked.includes(number)) return number;
  return 0;
}

/** @param {SheetsState} state @returns {boolean} something is on its way to the child */
export const isSending = ({ out }) => out.some((one) => !isOver(one));

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
  const underway = sheets.out.filter((one) => !isOver(one)).length;
  return (presence?.sheets.for_child ?? 0) + underway >= MOST_HELD ? "teacher_sheet_no_room" : null;
}
