// @ts-check
/** State of the robot: one picture, and words. */

import { element, setHidden } from "/app/js/page/dom.js";
import { Figure } from "/app/js/page/figure.js";
import { withCode } from "./section.js";
import { sentences } from "./state_words.js";

export class StateCard {
  #told = "";

  /** @param {import("./words.js").Language} language @param {import("./words.js").Say} say */
  constructor(language, say) {
    this.language = language;
    this.figure = new Figure(say("picture_of"), { calm: true });
    this.list = element("ul", { class: "state" });
    const words = element("div", { class: "words", role: "status" }, this.list);
    this.root = element("section", { class: "card now", id: "now" }, this.figure.node, words);
  }

  /** @param {any} state */
  show(state) {
    // During a lesson the light would tell what the child does.
    setHidden(this.figure.node, state.signal === null);
    if (state.signal !== null) this.figure.update(presenceOf(state));
    const told = sentences(this.language, state);
    const key = JSON.stringify(told);
    if (key === this.#told) return;
    this.#told = key;
    this.list.replaceChildren(...told.map(({ text, bad }) => element("li", { class: bad ? "bad" : "" }, ...withCode(text))));
  }

  /** @param {string} text the robot is away */
  away(text) {
    this.#told = "";
    this.list.replaceChildren(element("li", { class: "bad", text }));
  }
}

/** @param {any} state @returns {any} what the drawing takes */
const presenceOf = (state) => ({
  type: "presence",
  presence: null,
  signal: state.signal,
  pan_deg: state.pan_deg,
  tilt_deg: state.tilt_deg,
  hand: { raised: false },
  paused_by: state.paused_by,
  lost: [],
});
