// @ts-check
/** Screen "mine": the child names the robot, chooses its colour, and one thing that it wears. */

import { Choice, Switch } from "../page/choices.js";
import { element, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { NICKNAME_LENGTH } from "../page/figure_scenes.js";
import { PLAIN, SHELLS, WORN } from "../page/outfit.js";
import { button, neverSeen } from "../page/parts.js";
import { AWAKE } from "./scene.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */

/** Part of the drawing that a tile shows: head and shoulders. */
const BUST = /** @type {const} */ ([26, 6, 148, 170]);

export class MineView {
  /** @param {Words} words @param {import("./scene.js").Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.figure = new Figure(words.say("figure", { name: "Karlsson" }), { plate: true });
    this.figure.scene("hello");
    this.title = element("h1", { tabindex: "-1", text: words.say("mine_title") });
    this.name = element("input", {
      id: "nickname",
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: NICKNAME_LENGTH,
      enterkeyhint: "done",
      on: { input: () => actions.dress({ nickname: this.name.value }) },
    });
    this.shells = new Choice(
      "shell",
      words.say("mine_shell"),
      SHELLS.map((value) => ({
        value,
        label: words.say(`shell_${value}`),
        picture: element("span", { class: "swatch", "data-shell": value, "aria-hidden": "true" }),
      })),
      (shell) => actions.dress({ shell }),
      "shells",
    );
    /** @type {Map<string, Figure>} */
    this.busts = new Map(WORN.map((wears) => [wears, bust()]));
    this.clothes = new Choice(
      "wears",
      words.say("mine_wears"),
      [...this.busts].map(([value, figure]) => ({ value, label: words.say(`wears_${value}`), picture: figure.node })),
      (wears) => actions.dress({ wears }),
      "clothes",
    );
    this.calm = new Switch(words, "set_calm", () => actions.set({ calm: this.calm.node.getAttribute("aria-pressed") !== "true" }));
    this.later = button(words.say("mine_later"), "", actions.closeMine, "quiet");
    this.node = element(
      "section",
      { class: "mine-page" },
      element(
        "div",
        { class: "mirror" },
        element("div", { class: "portrait" }, this.figure.node),
        element("p", { class: "hint", text: words.say("mine_note") }),
        neverSeen(words),
      ),
      element(
        "form",
        {
          class: "choosing",
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              actions.keepOutfit();
            },
          },
        },
        this.title,
        element(
          "div",
          { class: "naming" },
          element("label", { for: "nickname", text: words.say("mine_name") }),
          this.name,
          button(words.say("mine_suggest"), "again", actions.suggestName),
        ),
        this.shells.node,
        this.clothes.node,
        element("div", { class: "row looks" }, this.calm.node, button(words.say("settings_open"), "settings", actions.openSettings)),
        element("div", { class: "closing" }, this.later, submit(words)),
      ),
    );
  }

  /** @param {State} state */
  update(state) {
    const draft = state.draft ?? PLAIN;
    const { calm } = state.settings;
    this.figure.rename(this.words.say("figure", { name: draft.nickname || state.classesName }));
    this.figure.dress(draft);
    this.figure.calm(calm);
    if (this.name.value !== draft.nickname) this.name.value = draft.nickname;
    this.shells.update(draft.shell);
    this.clothes.update(draft.wears);
    for (const [wears, figure] of this.busts) {
      figure.dress({ ...draft, wears });
      figure.calm(calm);
    }
    this.calm.update(calm);
    setText(this.later.lastElementChild, this.words.say(state.invited ? "mine_later" : "mine_back"));
  }
}

/** @returns {Figure} a small one for a tile; the tile's words name it */
function bust() {
  const figure = new Figure("");
  figure.frame(BUST);
  figure.node.setAttribute("aria-hidden", "true");
  figure.node.removeAttribute("role");
  figure.node.removeAttribute("aria-label");
  figure.update(AWAKE);
  return figure;
}

/** @param {Words} words @returns {HTMLButtonElement} */
function submit(words) {
  const done = button(words.say("mine_done"), "", () => undefined, "primary");
  done.type = "submit";
  done.dataset.scan = "1";
  return done;
}
