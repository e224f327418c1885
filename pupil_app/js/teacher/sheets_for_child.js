// @ts-check
/** Sheets for the child: a picker that opens no camera by itself, and how far each one is. */

import { element, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { pickPaper } from "../page/paper_picture.js";
import { button } from "../page/parts.js";
import { remaining } from "../page/remaining.js";
import { hindrance, isAble, remedy } from "./sheets_state.js";
import { isInClass } from "./teacher_state.js";

/** @typedef {import("./sheets_state.js").SheetOut} SheetOut */

/** @type {Readonly<Record<string, string>>} */
const SAYS = Object.freeze({
  making: "teacher_sheet_making",
  sending: "teacher_sheet_sending",
  there: "teacher_sheet_there",
});

/** @type {Readonly<Record<string, string>>} */
const ICONS = Object.freeze({ making: "sheet", sending: "sheet", there: "tick", failed: "warning" });

export class SheetsForChild {
  /** @type {Map<number, ReturnType<typeof row>>} */
  #rows = new Map();

  /**
   * @param {import("../page/words.js").Words} words
   * @param {Pick<import("./teacher_page.js").PageActions, "chooseSheet" | "repeatSheet" | "dropSheet">} actions
   */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.picker = element("input", { hidden: true });
    pickPaper(this.picker, actions.chooseSheet);
    this.show = button(words.say("teacher_sheet_show"), "sheet", () => this.picker.click(), "plain");
    this.promise = element("p", { class: "sheet-promise", id: "sheet-promise" });
    this.show.setAttribute("aria-describedby", "sheet-promise");
    this.list = element("ul", { class: "sheets-out", role: "list", "aria-live": "polite" });
    this.node = element(
      "section", { class: "sheets-for-child" }, element("div", { class: "offer" }, this.show, this.promise), this.picker, this.list,
    );
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const why = hindrance(state);
    // A robot that cannot do it says nothing about it.
    const isOffered = isInClass(state) && state.role === "teacher" && isAble(state);
    setHidden(this.node, !isOffered);
    setHidden(this.show, why !== null);
    setText(this.promise, words.say(why ?? "teacher_sheet_promise", names));
    this.#list(state.sheets.out, names);
    this.tick(state, nowS);
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS  Say how long each sheet still takes. */
  tick({ sheets }, nowS) {
    for (const sheet of sheets.out) {
      const left = sheet.phase === "sending" ? remaining(sheet.pace, nowS) : null;
      const shown = this.#rows.get(sheet.id);
      if (shown) setText(shown.left, left ? this.words.say(left.key, left.values) : "");
    }
  }

  /** @param {readonly SheetOut[]} out @param {Record<string, string>} names */
  #list(out, names) {
    for (const [id, { node }] of this.#rows) {
      if (out.some((one) => one.id === id)) continue;
      node.remove();
      this.#rows.delete(id);
    }
    for (const sheet of out) {
      const shown = this.#rows.get(sheet.id) ?? this.#add(sheet.id);
      if (shown.node.dataset.phase !== sheet.phase) {
        shown.node.dataset.phase = sheet.phase;
        shown.picture.replaceChildren(icon(ICONS[sheet.phase]));
      }
      setText(shown.text, this.#words(sheet, names));
      setHidden(shown.progress, sheet.phase !== "sending");
      shown.progress.value = sheet.share;
      setText(shown.percent, sheet.phase === "sending" ? this.words.say("teacher_sheet_percent", { n: Math.floor(100 * sheet.share) }) : "");
      setText(shown.size, sheet.phase === "sending" ? megabytes(this.words, sheet.bytes) : "");
      setHidden(shown.pace, sheet.phase !== "sending");
      setHidden(shown.choices, !sheet.mayRepeat || sheet.phase !== "failed");
    }
    setHidden(this.list, out.length === 0);
  }

  /** @param {number} id */
  #add(id) {
    const made = row(
      this.words.say("teacher_sheet_sending"),
      button(this.words.say("teacher_sheet_again"), "again", () => this.actions.repeatSheet(id), "primary"),
      button(this.words.say("teacher_sheet_drop"), "", () => this.actions.dropSheet(id), "plain"),
    );
    this.#rows.set(id, made);
    this.list.append(made.node);
    return made;
  }

  /** @param {SheetOut} sheet @param {Record<string, string>} names */
  #words({ phase, code }, names) {
    return this.words.say(SAYS[phase] ?? remedy(code), names);
  }
}

/** @param {string} name of the progress @param {...HTMLElement} buttons of a sheet that failed */
function row(name, ...buttons) {
  const picture = element("span", { class: "pictured" });
  const text = element("span", { class: "text" });
  const percent = element("span", { class: "percent", "aria-live": "off" });
  const progress = element("progress", { max: 1, value: 0, "aria-label": name });
  const size = element("span", { class: "size" });
  const left = element("span", { class: "left", "aria-live": "off" });
  const choices = element("div", { class: "row", hidden: true }, ...buttons);
  const pace = element("p", { class: "pace" }, size, left);
  return { picture, text, percent, size, left, pace, choices, progress, node: element("li", {}, picture, text, percent, progress, pace, choices) };
}

const BYTES_OF_MB = 1_000_000;

/** @param {import("../page/words.js").Words} words @param {number} bytes @returns {string} */
function megabytes(words, bytes) {
  const n = Math.max(0.1, bytes / BYTES_OF_MB).toLocaleString(words.language, { maximumFractionDigits: 1 });
  return words.say("teacher_sheet_size", { n });
}
