// @ts-check
/** One part of the page that opens and closes, with its status line. */

import { element, setAttribute, setHidden, setText } from "/app/js/page/dom.js";

/** @param {string} text with commands between backticks @returns {Node[]} */
export const withCode = (text) =>
  text.split("`").map((part, index) => (index % 2 ? element("code", { text: part }) : document.createTextNode(part)));

export class Section {
  /**
   * Called when somebody opens or closes it.
   *
   * @type {(open: boolean) => void}
   */
  onToggle = () => {};

  /**
   * @param {string} id @param {string} title @param {string} hint
   * @param {Node[]} [acts] what can be done, above the status @param {Node[]} [shown] what it shows, below
   */
  constructor(id, title, hint, acts = [], shown = []) {
    this.status = element("p", { class: "status", role: "status", hidden: true });
    const hints = hint === "" ? [] : [element("p", { class: "hint" }, ...withCode(hint))];
    this.root = element(
      "details",
      { id, class: "card" },
      element("summary", {}, element("h2", { text: title })),
      element("div", { class: "inside" }, ...hints, ...acts, this.status, ...shown),
    );
    this.root.addEventListener("toggle", () => this.onToggle(this.root.open));
  }

  /** @param {string} text @param {boolean} [bad] */
  tell(text, bad = false) {
    setAttribute(this.status, "class", bad ? "status bad" : "status");
    setText(this.status, text);
    setHidden(this.status, text === "");
  }
}

/**
 * @param {string} text @param {() => void} act @param {Record<string, any>} [fields]
 * @returns {HTMLButtonElement}
 */
export const button = (text, act, fields = {}) =>
  element("button", { type: "button", class: "button", ...fields, text, on: { click: act } });
