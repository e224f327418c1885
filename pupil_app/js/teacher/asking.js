// @ts-check
/** The child, and its question: figure, big sentence, large answers, and rows for the rest. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icons.js";
import { button } from "../page/parts.js";
import { sentence } from "../page/phrases.js";
import { SECOND_TAP_S } from "../page/second_tap.js";
import { clock, dayInWords } from "./dates.js";
import { glance, mark } from "./requests.js";
import { since } from "./since.js";
import { alarm, atRobot, isReachable, isVacant, secondsNow } from "./teacher_state.js";

/** @typedef {import("./teacher_state.js").TeacherState} TeacherState */
/** @typedef {import("./requests.js").Request} Request */
/** @typedef {import("./requests.js").Answer} Answer */

/** Headlines of a pause that has begun. */
const OF_PAUSE = Object.freeze(["state_paused", "state_paused_only"]);

/** @type {Readonly<Record<string, string>>} */
const ROW_ICONS = Object.freeze({ help: "heart", call: "bell", hand: "hand", phrase: "turn", sheet: "sheet" });

/**
 * Signs of the child's answer to a question, beside its words.
 *
 * @type {Readonly<Record<string, string>>}
 */
const SIGNS = Object.freeze({ teacher_understood: "understood", teacher_not_understood: "not_understood" });

/** From this length on a phrase is set smaller, so that its answer stays on the screen. */
const LONG_PHRASE = 36;

export class Asking {
  #layout = "";
  /** Name of the control that had the focus before its layout changed. */
  #focused = "";
  #settlesS = -Infinity;
  /** @type {{node: HTMLElement, request: Request}[]} */
  #rows = [];

