// @ts-check
/** Pages of the menu for what the child says without a voice: ten sentences, and its own words. */

import { obstacleOf } from "./board_state.js";
import { isLive } from "./live.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { FIXED_PHRASES } from "../page/phrases.js";
import { setDead } from "./rail.js";
import { PHRASE_CHARACTERS } from "../wire/plain_text.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class PhrasesView {
  /** @param {import("../page/words.js").Words} words @param {Actions} actions @param {() => HTMLElement} back */
  constructor(words, actions, back) {
    this.words = words;
    /** @param {string} name @param {string} picture @param {() => void} act @param {string} kind */
    const tile = (name, picture, act, kind) =>
      element(
        "button",
        { type: "button", class: `item ${kind}`, on: { click: act } },
        picture ? icon(picture) : null,
        element("span", { class: "label", text: name }),
      );
    this.fixed = FIXED_PHRASES.map((kind) => tile(words.say(`phrase_${kind}`), "", () => actions.say(kind), "phrase"));
    this.write = tile(words.say("phrase_write"), "pen", () => actions.menu("write"), "phrase-do");
    /** Both pages have the switch. */
    this.switches = [0, 1].map(() => tile(words.say("phrase_aloud"), "sound", () => actions.aloud(), "phrase-do"));
    const [above, below] = this.switches;
    this.list = element(
      "div",
      { class: "page-phrases", role: "group", "aria-label": words.say("phrases") },
      ...this.fixed,
      this.write,
      above,
    );
    this.field = element("input", {
      id: "own-phrase",
      type: "text",
      maxlength: PHRASE_CHARACTERS,
      autocomplete: "off",
      enterkeyhint: "send",
      on: { input: () => this.#count() },
    });
    this.left = element("span", { class: "phrase-count" });
    this.send = element(
      "button",
      { type: "submit", class: "item phrase-send" },
      icon("right"),
      element("span", { class: "label", text: words.say("phrase_send") }),
    );
    this.form = element(
      "form",
      {
        class: "page-write",
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            if (this.field.value.trim()) actions.sayOwn(this.field.value);
          },
        },
      },
      element("label", { for: "own-phrase" }, element("span", { text: words.say("phrase_own") }), this.left),
      this.field,
      element("div", { class: "items" }, back(), below, this.send),
    );
    this.#count();
  }

  #count() {
    setText(this.left, this.words.say("phrase_count", { n: this.field.value.length, most: PHRASE_CHARACTERS }));
    setDead(this.send, !this.field.value.trim());
  }

  /** @param {State} state */
  update(state) {
    const isDead = !isLive(state) || obstacleOf(state, "speech") === "unable_speech";
    for (const one of [...this.fixed, this.write]) setDead(one, isDead);
    for (const one of this.switches) {
      setHidden(one, state.presence?.can_speak !== true);
      setDead(one, obstacleOf(state, "speech") !== null);
      setAttribute(one, "aria-pressed", String(state.settings.aloud && obstacleOf(state, "speech") === null));
    }
    // What was sent is not offered again.
    if (state.menu === null && this.field.value !== "") {
      this.field.value = "";
      this.#count();
    }
  }
}
