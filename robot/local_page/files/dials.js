// @ts-check
/** Dials of head and motors: those of the body's own page, fed by the agent. */

import { element, setText } from "/app/js/page/dom.js";
import { Dial } from "/body/dial.js";
import { figures } from "/body/drawing.js";
import { plot, told } from "/body/plot.js";
import { say as sayOfBody } from "/body/words.js";
import { post } from "./asking.js";
import { button, Section } from "./section.js";
import { whyNot } from "./words.js";

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
    this.language = language;
    this.words = words;
    const row = element("div", { class: "dials" }, ...this.dials.map(({ root }) => root));
    this.steps = /** @type {const} */ (["pan", "tilt"]).map((axis) => button(words(`step_${axis}`), () => this.#step(axis)));
    this.made = element("p", { class: "status", role: "status" });
    this.result = element("div", { class: "dials result" });
    const hint = element("p", { class: "hint", text: words("step_hint") });
    const step = element("div", {}, element("h3", { text: words("step") }), hint, ...this.steps, this.made, this.result);
    this.section = new Section("dials", say("dials"), say("dials_hint"), [], [row, step]);
    this.section.onToggle = want;
  }

  /** @param {"pan" | "tilt"} axis let the head step, and draw what it did */
  async #step(axis) {
    for (const one of this.steps) one.disabled = true;
    this.made.className = "status";
    setText(this.made, this.words("stepping"));
    const { ok, body } = await post(`/api/step/${axis}`);
    for (const one of this.steps) one.disabled = false;
    this.made.className = ok ? "status" : "status bad";
    setText(this.made, ok ? this.words(axis) : whyNot(this.language, body));
    if (!ok) return;
    this.result.replaceChildren(plot(body, this.words));
    figures(this.result, ["delay", "rise", "overshoot", "settling", "rest"].map(this.words))(told(body.response, this.words));
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
