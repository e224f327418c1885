// @ts-check
/** Page of the menu for sheets: give a photo of paper back, and look at what came. */

import { obstacleOf, papersOf } from "./board_state.js";
import { isLive } from "./live.js";
import { element, setHidden } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { pickPaper } from "../page/paper_picture.js";
import { setDead } from "./rail.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class SheetsView {
  /** @param {import("../page/words.js").Words} words @param {Actions} actions @param {() => HTMLElement} back */
  constructor(words, actions, back) {
    /** @param {string} name @param {string} picture @param {() => void} act */
    const tile = (name, picture, act) =>
      element(
        "button",
        { type: "button", class: "item", on: { click: act } },
        icon(picture),
        element("span", { class: "label", text: words.say(name) }),
      );
    // The picker of the system: no page opens a camera.
    this.input = element("input", { class: "unseen-text", tabindex: "-1", "aria-hidden": "true", hidden: true });
    pickPaper(this.input, (file) => actions.paper(file));
    this.pick = tile("sheet_pick", "image", () => actions.mayPick() && this.input.click());
    this.again = tile("sheet_again", "again", () => actions.sendAgain());
    this.stop = tile("sheet_stop", "close", () => actions.stopPaper());
    this.look = tile("papers_look", "sheet", () => actions.papers());
    this.node = element(
      "div",
      { class: "page-sheets" },
      element("p", { class: "only-paper" }, icon("unseen"), element("span", { text: words.say("sheet_only") })),
      element("div", { class: "items" }, this.pick, this.again, this.stop, this.look, back()),
      this.input,
    );
  }

  /** @param {State} state */
  update(state) {
    setHidden(this.again, !state.unsent);
    setDead(this.again, !isLive(state) || obstacleOf(state, "sheets") !== null);
    setHidden(this.pick, state.leaving !== null);
    setHidden(this.stop, state.leaving === null);
    setHidden(this.look, papersOf(state).length === 0);
    setDead(this.pick, !isLive(state) || obstacleOf(state, "sheets") !== null);
  }
}
