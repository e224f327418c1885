// @ts-check
/** Screen in class: the picture, Karlsson with a sentence, and all controls. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icons.js";
import { sentence } from "./now.js";
import { FEELINGS } from "../wire/protocol.js";
import { isAway } from "./state.js";
import { Drawers } from "./drawers.js";
import { gestures, pad, SavedViews } from "./moves.js";
import { button, Toggle } from "../page/parts.js";
import { Stage } from "./stage.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => void>} Actions */

export class ClassView {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.stage = new Stage(words, actions);
    this.figure = new Figure("");
    this.now = element("p", { class: "now", "aria-hidden": "true" });
    this.title = element("h1", { class: "unseen-text", tabindex: "-1" });
    this.tapForSound = button(words.say("tap_for_sound"), "sound", actions.unlock, "primary tap-for-sound");
    this.toggles = toggles(words, actions);
    this.feelings = new Feelings(words, actions);
    this.volume = volume(words, actions);
    this.views = new SavedViews(words, actions);
    const more = new Drawers(words.say("more"), [
      { key: "feelings", name: words.say("feelings"), picture: "happy", node: this.feelings.node, closes: true },
      { key: "gestures", name: words.say("gestures"), picture: "nod", node: gestures(words, actions), closes: true },
      { key: "volume", name: words.say("volume"), picture: "sound", node: this.volume.node, closes: false },
    ]);
    const { microphone, hand, ...others } = this.toggles;
    this.node = element(
      "section",
      { class: "class-room" },
      this.title,
      this.stage.top,
      this.stage.node,
      this.tapForSound,
      element(
        "div",
        { class: "panel", role: "region", "aria-label": words.say("controls"), tabindex: "0" },
        element("div", { class: "speaker" }, this.figure.svg, this.now),
        element("div", { class: "first" }, element("div", { class: "main-two" }, microphone.node, hand.node), pad(words, actions)),
        this.views.node,
        element("div", { class: "toggles" }, ...Object.values(others).map((toggle) => toggle.node)),
      ),
      more.node,
    );
  }

  /** @param {State} state @param {import("../lesson/looking.js").Head} head */
  update(state, head) {
    const { wishes, presence, robotName } = state;
    setText(this.title, robotName);
    setText(this.now, this.words.say(sentence(state), { name: robotName }));
    this.figure.rename(this.words.say("figure", { name: robotName }));
    this.figure.update(presence);
    setHidden(this.tapForSound, !state.soundBlocked);
    setAttribute(this.node, "data-away", String(isAway(state)));
    setAttribute(this.node, "data-rest", String(wishes.rest));
    for (const [name, toggle] of Object.entries(this.toggles)) {
      toggle.update(wishes[/** @type {keyof typeof this.toggles} */ (name)]);
    }
    const hand = presence?.hand;
    if (wishes.hand && hand?.raised && hand.seen) this.toggles.hand.update(true, this.words.say("seen_short"));
    setAttribute(this.toggles.hand.node, "data-seen", String(Boolean(wishes.hand && hand?.seen)));
    setAttribute(this.toggles.microphone.node, "data-blocked", String(state.microphone === "blocked"));
    this.feelings.update(wishes.feeling);
    this.views.update(state);
    this.volume.update(state.volume);
    this.stage.update(state, head);
  }
}

/** @param {Words} words @param {Actions} actions */
const toggles = (words, actions) => ({
  microphone: new Toggle(words, "microphone", ["microphone_off", "microphone"], () => actions.toggle("microphone"), "big"),
  hand: new Toggle(words, "hand", ["hand", "hand"], () => actions.toggle("hand"), "big"),
  whisper: new Toggle(words, "whisper_toggle", ["whisper", "whisper"], () => actions.toggle("whisper")),
  listen_only: new Toggle(words, "listen_only_toggle", ["listen", "listen"], () => actions.toggle("listen_only")),
  rest: new Toggle(words, "rest_toggle", ["rest", "rest"], () => actions.toggle("rest")),
  sound_only: new Toggle(words, "sound_only_toggle", ["sound", "sound"], () => actions.toggle("sound_only")),
});

class Feelings {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    /** @type {Map<string | null, HTMLButtonElement>} */
    this.buttons = new Map();
    for (const feeling of [...FEELINGS, null]) {
      const name = words.say(`feeling_${feeling ?? "none"}`);
      const made = button(name, feeling ?? "none", () => actions.feel(feeling), "tile feeling");
      this.buttons.set(feeling, made);
    }
    this.node = element(
      "div",
      { class: "feelings", role: "group", "aria-labelledby": "feelings-title" },
      element("h2", { id: "feelings-title", text: words.say("feelings") }),
      element("div", { class: "tiles" }, ...this.buttons.values()),
    );
  }

  /** @param {string | null} feeling */
  update(feeling) {
    for (const [name, made] of this.buttons) setAttribute(made, "aria-pressed", String(name === feeling));
  }
}

/** @param {Words} words @param {Actions} actions */
function volume(words, actions) {
  const slider = element("input", {
    id: "volume",
    type: "range",
    min: 0,
    max: 100,
    step: 5,
    on: { input: () => actions.volume(Number(slider.value) / 100) },
  });
  const node = element(
    "div",
    { class: "volume" },
    element("label", { for: "volume" }, icon("sound"), element("span", { text: words.say("volume") })),
    slider,
  );
  return {
    node,
    /** @param {number} value 0 to 1 */
    update(value) {
      const wanted = String(Math.round(value * 100));
      if (slider.value !== wanted) slider.value = wanted;
    },
  };
}
