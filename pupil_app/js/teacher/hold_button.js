// @ts-check
/** Button that acts when it is held for a second, or pressed twice with a second between. */

import { element, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { HOLD_S, Holding } from "./holding.js";

const nowS = () => performance.now() / 1000;

/** Slack for a timer that comes a little early. */
const SLACK_MS = 10;

export class HoldButton {
  #holding = new Holding();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {import("../page/words.js").Words} words
   * @param {{word: string, again: string, how: string, wait: string, now: string}} keys of its name,
   *   its name for the second press, how to hold it, and what to do before and at the second press
   * @param {() => void} act
   */
  constructor(words, keys, act) {
    this.words = words;
    this.keys = keys;
    this.act = act;
    this.label = element("span", { class: "label", text: words.say(keys.word) });
    this.how = element("p", { class: "how", id: "hold-how", "aria-live": "polite", text: words.say(keys.how) });
    this.button = element(
      "button",
      {
        type: "button",
        class: "button hold",
        "aria-describedby": "hold-how",
        on: {
          pointerdown: (/** @type {PointerEvent} */ event) => this.#down(event),
          pointerup: () => this.#release(),
          pointercancel: () => this.#up(),
          pointerleave: () => this.#up(),
          click: () => this.#press(),
          // A long touch is no wish for a menu.
          contextmenu: (/** @type {Event} */ event) => event.preventDefault(),
        },
      },
      element("span", { class: "fill", "aria-hidden": "true" }),
      icon("play"),
      this.label,
    );
    this.node = element("div", { class: "upper" }, this.button, this.how);
    addEventListener("blur", () => this.#up());
    document.addEventListener("visibilitychange", () => this.#up());
  }

  /** Forget what was pressed: the button goes away. */
  rest() {
    this.#up();
    this.#holding.forget();
    this.tick();
  }

  /** Say what the next press does. */
  tick() {
    const now = nowS();
    const waits = this.#holding.waits(now);
    setText(this.label, this.words.say(waits ? this.keys.again : this.keys.word));
    const how = this.#holding.isEarly(now) ? this.keys.wait : waits ? this.keys.now : this.keys.how;
    setText(this.how, this.words.say(how));
    setAttribute(this.button, "data-waits", String(waits));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    // A touch is captured by what it touched; without that, a finger that slides away is noticed.
    if (this.button.hasPointerCapture(event.pointerId)) this.button.releasePointerCapture(event.pointerId);
    this.#holding.down(nowS());
    setAttribute(this.button, "data-held", "true");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#held(), HOLD_S * 1000 + SLACK_MS);
  }

  #held() {
    if (this.#holding.tick(nowS())) this.act();
    setAttribute(this.button, "data-held", "false");
  }

  #release() {
    if (this.#holding.tick(nowS())) this.act();
    this.#up();
  }

  #up() {
    clearTimeout(this.#timer);
    this.#holding.up();
    setAttribute(this.button, "data-held", "false");
  }

  #press() {
    if (this.#holding.press(nowS())) this.act();
    this.tick();
  }
}
