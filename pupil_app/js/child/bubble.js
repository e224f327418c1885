// @ts-check
/** Karlsson's one speech bubble: whatever asks for the child's attention speaks here, one thing at a time. */

import { leftOf, paperAct, shareOf } from "./board_state.js";
import { isCalled } from "./live.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { face } from "./faces.js";
import { icon } from "../page/icons.js";
import { sentence, valuesOf } from "./now.js";
import { button } from "../page/parts.js";
import { line } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class Bubble {
  /** @type {{state: State, key: string} | null} what crosses now */
  #crossing = null;
  #text = "";

  /** @param {import("../page/words.js").Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.mark = element("span", { class: "mark", "aria-hidden": "true" });
    this.now = element("p", { class: "now", "aria-hidden": "true" });
    this.sound = button(words.say("tap_for_sound"), "sound", actions.unlock, "primary tap-for-sound");
    this.read = button(words.say("read_aloud"), "sound", () => actions.readAloud(this.now.textContent), "read-aloud");
    this.look = button(words.say("papers_look"), "sheet", () => actions.papers(), "paper-act");
    this.again = button(words.say("still_again"), "again", () => actions.takeStill(), "paper-act");
    this.resend = button(words.say("still_again"), "again", () => actions.sendAgain(), "paper-act");
    this.share = element("progress", { class: "share", max: 1, value: 0, "aria-label": words.say("share") });
    this.yes = button(words.say("need_yes"), "help", () => actions.answer(true), "yes");
    this.no = button(words.say("need_no"), "", () => actions.answer(false), "no");
    this.answers = element("div", { class: "answers", role: "group", hidden: true }, this.yes, this.no);
    this.box = element(
      "div",
      { class: "bubble", on: { click: (/** @type {Event} */ event) => this.#tapped(event, actions) } },
      element("div", { class: "said" }, this.mark, this.now),
      this.sound,
      this.read,
      this.share,
      this.look,
      this.again,
      this.resend,
      this.answers,
    );
    this.said = /** @type {HTMLElement} */ (this.box.firstElementChild);
    this.node = element("div", { class: "bubble-area" }, this.box);
    this.mayRead = actions.mayReadAloud ?? (() => false);
  }

  /** @param {State} state @param {boolean} isShown @returns {boolean} whether a question has just been asked */
  update(state, isShown) {
    setHidden(this.node, !isShown);
    if (!isShown) {
      this.#crossing = null;
      this.#text = "";
      setText(this.now, "");
      setHidden(this.answers, true);
      return false;
    }
    const key = sentence(state);
    const called = isCalled(state) && key === "your_turn";
    const asks = key === "need_someone";
    const began = asks && this.answers.hidden;
    setAttribute(this.box, "data-kind", called ? "turn" : asks ? "question" : key.startsWith("said_") ? "teacher" : "plain");
    const { scanned } = state;
    // One switch: Karlsson names the control whose turn it is, while he has nothing else to say.
    const text =
      scanned && key === "connected" ? this.words.say("scan_now", { control: scanned }) : this.words.say(key, valuesOf(state, this.words));
    this.#text = text;
    this.#mark(asks ? `feeling_${state.question}` : line(state) === "good" || called ? "" : `network_${line(state)}`, state);
    // Without sound the bubble is nothing but the way to it.
    const isSilent = state.soundBlocked && !called && !asks;
    setHidden(this.sound, !isSilent);
    setHidden(this.said, isSilent);
    setHidden(this.read, !key.startsWith("said_") || !this.mayRead());
    const act = isSilent ? null : paperAct(state, key);
    setHidden(this.look, act !== "papers_look");
    setHidden(this.again, act !== "still_again");
    setHidden(this.resend, act !== "sheet_again");
    const share = isSilent ? null : shareOf(state, key);
    setHidden(this.share, share === null);
    this.share.value = share ?? 0;
    this.#crossing = share === null ? null : { state, key };
    this.tick(performance.now() / 1000);
    setHidden(this.answers, !asks);
    setAttribute(this.node, "data-asks", String(asks));
    setAttribute(this.answers, "aria-label", asks ? text : "");
    return began;
  }

  /** @param {number} nowS  Say how long it still takes. */
  tick(nowS) {
    const left = this.#crossing && leftOf(this.#crossing.state, this.#crossing.key, nowS);
    const { words } = this;
    setText(this.now, left ? words.say("crossing", { what: words.say(left.what), left: words.say(left.key, left.values) }) : this.#text);
  }

  /** @param {string} name of a face or of an icon; "" for none @param {State} state */
  #mark(name, state) {
    if (this.mark.dataset.shown === name) return;
    this.mark.dataset.shown = name;
    if (name === "") this.mark.replaceChildren();
    else this.mark.replaceChildren(name.startsWith("feeling_") ? face(state.question ?? "sad") : icon(name));
  }

  /** @param {Event} event @param {Actions} actions */
  #tapped(event, actions) {
    if (!(event.target instanceof Element && event.target.closest("button"))) actions.dismiss();
  }
}
