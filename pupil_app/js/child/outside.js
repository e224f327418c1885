// @ts-check
/** Screens before and after class: pairing, start, waiting, end. */

import { element, setHidden, setText } from "../page/dom.js";
import { button } from "../page/parts.js";
import { endOf, isShut } from "./ends.js";
import { readySentence } from "./now.js";
import { AWAKE, Scene } from "./scene.js";
import { needsCheck } from "./state.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {import("./scene.js").Actions} Actions */

/** Longest text in the field: a whole link can be pasted into it. */
const LONGEST = 400;

/** @returns {HTMLElement} three dots while something is awaited */
const dots = () => element("div", { class: "dots", "aria-hidden": "true" }, ...[1, 2, 3].map(() => element("span")));

/** Screen while a link is redeemed, or before the first answer. */
export class LoadingView extends Scene {
  /** @param {Words} words */
  constructor(words) {
    super(words, dots());
    this.show("hello");
  }
}

export class PairingView extends Scene {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    const input = element("input", {
      id: "word",
      type: "text",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      maxlength: LONGEST,
      enterkeyhint: "go",
    });
    const send = button(words.say("word_send"), "", () => undefined, "primary");
    send.type = "submit";
    const label = element("label", { for: "word" });
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      actions.pair(input.value);
    };
    super(words, element("form", { class: "word", on: { submit } }, label, input, send));
    this.label = label;
    this.send = send;
    this.show("hello");
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    const { busy, wrong, locked, link } = state.pairing;
    this.show(!busy && (wrong || locked || link) ? "help" : "hello");
    setText(this.label, this.words.say(state.settings.calm ? "code_label" : "word_label"));
    this.send.disabled = busy;
  }

  /** @param {State} state */
  hintOf({ pairing }) {
    return pairing.link === "used" ? "link_used_hint" : null;
  }
}

export class StartView extends Scene {
  /** @param {Words} words @param {Actions} actions @param {() => number} unixS */
  constructor(words, actions, unixS) {
    const check = button(words.say("check_open"), "tick", actions.openCheck, "quiet");
    const mine = button(words.say("mine_open"), "heart", actions.openMine, "quiet mine");
    const invitation = element("p", { class: "invitation", text: words.say("mine_invite") });
    const join = button(words.say("join"), "", actions.join, "primary huge");
    super(
      words,
      join,
      element("div", { class: "row extras" }, check, element("div", { class: "mine-offer" }, invitation, mine)),
    );
    this.join = join;
    this.check = check;
    this.mine = mine;
    this.invitation = invitation;
    this.unixS = unixS;
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    setText(this.check.lastElementChild, this.words.say(needsCheck(state, this.unixS()) ? "check_open" : "check_again"));
    setText(this.mine.lastElementChild, this.say(state, "mine_open"));
    setHidden(this.invitation, !state.invited);
    const shut = isShut(state);
    setHidden(this.join, shut);
    this.show(shut ? "not_allowed" : "hello", shut ? "door" : null);
  }

  /** @param {State} state */
  hintOf(state) {
    if (isShut(state)) return "not_today_hint";
    // A skipped test is not praised, and not suggested again on the same day.
    const { sound, microphone } = state.check;
    return !needsCheck(state, this.unixS()) && sound && microphone ? "check_good" : null;
  }
}

/** Scenes of waiting, by the sentence that is shown. */
const WAITING = Object.freeze({
  robot_off: "sleeping",
  robot_lost: "lost",
  battery_low: "battery",
  network_waiting: "lost",
  failed: "lost",
  busy: "busy",
  connecting: "hello",
});

export class ReadyView extends Scene {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    super(words, dots(), button(words.say("leave"), "leave", actions.askLeave));
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    const scene = WAITING[/** @type {keyof typeof WAITING} */ (readySentence(state))] ?? null;
    // Somebody else is in the robot, which looks at them.
    if (scene === "busy") this.figure.update({ ...AWAKE, pan_deg: -35 });
    this.show(scene === "busy" ? null : scene);
  }

  /** @param {State} state */
  hintOf(state) {
    return state.phase === "busy" ? "busy_hint" : null;
  }
}

export class EndView extends Scene {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    const back = button(words.say("join"), "", () => this.act(), "huge");
    super(words, back);
    this.back = back;
    this.actions = actions;
    this.act = () => {};
  }

  /** @param {State} state */
  update(state) {
    super.update(state);
    const { scene, prop, offer } = endOf(state);
    this.show(scene, prop);
    setHidden(this.back, offer === null);
    if (offer === null) return;
    const pairs = offer === "pair";
    this.act = pairs ? this.actions.pairAnew : this.actions.join;
    const key = { join: "join", ask: "ask_again", retry: "try_again", pair: state.settings.calm ? "new_code" : "new_word" }[offer];
    setText(this.back.lastElementChild, this.words.say(key));
    this.back.classList.toggle("primary", offer === "retry");
  }

  /** @param {State} state */
  hintOf(state) {
    return endOf(state).hint;
  }
}
