// @ts-check
/** Screen of the rights: the child sees what its loan allows, and takes back what it does not want. */

import { Switch } from "../page/choices.js";
import { element, setHidden, setText } from "../page/dom.js";
import { button, neverSeen } from "../page/parts.js";
import { RIGHTS } from "../wire/protocol.js";

/** @typedef {import("./state.js").State} State */

export class RightsView {
  /** @type {Map<string, Switch>} */
  #switches = new Map();

  /** @param {import("../page/words.js").Words} words @param {import("./scene.js").Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.title = element("h1", { tabindex: "-1", text: words.say("rights_title") });
    for (const right of RIGHTS) {
      this.#switches.set(right, new Switch(words, `own_right_${right}`, () => actions.askToWithdraw(right)));
    }
    this.question = element("p", { class: "question" });
    this.asked = element(
      "div",
      { class: "asked", hidden: true, role: "group", "aria-label": words.say("right_sure") },
      this.question,
      element("p", { text: words.say("right_sure") }),
      element(
        "div",
        { class: "row" },
        button(words.say("right_yes"), "", actions.withdraw),
        button(words.say("right_no"), "", () => actions.askToWithdraw("")),
      ),
    );
    this.note = element("p", { class: "rights-note", text: words.say("rights_note") });
    const done = button(words.say("mine_done"), "", actions.openSettings, "primary");
    done.dataset.scan = "1";
    this.node = element(
      "section",
      { class: "settings-page" },
      this.title,
      element(
        "div",
        { class: "groups" },
        ...[...this.#switches.values()].map(({ node }) => node),
        this.asked,
        this.note,
      ),
      element("div", { class: "closing" }, neverSeen(words), done),
    );
  }

  /** @param {State} state */
  update({ granted, withdrawing }) {
    for (const [right, one] of this.#switches) {
      const on = granted?.[right] === true;
      one.update(on);
      // The office alone gives a right back.
      one.node.disabled = !on;
    }
    const asks = withdrawing !== "" && this.asked.hidden;
    setHidden(this.asked, withdrawing === "");
    setHidden(this.note, withdrawing !== "");
    if (withdrawing) {
      setText(this.question, this.words.say("right_question", { right: this.words.say(`own_right_${withdrawing}`) }));
    }
    // On a low screen the question would lie below the edge.
    if (asks) this.asked.scrollIntoView({ block: "center" });
  }
}
