// @ts-check
/** Notes on the robot for teacher and buddy; the list is not there while it is empty. */

import { element, setHidden } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { notes } from "./notes.js";

const ICONS = Object.freeze({ info: "turn", warn: "warning" });

export class NotesList {
  #shown = "";

  /** @param {import("../page/words.js").Words} words */
  constructor(words) {
    this.words = words;
    this.list = element("ul", { class: "notes" });
    this.node = element("section", { class: "card", hidden: true }, element("h2", { text: words.say("notes") }), this.list);
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const names = { name: state.robotName, pupil: state.pupilName };
    const list = notes(state);
    const mark = JSON.stringify([list, names]);
    if (mark === this.#shown) return;
    this.#shown = mark;
    setHidden(this.node, list.length === 0);
    this.list.replaceChildren(
      ...list.map(({ key, kind, values }) =>
        element("li", { "data-kind": kind }, icon(ICONS[kind]), element("span", { text: this.words.say(key, { ...names, ...values }) })),
      ),
    );
  }
}
