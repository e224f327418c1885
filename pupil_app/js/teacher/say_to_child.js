// @ts-check
/** Words from the teacher to the child: three ready ones, and an own text. */

import { element, setHidden, setText } from "../page/dom.js";
import { button } from "../page/parts.js";
import { NOTE_CHARACTERS, tidy } from "../wire/plain_text.js";
import { isInClass } from "./teacher_state.js";

/** Actions and their words. */
const READY = Object.freeze({
  say_again: "teacher_say_again",
  soon: "teacher_soon",
  short_break: "teacher_short_break",
});

export class SayToChild {
  #number = 0;

  /** @param {import("../page/words.js").Words} words @param {(action: string, text?: string) => void} act */
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.title = element("h2");
    this.ready = Object.entries(READY).map(([action, key]) => button(words.say(key), "", () => act(action), "plain"));
    this.opener = button(words.say("teacher_own_text"), "pen", () => this.#open(true), "plain");
    this.opener.setAttribute("aria-expanded", "false");
    this.input = element("input", {
      id: "own-text", type: "text", maxlength: NOTE_CHARACTERS, autocomplete: "off", enterkeyhint: "send",
      "aria-describedby": "own-count", on: { input: () => this.#count() },
    });
    this.count = element("span", { class: "count", id: "own-count" });
    this.send = element(
      "button", { type: "submit", class: "button primary" }, element("span", { class: "label", text: words.say("teacher_send") }),
    );
    this.form = element(
      "form",
      { class: "own", hidden: true, on: { submit: (/** @type {Event} */ event) => this.#submit(event) } },
      element("div", { class: "asked" }, element("label", { for: "own-text", text: words.say("teacher_own_label") }), this.count),
      this.input,
      element("div", { class: "row" }, button(words.say("teacher_back"), "", () => this.#open(false), "plain"), this.send),
    );
    this.form.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.#open(false);
    });
    this.reads = element("p", { class: "reads", role: "status" });
    this.node = element(
      "section", { class: "card say" }, this.title,
      element("div", { class: "row ready" }, ...this.ready, this.opener), this.form, this.reads,
    );
    this.#count();
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    setHidden(this.node, !isInClass(state));
    setText(this.title, words.say("teacher_say", names));
    const said = state.presence?.said ?? null;
    const text = said && (said.kind === "text" ? said.text : words.say(READY[/** @type {keyof typeof READY} */ (said.kind)]));
    setText(this.reads, text ? words.say("teacher_child_reads", { ...names, text }) : "");
    // What has arrived need not be typed again; what has not stays in the field.
    if (said?.kind === "text" && said.number !== this.#number && said.text === tidy(this.input.value, NOTE_CHARACTERS)) {
      this.input.value = "";
      this.#count();
    }
    this.#number = said?.number ?? 0;
  }

  /** @param {boolean} open */
  #open(open) {
    setHidden(this.form, !open);
    this.opener.setAttribute("aria-expanded", String(open));
    (open ? this.input : this.opener).focus();
  }

  #count() {
    const text = tidy(this.input.value, NOTE_CHARACTERS);
    setText(this.count, this.words.say("teacher_count", { n: [...text].length, most: NOTE_CHARACTERS }));
    this.send.disabled = text === "";
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = tidy(this.input.value, NOTE_CHARACTERS);
    if (text === "") return;
    this.act("text", text);
    this.#open(false);
  }
}
