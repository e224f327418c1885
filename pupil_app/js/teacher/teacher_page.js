// @ts-check
/** The one screen of the teacher, and the smaller one of the class buddy. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { button, Question } from "../page/parts.js";
import { AboutRobot } from "./about_robot.js";
import { Asking } from "./asking.js";
import { dayInWords } from "./dates.js";
import { HoldButton } from "./hold_button.js";
import { Loudness } from "./loudness.js";
import { NotesList } from "./notes_list.js";
import { RightsToday } from "./rights_today.js";
import { SayToChild } from "./say_to_child.js";
import { SendingBox } from "./sending_box.js";
import { SensesRow } from "./senses_row.js";
import { SheetViewer } from "./sheet_viewer.js";
import { SheetsForChild } from "./sheets_for_child.js";
import { callEnd, requests } from "./requests.js";
import { face, isPausing, isThere, isVacant } from "./teacher_state.js";

/** @typedef {import("./teacher_state.js").TeacherState} TeacherState */
/**
 * @typedef {{act: (action: string, text?: string, right?: string) => void, askEnd: () => void, stay: () => void,
 *   end: () => void, chime: () => void, chooseSheet: (file: File) => void,
 *   repeatSheet: (id: number) => void, dropSheet: (id: number) => void,
 *   openSheet: (number?: number) => void, closeSheet: () => void}} PageActions
 */

export class TeacherPage {
  #face = "";

  /** @param {HTMLElement} root @param {import("../page/words.js").Words} words @param {PageActions} actions */
  constructor(root, words, actions) {
    this.words = words;
    this.asking = new Asking(words, (action) => (action === "open_sheet" ? actions.openSheet() : actions.act(action)));
    this.about = new AboutRobot(words);
    this.senses = new SensesRow(words);
    this.say = new SayToChild(words, actions.act);
    this.sheets = new SheetsForChild(words, actions);
    this.viewer = new SheetViewer(words, actions);
    this.rights = new RightsToday(words, (action, right) => actions.act(action, "", right));
    this.box = new SendingBox(words);
    this.loudness = new Loudness(words, actions.act);
    this.notes = new NotesList(words);
    this.resume = new HoldButton(
      words,
      { word: "teacher_resume", again: "teacher_resume_yes", how: "teacher_hold", wait: "teacher_hold_wait", now: "teacher_hold_now" },
      () => actions.act("resume"),
    );
    this.pause = button(words.say("teacher_pause"), "pause", () => actions.act("pause"), "pause");
    this.call = button(words.say("teacher_call"), "bell", () => actions.act("call_teacher"), "pause");
    this.silent = element("p", { class: "silent" }, icon("bell"), element("span"));
    this.callEnd = element("p", { class: "call-end", role: "status" });
    this.chimes = chimeSwitch(words, actions.chime);
    this.until = element("p", { class: "until" });
    this.end = button(words.say("teacher_end"), "stop", actions.askEnd, "plain ending");
    this.below = element("section", { class: "below" }, element("h2", { text: words.say("teacher_more") }), this.chimes, this.rights.node, this.end, this.until);
    // Here it moves nothing under the finger when the first tap takes it away.
    this.lower = element("div", { class: "lower" }, this.silent, this.callEnd, this.pause, this.call);
    this.first = element("div", { class: "first" }, this.asking.answers, this.senses.node, this.asking.rows, this.about.node, this.box.node);
    this.second = element("div", { class: "second" }, this.say.node, this.sheets.node, this.loudness.node, this.notes.node);
    this.question = new Question({
      question: "",
      yes: words.say("teacher_end_yes"),
      no: words.say("teacher_end_no"),
      onYes: actions.end,
      onNo: actions.stay,
    });
    this.node = this.#layout();
    root.replaceChildren(this.node);
  }

