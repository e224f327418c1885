// @ts-check
/** Three small plates: whether the child hears, sees and can speak. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { senses } from "./senses.js";

export class SensesRow {
  /** @param {import("../page/words.js").Words} words */
  constructor(words) {
    this.words = words;
    this.plates = ["hears", "sees", "speaks"].map((name) => {
      const picture = element("span", { class: "pictured" });
      const text = element("span");
      return { picture, text, node: element("li", { "data-sense": name }, picture, text) };
    });
    this.node = element("ul", { class: "senses" }, ...this.plates.map(({ node }) => node));
  }

  /** @param {import("./teacher_state.js").TeacherState} state */
  update(state) {
    const all = senses(state);
    setHidden(this.node, all.length === 0);
    for (const [index, { works, key, icon: picture }] of all.entries()) {
      const plate = this.plates[index];
      setAttribute(plate.node, "data-works", String(works));
      if (plate.picture.dataset.icon !== picture) {
        plate.picture.dataset.icon = picture;
        plate.picture.replaceChildren(icon(picture));
      }
      setText(plate.text, this.words.say(key, { name: state.robotName }));
    }
  }
}
