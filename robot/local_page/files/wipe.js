// @ts-check
/** Hand-over: what is to stay, the typed confirmation, and the proof afterwards. */

import { element, setText } from "/app/js/page/dom.js";
import { file, post } from "./asking.js";
import { keep } from "./logs.js";
import { button, Section } from "./section.js";
import { whyNot } from "./words.js";

export class Wipe {
  #robot = "";

  /**
   * @param {import("./words.js").Language} language @param {import("./words.js").Say} say
   * @param {() => void} begun called once the robot has taken the wish
   */
  constructor(language, say, begun) {
    this.language = language;
    this.say = say;
    this.begun = begun;
    this.network = element("input", { type: "checkbox", id: "keep-network" });
    this.key = element("input", { type: "checkbox", id: "keep-key" });
    this.label = element("label", { for: "wipe-name" });
    this.name = element("input", {
      id: "wipe-name",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      maxlength: 64,
    });
    this.form = element(
      "form",
      {},
      choice(this.network, say("keep_network")),
      choice(this.key, say("keep_key")),
      this.label,
      this.name,
      element("button", { class: "button danger", text: say("wipe_do") }),
    );
    this.form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      void this.#wipe();
    });
    this.section = new Section("wipe", say("wipe"), say("wipe_hint"), [this.form]);
  }

  /** @param {any} state */
  show(state) {
    this.#robot = state.robot || "wipe";
    setText(this.label, this.say("wipe_type", { name: this.#robot }));
  }

  async #wipe() {
    const wish = { name: this.name.value, keep_key: this.key.checked, keep_network: this.network.checked };
    const answer = await post("/api/wipe", wish);
    if (!answer.ok) return this.section.tell(whyNot(this.language, answer.body), true);
    this.name.value = "";
    this.section.tell(this.say("wiping"));
    this.begun();
  }
}

/** @param {HTMLElement} box @param {string} text @returns {HTMLElement} */
const choice = (box, text) => element("label", { class: "choice" }, box, element("span", { text }));

/**
 * Return the proof of the last wipe, if there was one since the robot was switched on.
 *
 * @param {import("./words.js").Say} say @returns {Promise<HTMLElement | null>}
 */
export async function proof(say) {
  const found = await file("/api/wipe");
  if (!(found instanceof Blob) || found.size === 0) return null;
  const text = await found.text();
  return element(
    "section",
    { class: "card", id: "proof" },
    element("h2", { text: say("wiped") }),
    element("p", { class: "hint", text: say("wiped_hint") }),
    element("pre", { tabindex: 0, "aria-label": say("wiped"), text }),
    button(say("save"), () => keep(found, `${location.hostname.split(".")[0]}-wiped.txt`)),
  );
}