  #layout() {
    return element(
      "div",
      { class: "teacher" },
      this.resume.node,
      element(
        "div",
        { class: "fold" },
        this.asking.header,
        this.first,
        this.second,
      ),
      this.below,
      this.lower,
      this.question.node,
      this.viewer.node,
    );
  }

  /** @param {TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const shown = face(state);
    const isBuddy = state.role === "buddy";
    setAttribute(this.node, "data-face", shown);
    setAttribute(this.node, "data-role", state.role);
    setAttribute(this.node, "data-vacant", String(isVacant(state) && requests(state).length === 0));
    this.asking.update(state, nowS);
    this.senses.update(state);
    this.about.update(state);
    this.say.update(state);
    setHidden(this.say.node, this.say.node.hidden || isBuddy);
    this.sheets.update(state, nowS);
    this.viewer.update(state, nowS);
    this.rights.update(state);
    this.#placeBox(requests(state).length > 0);
    this.box.update(state, nowS);
    this.loudness.update(state);
    this.notes.update(state);
    setHidden(this.resume.node, shown !== "closed");
    setHidden(this.lower, shown !== "open");
    setHidden(this.pause, isBuddy);
    setHidden(this.call, !isBuddy);
    this.#updateCall(state);
    this.#updateMore(state, shown);
    setText(this.question.title, words.say("teacher_end_question", names));
    this.question.update(state.ending);
    if (shown !== this.#face) this.#turn(shown);
    this.tick(state, nowS);
  }

  /** @param {TeacherState} state @param {number} nowS */
  tick(state, nowS) {
    this.asking.tick(state, nowS);
    this.sheets.tick(state, nowS);
    this.viewer.tick(state, nowS);
    setText(this.pause.querySelector(".label"), this.words.say(isPausing(state, nowS) ? "teacher_pausing" : "teacher_pause"));
    if (this.#face === "closed") this.resume.tick();
  }

  /**
   * Of two columns the box stands in the one that has room. It holds nothing to tap, and moves nothing else.
   *
   * @param {boolean} asks requests fill the first column
   */
  #placeBox(asks) {
    const column = asks ? this.second : this.first;
    if (this.box.node.parentNode !== column) column.append(this.box.node);
  }

  /** @param {string} shown another face of the page: it begins at its top */
  #turn(shown) {
    this.#face = shown;
    // At the edge it moves nothing under a finger that tries again.
    (shown === "open" ? this.lower : this.first).prepend(this.asking.alarm);
    this.resume.rest();
    scrollTo(0, 0);
  }

  /** @param {TeacherState} state */
  #updateCall(state) {
    const { presence } = state;
    const ended = callEnd(state);
    setHidden(this.callEnd, ended === null);
    setText(this.callEnd, ended ? this.words.say(ended) : "");
    const isCalled = presence?.buddy_calls === true;
    this.call.disabled = isCalled;
    setText(this.call.querySelector(".label"), this.words.say(isCalled ? "teacher_called" : "teacher_call"));
  }

  /** @param {TeacherState} state @param {string} shown */
  #updateMore(state, shown) {
    const { words } = this;
    setHidden(this.below, shown === "off" || state.role === "buddy");
    setAttribute(this.chimes, "aria-pressed", String(state.chimes));
    setHidden(this.end, !isThere(state));
    const day = state.until ? dayInWords(words, state.until) : "";
    setHidden(this.until, day === "");
    setText(this.until, words.say("teacher_until", { day }));
    const isSilent = state.chimes && !state.unlocked && shown !== "off" && state.role !== "buddy";
    setHidden(this.silent, !isSilent);
    setText(this.silent.lastElementChild, words.say("teacher_silent", { pupil: state.pupilName }));
  }
}

/** @param {import("../page/words.js").Words} words @param {() => void} act @returns {HTMLElement} */
const chimeSwitch = (words, act) =>
  element(
    "button",
    { type: "button", class: "button plain chimes", "aria-pressed": "true", on: { click: act } },
    element("span", { class: "when-on" }, icon("bell")),
    element("span", { class: "when-off" }, icon("bell_off")),
    element("span", { class: "label", text: words.say("teacher_chime") }),
  );
