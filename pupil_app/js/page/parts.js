// @ts-check
/** Controls that several screens use. */

import { element, setAttribute, setText } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {string} name its accessible name and its label
 * @param {string} picture name of its icon
 * @param {() => void} act @param {string} [kind] CSS class
 * @returns {HTMLButtonElement}
 */
export const button = (name, picture, act, kind = "") =>
  element(
    "button",
    { type: "button", class: `button ${kind}`, on: { click: act } },
    picture ? icon(picture) : null,
    element("span", { class: "label", text: name }),
  );

/** Button that stays pressed. Its name never changes; `aria-pressed` and a small word give its state. */
export class Toggle {
  /**
   * @param {import("./words.js").Words} words
   * @param {string} key of its name @param {[string, string]} pictures off and on
   * @param {() => void} act @param {string} [kind]
   */
  constructor(words, key, [off, on], act, kind = "") {
    this.words = words;
    this.value = element("span", { class: "value", "aria-hidden": "true", text: words.say("off") });
    this.node = element(
      "button",
      {
        type: "button",
        class: `button toggle ${kind}`,
        "aria-pressed": "false",
        "aria-label": words.say(key),
        on: { click: act },
      },
      element("span", { class: "when-off" }, icon(off)),
      element("span", { class: "when-on" }, icon(on)),
      element("span", { class: "label", text: words.say(key) }),
      this.value,
    );
  }

  /** @param {boolean} on @param {string} [value] another small word */
  update(on, value = this.words.say(on ? "on" : "off")) {
    setAttribute(this.node, "aria-pressed", String(on));
    setText(this.value, value);
  }
}

/** @param {import("./words.js").Words} words @returns {HTMLElement} always on screen */
export const neverSeen = (words) =>
  element(
    "p",
    { class: "badge never-seen" },
    icon("unseen"),
    element("span", { text: words.say("never_seen") }),
  );

/**
 * Modal question, which takes the focus and gives it back.
 */
export class Question {
  /**
   * @param {{question: string, yes: string, no: string, onYes: () => void, onNo: () => void}} parts
   */
  constructor({ question, yes, no, onYes, onNo }) {
    this.title = element("h2", { id: "question", text: question });
    this.stay = button(no, "", onNo, "primary");
    this.node = element(
      "dialog",
      {
        "aria-labelledby": "question",
        on: {
          cancel: (/** @type {Event} */ event) => {
            event.preventDefault();
            onNo();
          },
        },
      },
      this.title,
      element("div", { class: "row" }, button(yes, "", onYes), this.stay),
    );
  }

  /** @param {boolean} open */
  update(open) {
    if (open && !this.node.open) {
      this.node.showModal();
      this.stay.focus();
    } else if (!open && this.node.open) {
      this.node.close();
    }
  }
}
