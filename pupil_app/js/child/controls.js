// @ts-check
/** The three large controls, and the one in their place while it is the child's turn. */

import { isCalled, isLive, isQuiet } from "./live.js";
import { Hold } from "./hold.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

/** Round toggle. Its name never changes; `aria-pressed`, colour and a small word give its state. */
class Round {
  /**
   * @param {Words} words @param {string} kind @param {string} name key of its accessible name
   * @param {string} label key of the visible word, which the name contains
   * @param {[string, string]} pictures off and on
   */
  constructor(words, kind, name, label, [off, on]) {
    this.words = words;
    this.value = element("span", { class: "value", "aria-hidden": "true" });
    this.node = element(
      "button",
      { type: "button", class: `round ${kind}`, "aria-pressed": "false", "aria-label": words.say(name) },
      element("span", { class: "when-off" }, icon(off)),
      element("span", { class: "when-on" }, icon(on)),
      element("span", { class: "label", text: words.say(label) }),
      this.value,
    );
  }

  /** @param {{pressed: boolean, look: string, value: string, isDead: boolean}} shown `value` is the key of a word */
  update({ pressed, look, value, isDead }) {
    setAttribute(this.node, "aria-pressed", String(pressed));
    setAttribute(this.node, "data-look", isDead ? "dead" : look);
    if (isDead) setAttribute(this.node, "aria-disabled", "true");
    else this.node.removeAttribute("aria-disabled");
    setText(this.value, value ? this.words.say(value) : "");
  }
}

export class Controls {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.hand = new Round(words, "hand", "hand", "hand", ["hand", "hand"]);
    this.microphone = new Round(words, "microphone", "microphone", "microphone_short", ["microphone_off", "microphone"]);
    this.rest = new Round(words, "rest", "rest_toggle", "rest_toggle", ["rest", "rest"]);
    this.speak = new Round(words, "speak", "speak", "speak", ["microphone", "microphone"]);
    this.hold = new Hold({
      mayOpen: () => actions.mayOpen(),
      open: () => actions.toggle("microphone"),
      close: () => actions.hush(),
      tap: () => actions.toggle("microphone"),
    });
    this.hold.attach(this.microphone.node);
    this.hold.attach(this.speak.node);
    this.hand.node.addEventListener("click", () => actions.toggle("hand"));
    this.rest.node.addEventListener("click", () => actions.quiet(null));
    // Order of the Tab key.
    this.nodes = [this.speak.node, this.hand.node, this.microphone.node, this.rest.node];
  }

  /** @param {State} state */
  update(state) {
    const { wishes, presence, microphone } = state;
    const called = isCalled(state);
    const isDead = !isLive(state);
    setHidden(this.speak.node, !called);
    setHidden(this.microphone.node, called);
    const isSeen = wishes.hand && presence?.hand.raised === true && presence.hand.seen;
    this.hand.update({
      pressed: wishes.hand,
      look: isSeen ? "seen" : wishes.hand ? "up" : "off",
      value: isSeen ? "seen_short" : wishes.hand ? "hand_raised" : "",
      isDead,
    });
    // An open microphone can be closed whatever the line does.
    this.microphone.update({ ...microphoneLook(wishes, microphone), isDead: isDead && !wishes.microphone });
    this.rest.update({ pressed: isQuiet(state), look: isQuiet(state) ? "on" : "off", value: "", isDead });
    this.speak.update({ ...microphoneLook(wishes, microphone), isDead: false });
  }
}

/** @param {import("../lesson/wishes.js").Wishes} wishes @param {string} microphone */
function microphoneLook({ microphone: isOn, whisper }, microphone) {
  if (isOn && whisper) return { pressed: true, look: "whisper", value: "whispers" };
  if (isOn) return { pressed: true, look: "on", value: "on" };
  if (microphone === "blocked") return { pressed: false, look: "blocked", value: "blocked" };
  return { pressed: false, look: "off", value: "off" };
}
