// @ts-check
/** Choices: one of several, or a switch between on and off. */

import { element, setAttribute, setText } from "./dom.js";

/** One of several large tiles; arrow keys go round, as with every group of radio buttons. */
export class Choice {
  /** @type {Map<string, HTMLInputElement>} */
  #inputs = new Map();

  /**
   * @param {string} name of the group, unique on the screen @param {string} question
   * @param {{value: string, label: string, picture?: Node}[]} tiles
   * @param {(value: string) => void} choose @param {string} [kind]
   */
  constructor(name, question, tiles, choose, kind = "") {
    this.node = element(
      "fieldset",
      { class: `choice ${kind}` },
      element("legend", { text: question }),
      element(
        "div",
        { class: "picks" },
        ...tiles.map(({ value, label, picture }) => {
          const input = element("input", { type: "radio", name, value, on: { change: () => choose(value) } });
          this.#inputs.set(value, input);
          return element("label", { class: "pick", "data-chosen": "false" }, input, picture ?? null, element("span", { class: "pick-name", text: label }));
        }),
      ),
    );
  }

  /** @param {string} value */
  update(value) {
    for (const [each, input] of this.#inputs) {
      const chosen = each === value;
      if (input.checked !== chosen) input.checked = chosen;
      // Said beside the input: older browsers know no `:has`.
      setAttribute(/** @type {HTMLElement} */ (input.parentElement), "data-chosen", String(chosen));
    }
  }
}

/** Switch with its state as a word and a shape. */
export class Switch {
  /** @param {import("./words.js").Words} words @param {string} key of its name @param {() => void} act */
  constructor(words, key, act) {
    this.words = words;
    this.value = element("span", { class: "value", "aria-hidden": "true" });
    this.node = element(
      "button",
      { type: "button", class: "button switch", "aria-pressed": "false", "aria-label": words.say(key), on: { click: act } },
      element("span", { class: "label", text: words.say(key) }),
      this.value,
      element("span", { class: "slot", "aria-hidden": "true" }, element("span", { class: "knob" })),
    );
  }

  /** @param {boolean} on */
  update(on) {
    setAttribute(this.node, "aria-pressed", String(on));
    setText(this.value, this.words.say(on ? "on" : "off"));
  }
}
