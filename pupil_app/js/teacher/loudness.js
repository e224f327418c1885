// @ts-check
/** Volume of the child's voice at the robot. */

import { element, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { face } from "./teacher_state.js";

const LOUDEST = 10;

export class Loudness {
  /** @param {import("../page/words.js").Words} words @param {(action: string) => void} act */
  constructor(words, act) {
    this.words = words;
    this.quieter = step(words.say("teacher_quieter"), "quieter", () => act("quieter"));
    this.louder = step(words.say("teacher_louder"), "louder", () => act("louder"));
    this.level = element("p", { class: "level" });
    this.node = element("section", { class: "card loudness" }, this.level, this.quieter, this.louder);
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const level = state.presence?.volume ?? 0;
    // Nothing lies at the lower edge while the class is closed.
    setHidden(this.node, face(state) !== "open");
    setText(this.level, this.words.say("teacher_volume", { level }));
    this.quieter.disabled = level <= 0;
    this.louder.disabled = level >= LOUDEST;
  }
}

/** @param {string} name @param {string} picture @param {() => void} act @returns {HTMLButtonElement} */
const step = (name, picture, act) =>
  element("button", { type: "button", class: "button plain", "aria-label": name, on: { click: act } }, icon(picture));