  /** @param {import("../page/words.js").Words} words @param {(action: string) => void} act */
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.figure = new Figure("");
    this.title = element("h1");
    this.detail = element("p", { class: "detail" });
    this.sign = element("div", { class: "sign" });
    this.header = element(
      "header",
      { class: "who" },
      element("div", { class: "picture-of-robot" }, this.figure.node),
      this.sign,
      element("div", { class: "said" }, element("div", { role: "status" }, this.title), this.detail),
    );
    this.alarm = element("p", { class: "alarm", role: "alert" });
    this.answers = element("div", { class: "answers" });
    this.rows = element("ul", { class: "rows", "aria-live": "polite" });
  }

  /** @param {TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const { key, first, rows, offers } = glance(state);
    const said = first ? this.#sentence(first, names) : words.say(key, names);
    setText(this.title, said);
    // A browser may keep the titles of pages; the child's words are not among them.
    document.title = first?.phrase ? words.say("teacher_phrase_title", names) : said;
    setAttribute(this.header, "data-urgent", String(first !== null));
    setAttribute(this.header, "data-said", String(first?.phrase !== undefined));
    setAttribute(this.header, "data-long", String(first?.phrase !== undefined && said.length > LONG_PHRASE));
    this.#drawSign(SIGNS[key] ?? "");
    const wrong = alarm(state);
    setText(this.alarm, wrong ? words.say(wrong, names) : "");
    setHidden(this.alarm, wrong === null);
    this.#draw(state);
    const layout = JSON.stringify([state.pupilName, offers, first && mark(first), rows.map((one) => [mark(one), one.answers, one.done])]);
    if (layout !== this.#layout) this.#lay(layout, offers, first, rows, names, nowS);
    this.#rows.forEach((row, index) => (row.request = rows[index]));
    this.tick(state, nowS);
  }

  /** @param {TeacherState} state @param {number} nowS */
  tick(state, nowS) {
    const { key, first } = glance(state);
    setText(this.detail, this.#detail(state, key, first, nowS));
    for (const { node, request } of this.#rows) {
      setText(node.querySelector(".since"), this.#since(state, request, nowS));
    }
    const settles = nowS < this.#settlesS;
    for (const one of this.#buttons()) one.disabled = settles;
    if (settles || this.#focused === "") return;
    // Who works with keys goes on where they were, if it is still there.
    if (document.activeElement === document.body) this.#buttons().find((one) => nameOf(one) === this.#focused)?.focus();
    this.#focused = "";
  }

  /** @returns {HTMLButtonElement[]} */
  #buttons() {
    return [...this.answers.querySelectorAll("button"), ...this.rows.querySelectorAll("button")];
  }

  /** @param {TeacherState} state */
  #draw(state) {
    const presence = isReachable(state) ? state.presence : null;
    this.figure.rename(this.words.say("teacher_figure", { name: state.robotName }));
    this.figure.update(presence);
    this.figure.dress(presence?.outfit ?? null);
  }

  /** @param {string} name of the sign; empty for none */
  #drawSign(name) {
    setHidden(this.sign, name === "");
    if (this.sign.dataset.sign === name) return;
    this.sign.dataset.sign = name;
    this.sign.replaceChildren(...(name ? [icon(name)] : []));
  }

  /** @param {Request} request @param {Record<string, string>} names */
  #sentence({ key, phrase, count }, names) {
    const text = phrase ? sentence(this.words, phrase) : "";
    return this.words.say(key, { ...names, text, ...(count !== undefined && { count }) });
  }

  /**
   * @param {string} layout @param {Answer[]} offers @param {Request | null} first @param {Request[]} rows
   * @param {Record<string, string>} names @param {number} nowS
   */
  #lay(layout, offers, first, rows, names, nowS) {
    const was = this.answers.childElementCount + this.#rows.length;
    this.#focused = nameOfFocused(this.#buttons());
    this.#layout = layout;
    this.answers.replaceChildren(
      ...offers.map(({ action, word, icon: picture }, index) =>
        button(this.words.say(word), picture, () => this.act(action), index === 0 && first?.answers.length ? "large primary" : "large plain"),
      ),
    );
    setHidden(this.answers, offers.length === 0);
    this.#rows = rows.map((request) => ({ node: this.#row(request, names), request }));
    this.rows.replaceChildren(...this.#rows.map(({ node }) => node));
    setHidden(this.rows, rows.length === 0);
    // A finger that was on its way to what lay there before answers nothing that nobody has read.
    if (was > 0) this.#settlesS = nowS + SECOND_TAP_S;
  }

  /** @param {Request} request @param {Record<string, string>} names */
  #row(request, names) {
    const { kind, key, answers, done, urgent } = request;
    const sentence = this.#sentence(request, names);
    const pictured = kind === "feeling" ? key.replace("note_feeling_", "") : (SIGNS[key] ?? ROW_ICONS[kind]);
    const buttons = answers.map(({ action, word }) => {
      const made = button(this.words.say(word), "", () => this.act(action), kind === "help" ? "primary" : "plain");
      // Several rows may have the same answer.
      made.setAttribute("aria-label", `${this.words.say(word)}: ${sentence}`);
      return made;
    });
    return element(
      "li",
      { class: "asks", "data-kind": kind, "data-sign": SIGNS[key] ?? null, "data-urgent": String(urgent) },
      icon(pictured),
      element(
        "div",
        { class: "what" },
        element("p", { text: sentence }),
        element("p", { class: "since", "aria-live": "off" }),
        done ? element("p", { class: "done", text: this.words.say(done, names) }) : null,
      ),
      buttons.length ? element("div", { class: "row", "data-count": buttons.length }, ...buttons) : null,
    );
  }

  /** @param {TeacherState} state @param {string} key @param {Request | null} first @param {number} nowS */
  #detail(state, key, first, nowS) {
    const { words } = this;
    if (first) {
      const done = first.done ? words.say(first.done, { name: state.robotName, pupil: state.pupilName }) : "";
      return [this.#since(state, first, nowS), done].filter(Boolean).join(" · ");
    }
    if (state.loan) {
      const key = state.loan === "over" ? "teacher_loan_last" : "teacher_loan_first";
      const day = state.day ? dayInWords(words, state.day) : "";
      return day && words.say(key, { day });
    }
    if (key === "state_robot_off" || key === "state_link_down") return words.say("teacher_pause_there", { name: state.robotName });
    if (isVacant(state) && state.presence?.signal === "asleep") return words.say("teacher_asleep", { name: state.robotName, pupil: state.pupilName });
    const paused = state.pausedAtS !== null && OF_PAUSE.includes(key) ? words.say("teacher_at", { time: clock(words, nowS - state.pausedAtS) }) : "";
    const there = atRobot(state);
    return [paused, there && words.say(there)].filter(Boolean).join(" · ");
  }

  /** @param {TeacherState} state @param {Request} request @param {number} nowS */
  #since(state, { kind, waitingS }, nowS) {
    if (waitingS !== null) {
      const { key, values } = since(secondsNow(state, nowS, waitingS));
      return this.words.say(key, values);
    }
    const atS = kind === "feeling" ? state.feelingAtS : kind === "phrase" ? state.phraseAtS : null;
    return atS === null ? "" : this.words.say("teacher_at", { time: clock(this.words, nowS - atS) });
  }
}

/** @param {Element} control */
const nameOf = (control) => control.getAttribute("aria-label") ?? control.textContent ?? "";

/** @param {HTMLButtonElement[]} buttons @returns {string} nothing if none of them has the focus */
function nameOfFocused(buttons) {
  const focused = buttons.find((one) => one === document.activeElement);
  return focused ? nameOf(focused) : "";
}
