// @ts-check
/** Warm scene outside class: Karlsson, a sentence in two lines, a hint, and what can be done. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { BARE, Figure, PLATED } from "../page/figure.js";
import { neverSeen } from "../page/parts.js";
import { dayOf } from "./ends.js";
import { sentence } from "./now.js";
import { prop } from "./props.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => void>} Actions */

/** Headline whose first sentence is large, and whose others stand below it. */
export class Headline {
  #first = element("span", { class: "first" });
  #rest = element("span", { class: "rest" });
  node = element("h1", { tabindex: "-1" }, this.#first, document.createTextNode(" "), this.#rest);

  /** @param {string} text */
  update(text) {
    const [, first, rest] = /^(.+?[.!?])\s+(.+)$/.exec(text) ?? ["", text, ""];
    setText(this.#first, first);
    setText(this.#rest, rest);
    setHidden(this.#rest, rest === "");
  }
}

/**
 * @param {Pick<State, "opensS">} state
 * @returns {string} the time of an end by the clock of the device, such as 08:50; empty if none is known
 */
export function timeOf({ opensS }) {
  if (!opensS) return "";
  const shown = new Date(1000 * opensS);
  return [shown.getHours(), shown.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}

/** @returns {string} today in this place, as an ISO date */
export function today() {
  const now = new Date();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The robot while it waits for the child. */
export const AWAKE = Object.freeze({ type: "presence", signal: "present", hand: {}, pan_deg: 0, tilt_deg: 0 });

/** Screen with Karlsson in the middle, on a hill. */
export class Scene {
  #prop = "";

  /** @param {Words} words @param {...Node} content */
  constructor(words, ...content) {
    this.words = words;
    this.figure = new Figure(words.say("figure", { name: "Karlsson" }), { plate: true });
    this.headline = new Headline();
    this.title = this.headline.node;
    this.hint = element("p", { class: "hint" });
    this.portrait = element("div", { class: "portrait" }, this.figure.node);
    this.node = element(
      "section",
      { class: "outside" },
      this.portrait,
      element("div", { class: "words" }, this.title, this.hint),
      element("div", { class: "content" }, ...content),
      neverSeen(words),
    );
  }

  /** @param {State} state */
  update(state) {
    this.headline.update(this.say(state, sentence(state)));
    this.figure.rename(this.say(state, "figure"));
    this.figure.calm(state.settings.calm);
    this.figure.dress(state.outfit);
    // Without a name there is no plate, and he can be larger.
    this.figure.frame(state.outfit?.nickname ? PLATED : BARE);
    this.figure.update(state.presence ?? (state.robotOnline ? AWAKE : null));
    const hint = this.hintOf(state);
    setHidden(this.hint, hint === null);
    setText(this.hint, hint === null ? "" : this.say(state, hint));
  }

  /** @param {State} state @param {string} key @returns {string} */
  say(state, key) {
    const when = { day: dayOf(state, today(), this.words), time: timeOf(state) };
    return this.words.say(key, { name: state.robotName, ...when });
  }

  /** @param {State} _state @returns {string | null} key of a smaller sentence below */
  hintOf(_state) {
    return null;
  }

  /** @param {string | null} scene of the figure @param {string | null} [thing] that stands beside it */
  show(scene, thing = null) {
    this.figure.scene(scene);
    setAttribute(this.node, "data-scene", scene ?? "none");
    if (this.#prop === (thing ?? "")) return;
    this.#prop = thing ?? "";
    this.portrait.replaceChildren(this.figure.node, ...prop(thing));
  }
}
