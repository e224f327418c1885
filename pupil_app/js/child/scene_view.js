// @ts-check
/** Words of a scene, and the choice of a kind of quiet. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { MoreBelow } from "./more_below.js";
import { sentence, valuesOf } from "./now.js";
import { button } from "../page/parts.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

/** Kinds of quiet, from nothing to everything, with pictures of what is left. */
const KINDS = Object.freeze([
  { kind: "rest", name: "rest_short", line: "rest_short_line", pictures: ["rest"] },
  { kind: "sound_only", name: "sound_only_toggle", line: "sound_only_line", pictures: ["listen"] },
  { kind: "listen_only", name: "listen_only_toggle", line: "listen_only_line", pictures: ["look_around", "listen"] },
]);

export class SceneView {
  /** @param {import("../page/words.js").Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.headline = element("p", { class: "headline", "aria-hidden": "true" });
    this.line = element("p", { class: "line", "aria-hidden": "true" });
    this.hint = element("p", { class: "hint", "aria-hidden": "true" });
    this.dots = element("div", { class: "waiting", "aria-hidden": "true" }, ...[0, 1, 2].map(() => element("span")));
    /** @type {Map<string, HTMLButtonElement>} */
    this.cards = new Map();
    for (const { kind, name, line, pictures } of KINDS) {
      const card = element(
        "button",
        {
          type: "button",
          class: "quiet-card",
          "aria-label": words.say(name),
          "aria-describedby": `quiet-${kind}`,
          on: { click: () => actions.quiet(kind) },
        },
        element("span", { class: "pictures" }, ...pictures.map((one) => icon(one))),
        element("span", { class: "label", text: words.say(name) }),
        element("span", { class: "explains", id: `quiet-${kind}`, "aria-hidden": "true", text: words.say(line) }),
      );
      this.cards.set(kind, card);
    }
    this.choice = element("div", { class: "cards", role: "group", "aria-label": words.say("rest_kinds") }, ...this.cards.values());
    this.words_box = element("div", { class: "scene-words" }, this.headline, this.line, this.hint, this.dots, this.choice);
    this.more = new MoreBelow(words, this.words_box);
    this.more.watch(this.words_box.children);
    this.words_box.append(this.more.node);
    this.ground = element("div", { class: "scene-ground", "aria-hidden": "true" });
    this.back = button(words.say("rest_back"), "", () => actions.quiet(null), "back-from-rest");
  }

  /** @param {State} state @param {import("./class_scene.js").Scene} scene */
  update(state, scene) {
    const isShown = scene.kind !== "none";
    for (const one of [this.words_box, this.ground]) setHidden(one, !isShown);
    setHidden(this.back, scene.kind !== "rest");
    setHidden(this.choice, scene.kind !== "rest");
    setHidden(this.dots, scene.ground !== "faded");
    setAttribute(this.ground, "data-ground", scene.ground);
    setAttribute(this.words_box, "data-ground", scene.ground);
    if (!isShown) return;
    const said = this.words.say(sentence(state), valuesOf(state, this.words));
    const [, first, rest] = /^(.+?[.!?])\s+(.+)$/.exec(said) ?? ["", said, ""];
    setText(this.headline, first);
    setText(this.line, rest);
    const hint = state.wishes.help ? (state.presence?.help.coming ? "help_coming" : "help_called") : state.notice?.key === "dead" ? "dead" : "";
    setText(this.hint, hint ? this.words.say(hint, valuesOf(state, this.words)) : "");
    for (const [kind, card] of this.cards) setAttribute(card, "aria-pressed", String(kind === "rest"));
    this.more.mark();
  }
}
