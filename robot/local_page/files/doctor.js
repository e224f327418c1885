// @ts-check
/** The doctor's findings, each with a tick or a cross and its remedy. */

import { element } from "/app/js/page/dom.js";
import { stream } from "./asking.js";
import { button, Section, withCode } from "./section.js";
import { sentence, whyNot } from "./words.js";

/** @type {Readonly<Record<string, string>>} */
const SIGNS = Object.freeze({ ok: "✓", simulated: "✓", weak: "!", failed: "✗", skipped: "–", absent: "–" });
/** The worst first. */
const ORDER = Object.freeze(["failed", "weak", "skipped", "ok", "simulated", "absent"]);

/** @param {string} outcome @returns {number} */
const rank = (outcome) => ORDER.indexOf(outcome);

export class Doctor {
  /** @param {import("./words.js").Language} language @param {import("./words.js").Say} say */
  constructor(language, say) {
    this.language = language;
    this.say = say;
    this.list = element("ul", { class: "findings" });
    this.start = button(say("doctor_start"), () => this.#run());
    this.section = new Section("doctor", say("doctor"), say("doctor_hint"), [this.start], [this.list]);
  }

  /** @param {any} state */
  show(state) {
    const why = state.refused.doctor;
    this.section.root.classList.toggle("refused", !!why);
  }

  async #run() {
    this.start.disabled = true;
    this.list.replaceChildren();
    /** @type {any[]} */
    const found = [];
    this.section.tell(this.say("doctor_runs", { count: 0 }));
    /** @type {any} */
    let end = { words: null };
    const why = await stream("/api/doctor", (name, data) => {
      if (name === "end") end = data;
      if (name !== "finding") return;
      found.push(data);
      this.#add(data);
      this.section.tell(this.say("doctor_runs", { count: found.length }));
    });
    this.start.disabled = false;
    if (why) return this.section.tell(whyNot(this.language, why.body), true);
    if (end.words) return this.section.tell(sentence(end.words[this.language]), true);
    /** @param {...string} kinds */
    const count = (...kinds) => found.filter(({ outcome }) => kinds.includes(outcome)).length;
    const [ok, weak, failed, open] = [count("ok", "simulated"), count("weak"), count("failed"), count("skipped")];
    this.section.tell(this.say("doctor_ok", { ok, weak, failed, open }), failed > 0);
  }

  /** @param {any} finding put where it belongs: what has to be mended stands on top */
  #add(finding) {
    const { outcome, name, text, remedy } = finding;
    const node = element(
      "li",
      { class: `finding ${outcome}`, "data-outcome": outcome },
      element("span", { class: "sign", "aria-hidden": "true", text: SIGNS[outcome] }),
      element(
        "div",
        {},
        element("strong", { text: name[this.language] }),
        element("span", { class: "outcome", text: ` ${this.say(`outcome_${outcome}`)}` }),
        element("p", {}, ...withCode(text[this.language])),
        remedy && element("p", { class: "remedy" }, ...withCode(remedy[this.language])),
      ),
    );
    const after = [...this.list.children].find((one) => rank(one.dataset.outcome) > rank(outcome));
    this.list.insertBefore(node, after ?? null);
  }
}
