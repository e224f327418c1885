// @ts-check
/** The one screen of the teacher's page: state, hand, pause, volume. */

import { element, setAttribute, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icons.js";
import { headline, isHandUp, isThere, mayGoOn, mayResume, notes, waitingS } from "./teacher_state.js";
import { button, Question } from "../page/parts.js";

/** @typedef {import("./teacher_state.js").TeacherState} TeacherState */

const ICONS = Object.freeze({ good: "tick", info: "turn", warn: "warning" });
const LOUDEST = 10;

export class TeacherPage {
  #notes = "";

  /**
   * @param {HTMLElement} root @param {import("../page/words.js").Words} words
   * @param {{act: (action: string) => void, askEnd: () => void, stay: () => void, end: () => void}} actions
   */
  constructor(root, words, actions) {
    this.words = words;
    this.figure = new Figure("");
    this.title = element("h1");
    this.waiting = element("p", { class: "waiting" });
    this.seen = button(words.say("teacher_seen"), "tick", () => actions.act("seen"), "primary");
    this.turn = button(words.say("teacher_your_turn"), "turn", () => actions.act("your_turn"));
    this.pause = button(words.say("teacher_pause"), "pause", () => actions.act("pause"));
    this.resume = button(words.say("teacher_resume"), "play", () => actions.act("resume"), "primary");
    this.quieter = button(words.say("teacher_quieter"), "quieter", () => actions.act("quieter"));
    this.louder = button(words.say("teacher_louder"), "louder", () => actions.act("louder"));
    this.level = element("p", { class: "level" });
    this.steps = element("div", { class: "steps", "aria-hidden": "true" });
    this.steps.append(...Array.from({ length: LOUDEST }, () => element("span")));
    this.notes = element("ul", { class: "notes" });
    this.end = button(words.say("teacher_end"), "stop", actions.askEnd, "ending");
    this.question = new Question({
      question: "",
      yes: words.say("teacher_end_yes"),
      no: words.say("teacher_end_no"),
      onYes: actions.end,
      onNo: actions.stay,
    });
    root.replaceChildren(this.#layout(), this.question.node);
  }

  #layout() {
    this.handCard = element(
      "section",
      { class: "card hand-card" },
      this.waiting,
      element("div", { class: "row" }, this.seen, this.turn),
    );
    this.controls = element(
      "section",
      { class: "card controls" },
      element("div", { class: "row" }, this.pause, this.resume),
      element("div", { class: "row loudness" }, this.quieter, element("div", { class: "loud" }, this.level, this.steps), this.louder),
    );
    return element(
      "div",
      { class: "teacher" },
      element("div", { class: "who" }, element("div", { class: "picture-of-robot" }, this.figure.svg), element("div", { class: "said", role: "status" }, this.title)),
      this.handCard,
      this.controls,
      element("section", { class: "card wide" }, element("h2", { text: this.words.say("notes") }), this.notes),
      this.end,
    );
  }

  /** @param {TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const names = { name: state.robotName, pupil: state.pupilName };
    const { presence } = state;
    const reachable = state.linkUp && state.online && presence !== null;
    const there = isThere(state);
    const said = this.words.say(headline(state), names);
    setText(this.title, said);
    document.title = said;
    this.figure.rename(this.words.say("teacher_figure", names));
    this.figure.update(reachable ? presence : null);
    setAttribute(this.handCard, "data-up", String(isHandUp(state)));
    this.seen.disabled = !isHandUp(state) || presence?.hand.seen === true;
    this.turn.disabled = !there || presence?.hand.your_turn === true;
    // Both buttons keep their places, so a second tap on one never lands on the other.
    this.pause.disabled = !reachable || mayGoOn(state);
    this.#updateVolume(presence?.volume ?? 0, reachable);
    this.end.disabled = !there;
    this.#updateNotes(state, names);
    setText(this.question.title, this.words.say("teacher_end_question", names));
    this.question.update(state.ending);
    this.tick(state, nowS);
  }

  /** @param {TeacherState} state @param {number} nowS */
  tick(state, nowS) {
    const said = isHandUp(state)
      ? this.words.say("teacher_waiting", { time: this.#time(waitingS(state, nowS)) })
      : this.words.say("teacher_no_hand");
    setText(this.waiting, said);
    const reachable = state.linkUp && state.online;
    this.resume.disabled = !reachable || !mayResume(state, nowS);
  }

  /** @param {number} seconds */
  #time(seconds) {
    const values = { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, "0") };
    return this.words.say("teacher_time", values);
  }

  /** @param {number} level @param {boolean} reachable */
  #updateVolume(level, reachable) {
    setText(this.level, this.words.say("teacher_volume", { level }));
    for (const [index, step] of [...this.steps.children].entries()) {
      setAttribute(step, "data-on", String(index < level));
    }
    this.quieter.disabled = !reachable || level <= 0;
    this.louder.disabled = !reachable || level >= LOUDEST;
  }

  /** @param {TeacherState} state @param {Record<string, string>} names */
  #updateNotes(state, names) {
    const list = notes(state);
    const mark = JSON.stringify([list, names]);
    if (mark === this.#notes) return;
    this.#notes = mark;
    this.notes.replaceChildren(
      ...list.map(({ key, kind, values }) =>
        element(
          "li",
          { "data-kind": kind },
          icon(ICONS[kind]),
          element("span", { text: this.words.say(key, { ...names, ...values }) }),
        ),
      ),
    );
  }
}
