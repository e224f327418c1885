// @ts-check
/** Introduction of the robot, and what can be done beforehand, while nobody is in it. */

import { element, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { dayInWords } from "./dates.js";
import { isVacant } from "./teacher_state.js";

export class AboutRobot {
  /** @param {import("../page/words.js").Words} words */
  constructor(words) {
    this.words = words;
    this.title = element("h2");
    this.purpose = row("listen");
    this.light = row("look_around");
    this.beforehand = row("pause");
    this.until = row("keep");
    const rows = [this.purpose, this.light, this.beforehand, this.until].map(({ node }) => node);
    this.node = element("section", { class: "card about" }, this.title, element("ul", { class: "notes" }, ...rows));
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const isBuddy = state.role === "buddy";
    setHidden(this.node, !isVacant(state));
    setText(this.title, words.say("teacher_about", names));
    setText(this.purpose.text, words.say("teacher_about_purpose", names));
    setText(this.light.text, words.say("teacher_about_light", names));
    setHidden(this.beforehand.node, isBuddy);
    setText(this.beforehand.text, words.say("teacher_about_beforehand", names));
    const day = state.until ? dayInWords(words, state.until) : "";
    setHidden(this.until.node, isBuddy || day === "");
    setText(this.until.text, words.say("teacher_about_until", { day }));
  }
}

/** @param {string} picture */
function row(picture) {
  const text = element("span");
  return { text, node: element("li", {}, icon(picture), text) };
}
