// @ts-check
/** Screens before and after class: pairing, start, waiting, end. */

import { element, setHidden, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { sentence } from "./now.js";
import { needsCheck } from "./state.js";
import { button, neverSeen } from "../page/parts.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => void>} Actions */

/** Calm page with Karlsson in the middle, a sentence, and buttons. */
class Page {
  /** @param {Words} words @param {...Node} content */
  constructor(words, ...content) {
    this.words = words;
    this.figure = new Figure(words.say("figure", { name: "Karlsson" }));
    this.title = element("h1", { tabindex: "-1" });
    this.node = element(
      "section",
      { class: "page" },
      element("div", { class: "picture-of-robot" }, this.figure.svg),
      this.title,
      element("div", { class: "content" }, ...content),
      neverSeen(words),
    );
  }

  /** @param {State} state */
  update(state) {
    setText(this.title, this.words.say(sentence(state), { name: state.robotName }));
    this.figure.rename(this.words.say("figure", { name: state.robotName }));
    this.figure.update(isTired(state) ? null : (state.presence ?? awake(state.robotOnline)));
  }
}

/** @param {State} state @returns {boolean} the robot sleeps, since its battery is empty */
const isTired = ({ tired, over }) => tired || over === "battery";

/** @param {boolean} online */
const awake = (online) =>
  online ? { type: "presence", signal: "present", hand: {}, pan_deg: 0, tilt_deg: 0 } : null;

/** Screen while a link is redeemed, or before the first answer. */
export class LoadingView extends Page {
  /** @param {Words} words */
  constructor(words) {
    super(words, element("div", { class: "dots", "aria-hidden": "true" }));
  }
}

export class PairingView extends Page {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    const input = element("input", {
      id: "word",
      type: "text",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      maxlength: 60,
      enterkeyhint: "go",
    });
    const send = button(words.say("word_send"), "", () => undefined, "primary");
    send.type = "submit";
    super(
      words,
      element(
        "form",
        {
          class: "word",
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              actions.pair(input.value);
            },
          },
        },
        element("label", { for: "word", text: words.say("word_label") }),
        input,
        send,
      ),
    );
    this.send = send;
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    this.send.disabled = state.pairing.busy;
    if (state.pairing.busy) setText(this.title, this.words.say("pairing_busy"));
  }
}

export class StartView extends Page {
  /** @param {Words} words @param {Actions} actions @param {() => number} unixS */
  constructor(words, actions, unixS) {
    const check = button(words.say("check_open"), "tick", actions.openCheck, "quiet");
    const hint = element("p", { class: "hint" });
    super(words, button(words.say("join"), "", actions.join, "primary huge"), hint, check);
    this.check = check;
    this.hint = hint;
    this.unixS = unixS;
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    const open = needsCheck(state, this.unixS());
    const { sound, microphone } = state.check;
    // A skipped test is not praised, and not suggested again on the same day.
    setHidden(this.hint, !open && !(sound && microphone));
    setText(this.hint, this.words.say(open ? "device_check" : "check_good"));
    setText(this.check.lastElementChild, this.words.say(open ? "check_open" : "check_again"));
  }
}

export class ReadyView extends Page {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    super(words, element("div", { class: "dots", "aria-hidden": "true" }), button(words.say("leave"), "leave", actions.askLeave));
  }
}

export class EndView extends Page {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    const back = button(words.say("join"), "", actions.join, "primary huge");
    super(words, back);
    this.back = back;
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    setHidden(this.back, state.screen === "unsafe");
    setText(this.back.lastElementChild, this.words.say(state.screen === "failed" ? "try_again" : "join"));
    if (state.screen !== "ended") this.figure.update(null);
  }
}
