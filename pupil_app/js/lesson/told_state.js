// @ts-check
/** PURE. The robot's state as one connection told it: whole first, then what has changed. No I/O. */

import { known } from "../wire/protocol.js";

/** @typedef {import("../wire/protocol.js").Message} Message */

export class ToldState {
  /** @type {Message | null} as it was told, also if this app does not understand it */
  #newest = null;

  /**
   * Return the message, a change as the whole state; null if the state before it is not known, or if
   * this app does not understand the state.
   *
   * @param {Message} message @returns {Message | null}
   */
  whole(message) {
    if (message.type === "presence") return (this.#newest = message);
    if (message.type !== "presence_change") return message;
    if (!this.#newest || this.#newest.seq !== message.from_seq) return null;
    // A newer robot may show what is unknown here; the changes after that one count from it.
    this.#newest = { ...this.#newest, ...message.changed, type: "presence", seq: message.seq };
    return known(this.#newest);
  }
}
