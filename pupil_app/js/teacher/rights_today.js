// @ts-check
/** Rights of the child today: folded away, four switches of which the loan may hold some. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { RIGHTS } from "../wire/presence.js";

/** @typedef {import("../wire/presence.js").RightName} RightName */
/** @typedef {import("../wire/presence.js").RightState} RightState */

/** @type {Readonly<Record<RightName, string>>} */
const ICONS = Object.freeze({ zoom: "look_around", still: "view_board", sheets: "sheet", speech: "turn" });

/** @type {Readonly<Record<RightName, {name: string, means: string}>>} */
const WORDS = Object.freeze({
  zoom: { name: "teacher_right_zoom", means: "teacher_right_zoom_means" },
  still: { name: "teacher_right_still", means: "teacher_right_still_means" },
  sheets: { name: "teacher_right_sheets", means: "teacher_right_sheets_means" },
  speech: { name: "teacher_right_speech", means: "teacher_right_speech_means" },
});

/** @type {Readonly<Record<RightState, string>>} */
const STATES = Object.freeze({
  on: "teacher_right_on",
  class: "teacher_right_class",
  loan: "teacher_right_loan",
  unable: "teacher_right_unable",
});

/** States that the class can change. */
const CHANGEABLE = Object.freeze(["on", "class"]);

export class RightsToday {
  /** @type {Partial<Record<RightName, RightState>>} */
  #states = {};

  /**
   * @param {import("../page/words.js").Words} words
   * @param {(action: "allow" | "forbid", right: RightName) => void} act
   */
  constructor(words, act) {
    this.words = words;
    this.label = element("span", { class: "label" });
    this.opener = element(
      "button", { type: "button", class: "button plain", "aria-expanded": "false", "aria-controls": "rights", on: { click: () => this.#fold() } },
      icon("settings"), this.label,
    );
    this.rows = /** @type {RightName[]} */ (RIGHTS).map((right) => this.#row(right, act));
    this.list = element("ul", { class: "rights", id: "rights", hidden: true }, ...this.rows.map(({ node }) => node));
    this.node = element("section", { class: "rights-today" }, this.opener, this.list);
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const rights = state.presence?.rights;
    // An older robot knows no rights, and a buddy has none to give.
    setHidden(this.node, state.role === "buddy" || !rights || Object.values(rights).every((one) => one === "unable"));
    if (!rights) return;
    this.#states = rights;
    setText(this.label, words.say("teacher_rights", names));
    for (const { right, button, fixed, says } of this.rows) {
      const given = /** @type {RightState} */ (rights[right]);
      const isChangeable = CHANGEABLE.includes(given);
      setHidden(button, !isChangeable);
      setHidden(fixed, isChangeable);
      setAttribute(button, "aria-pressed", String(given === "on"));
      setText(button.querySelector(".value"), words.say(STATES[given]));
      setText(fixed.querySelector(".value"), words.say(STATES[given]));
      for (const one of says) setText(one, words.say(WORDS[right].means, names));
    }
  }

  #fold() {
    setHidden(this.list, !this.list.hidden);
    setAttribute(this.opener, "aria-expanded", String(!this.list.hidden));
  }

  /** @param {RightName} right @param {(action: "allow" | "forbid", right: RightName) => void} act */
  #row(right, act) {
    const says = [0, 1].map(() => element("span", { class: "means" }));
    const inside = (/** @type {HTMLElement} */ means) => [
      icon(ICONS[right]),
      element("span", { class: "what" }, element("span", { class: "label", text: this.words.say(WORDS[right].name) }), means),
      element("span", { class: "value" }),
    ];
    const button = element(
      "button", { type: "button", class: "button right", on: { click: () => act(this.#states[right] === "on" ? "forbid" : "allow", right) } },
      ...inside(says[0]),
    );
    const fixed = element("p", { class: "right fixed" }, ...inside(says[1]));
    return { right, button, fixed, says, node: element("li", {}, button, fixed) };
  }
}
