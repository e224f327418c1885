// @ts-check
/** Dials of head and motors: those of the body's own page, fed by the agent. */

import { element } from "/app/js/page/dom.js";
import { Dial } from "/body/dial.js";
import { say as sayOfBody } from "/body/words.js";
import { Section } from "./section.js";

export class Dials {
  /**
   * @param {import("./words.js").Language} language @param {import("./words.js").Say} say
   * @param {(wanted: boolean) => void} want called when the reports are wanted, or not any more
   */
  constructor(language, say, want) {
    this.say = say;
    /** @param {string} key */
    const words = (key) => sayOfBody(language, key);
    this.dials = [new Dial("pan", words), new Dial("tilt", words)];
    const row = element("div", { class: "dials" }, ...this.dials.map(({ root }) => root));
    this.section = new Section("dials", say("dials"), say("dials_hint"), [], [row]);
    this.section.onToggle = want;
  }

  /** @param {{greeting: any, state: any}} told */
  show({ greeting, state }) {
    if (greeting === null || state === null) return this.section.tell(this.say("dials_away"), true);
    this.section.tell("");
    for (const dial of this.dials) {
      dial.limits(greeting[`${dial.axis}_min_deg`], greeting[`${dial.axis}_max_deg`]);
      dial.show(state);
    }
  }
}
