// @ts-check
/** Keyboard of the class screen: one key for each large control, arrows for the view. */

import { meaningOf } from "./keys.js";

/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class Keyboard {
  /**
   * @param {{state: () => import("./state.js").State, actions: Actions, hold: import("./hold.js").Hold}} parts
   *   `hold` is the microphone, which a held key keeps open
   */
  constructor({ state, actions, hold }) {
    this.state = state;
    this.actions = actions;
    this.hold = hold;
    addEventListener("keydown", (event) => this.#down(event));
    addEventListener("keyup", (event) => event.key.toLowerCase() === "m" && this.hold.release(event.timeStamp));
  }

  /** @param {KeyboardEvent} event */
  #down(event) {
    if (this.state().screen !== "class" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLInputElement && event.key !== "Escape") return;
    const meaning = meaningOf(event.key);
    if (!meaning) return;
    event.preventDefault();
    if (meaning.do === "look") this.actions.look(meaning.way);
    else if (meaning.do === "louder") this.actions.louder(meaning.step);
    else if (!event.repeat) this.#once(meaning.do, event.timeStamp);
  }

  /** @param {"hand" | "microphone" | "rest" | "karlsson" | "close" | "nearer" | "wider" | "whole" | "board" | "takeStill" | "phrases"} what @param {number} nowMs */
  #once(what, nowMs) {
    if (what === "hand") this.actions.toggle("hand");
    else if (what === "rest") this.actions.quiet(null);
    else if (what === "karlsson") this.actions.karlsson();
    else if (what === "close") this.actions.dismiss();
    else if (what === "phrases") this.actions.menu("phrases");
    else if (what !== "microphone") this.actions[what]();
    else if (this.hold.mayOpen()) this.hold.press(nowMs);
    else this.actions.toggle("microphone");
  }
}
