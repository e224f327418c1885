// @ts-check
/** Controls for head and hand: looks, saved views, gestures. */

import { element, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { viewOf } from "../lesson/looking.js";
import { GESTURES, VIEWS } from "../wire/protocol.js";

/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

/**
 * @param {string} name @param {string} picture @param {() => void} act @param {string} [kind]
 * @returns {HTMLButtonElement}
 */
const item = (name, picture, act, kind = "") =>
  element(
    "button",
    { type: "button", class: `item ${kind}`, on: { click: act } },
    icon(picture),
    element("span", { class: "label", text: name }),
  );

/**
 * Button that looks in one direction; a held key repeats it.
 *
 * @param {Words} words @param {Actions} actions @param {string} way @returns {HTMLButtonElement}
 */
export const lookButton = (words, actions, way) =>
  element(
    "button",
    {
      type: "button",
      class: `item look look-${way}`,
      "aria-label": words.say(`look_${way}`),
      on: { click: () => actions.look(way) },
    },
    icon(way),
  );

/**
 * Buttons for four directions and straight ahead.
 *
 * @param {Words} words @param {Actions} actions @returns {HTMLElement}
 */
export const pad = (words, actions) =>
  element(
    "div",
    { class: "pad", role: "group", "aria-label": words.say("looking") },
    ...["up", "left", "ahead", "right", "down"].map((way) => lookButton(words, actions, way)),
  );

/** Three views, and the toggle after which the next tap saves one: two calm taps, no holding. */
export class SavedViews {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const slot of VIEWS) {
      const made = item(words.say(`view_${slot}`), `view_${slot}`, () => actions.view(slot), "view");
      made.append(element("span", { class: "unseen-text", id: `view-${slot}`, "aria-hidden": "true" }));
      made.setAttribute("aria-describedby", `view-${slot}`);
      this.buttons.set(slot, made);
    }
    this.keep = item(words.say("view_keep"), "keep", () => actions.keep(), "keep");
    this.node = element(
      "div",
      { class: "views", role: "group", "aria-label": words.say("views") },
      ...this.buttons.values(),
      this.keep,
    );
  }

  /** @param {import("./state.js").State} state */
  update({ presence, keeping }) {
    setAttribute(this.keep, "aria-pressed", String(keeping));
    setAttribute(this.node, "data-keeping", String(keeping));
    for (const [slot, made] of this.buttons) {
      const isSaved = viewOf(presence, slot) !== null;
      setAttribute(made, "data-saved", String(isSaved));
      setText(made.lastElementChild, isSaved ? "" : this.words.say("view_none"));
    }
  }
}

/** @param {Words} words @param {Actions} actions @returns {HTMLElement[]} */
export const gestures = (words, actions) =>
  GESTURES.map((name) => item(words.say(`gesture_${name}`), name, () => actions.gesture(name)));
