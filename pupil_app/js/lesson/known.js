// @ts-check
/** PURE. What the robot is told of this device and of the drawing, in each connection again. No I/O. */

/** @typedef {{microphone_report?: boolean, outfit?: import("../wire/presence.js").Outfit}} Facts */

export class Known {
  /** @type {Facts} */
  #facts = {};

  /** @param {(kind: keyof Facts, value: any) => void} tell tells the robot, if there is a connection */
  constructor(tell) {
    this.tell = tell;
  }

  /** @param {boolean} works this device has a microphone that it can use */
  microphone(works) {
    if (works === this.#facts.microphone_report) return;
    this.#facts.microphone_report = works;
    this.tell("microphone_report", works);
  }

  /** @param {import("../wire/presence.js").Outfit} outfit name, colour and clothes, which the robot stores */
  outfit(outfit) {
    this.#facts.outfit = outfit;
    this.tell("outfit", outfit);
  }

  /** Tell all of it over a new connection. */
  again() {
    const { microphone_report, outfit } = this.#facts;
    if (microphone_report !== undefined) this.tell("microphone_report", microphone_report);
    if (outfit !== undefined) this.tell("outfit", outfit);
  }
}
