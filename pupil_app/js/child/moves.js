// @ts-check
/** Controls for head and hand: looks, saved views, gestures. */

import { element, setAttribute, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { viewOf } from "../lesson/looking.js";
import { GESTURES, VIEWS } from "../wire/protocol.js";
import { button, Toggle } from "../page/parts.js";

/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => void>} Actions */

/**
 * Buttons for four directions and straight ahead.
 *
 * @param {Words} words @param {Actions} actions @returns {HTMLElement}
 */
export const pad = (words, actions) =>
  element(
    "div",
    { class: "pad", role: "group", "aria-label": words.say("looking") },
    ...["up", "left", "ahead", "right", "down"].map((way) =>
      element(
        "button",
        {
          type: "button",
          class: `button look look-${way}`,
          "aria-label": words.say(`look_${way}`),
          on: { click: () => actions.look(way) },
        },
        icon(way),
      ),
    ),
  );

/** Three views, and the toggle after which the next tap saves one: two calm taps, no holding. */
export class SavedViews {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const slot of VIEWS) {
      const made = button(words.say(`view_${slot}`), `view_${slot}`, () => actions.view(slot), "view");
      made.append(element("span", { class: "unseen-text", id: `view-${slot}`, "aria-hidden": "true" }));
      made.setAttribute("aria-describedby", `view-${slot}`);
      this.buttons.set(slot, made);
    }
    this.keep = new Toggle(words, "view_keep", ["keep", "keep"], () => actions.keep(), "view keep");
    this.node = element(
      "div",
      { class: "views", role: "group", "aria-label": words.say("views") },
      ...this.buttons.values(),
      this.keep.node,
    );
  }

  /** @param {import("./state.js").State} state */
  update({ presence, keeping }) {
    this.keep.update(keeping);
    setAttribute(this.node, "data-keeping", String(keeping));
    for (const [slot, made] of this.buttons) {
      const isSaved = viewOf(presence, slot) !== null;
      setAttribute(made, "data-saved", String(isSaved));
      setText(made.lastElementChild, isSaved ? "" : this.words.say("view_none"));
    }
  }
}

/** @param {Words} words @param {Actions} actions @returns {HTMLElement} */
export const gestures = (words, actions) =>
  element(
    "div",
    { class: "gestures", role: "group", "aria-labelledby": "gestures-title" },
    element("h2", { id: "gestures-title", text: words.say("gestures") }),
    element(
      "div",
      { class: "tiles" },
      ...GESTURES.map((name) => button(words.say(`gesture_${name}`), name, () => actions.gesture(name), "tile")),
    ),
  );
