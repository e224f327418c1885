// @ts-check
/** Return to the start after an end that passes: when the class opens, the child looks again, or minutes have gone by. */

import { hasOpened, lookAgainS, mayBeOver } from "./ends.js";

/** @typedef {import("./state.js").State} State */

export class Afterwards {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {{state: () => State, again: () => void}} parts `again` shows the start, and asks the bridge */
  constructor({ state, again }) {
    this.state = state;
    this.again = again;
  }

  start() {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#look();
    });
  }

  /** @param {State} before @param {State} after */
  follow(before, after) {
    if (hasOpened(before, after)) return this.again();
    if (before.screen === after.screen && before.over === after.over && before.opensS === after.opensS) return;
    clearTimeout(this.#timer);
    if (mayBeOver(after)) this.#timer = setTimeout(() => this.#look(), lookAgainS(after, Date.now() / 1000) * 1000);
  }

  #look() {
    if (mayBeOver(this.state())) this.again();
  }
}
