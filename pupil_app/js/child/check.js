// @ts-check
/** Quick test of sound, microphone and network: three ticks, all of them optional. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icons.js";
import { obstacleSentence, sentence } from "./now.js";
import { button, neverSeen } from "../page/parts.js";
import { AWAKE } from "./scene.js";

/** @typedef {import("../page/words.js").Words} Words */

/** Karlsson while the child hears itself: his light follows the voice, as in class. */
const SPEAKING = Object.freeze({ ...AWAKE, signal: "speaking" });

class Row {
  /** @param {Words} words @param {string} picture @param {string} key @param {...Node} content */
  constructor(words, picture, key, ...content) {
    this.words = words;
    this.mark = element("span", { class: "mark" }, icon("open"), icon("tick"));
    this.result = element("span", { class: "result" });
    this.node = element(
      "li",
      { class: "check-row" },
      element("h2", {}, icon(picture), element("span", { text: words.say(key) })),
      element("p", { class: "outcome" }, this.mark, this.result),
      element("div", { class: "row" }, ...content),
    );
  }

  /** @param {boolean} good */
  update(good) {
    setAttribute(this.node, "data-good", String(good));
    setText(this.result, this.words.say(good ? "tick_good" : "tick_open"));
  }
}

export class CheckView {
  /** @param {Words} words @param {Record<string, (...values: any[]) => any>} actions */
  constructor(words, actions) {
    this.words = words;
    this.title = element("h1", { tabindex: "-1", text: words.say("device_check") });
    this.figure = new Figure(words.say("figure", { name: "Karlsson" }));
    this.figure.update(AWAKE);
    this.heard = button(words.say("check_heard"), "tick", () => actions.checked("sound"));
    const play = button(words.say("check_play"), "play", () => {
      actions.chime();
      setHidden(this.heard, false);
    });
    this.echo = element("p", { class: "hint" });
    this.meter = element("span", { class: "meter-bar" });
    this.meterBox = element("span", { class: "meter", "aria-hidden": "true" }, this.meter);
    this.heardSelf = button(words.say("check_echo_yes"), "tick", () => actions.checked("microphone"));
    const speak = button(words.say("check_speak"), "microphone", () => void actions.echo());
    this.noCalls = element("p", { class: "hint", text: words.say("no_calls") });
    this.rows = {
      sound: new Row(words, "sound", "check_sound", play, this.heard),
      microphone: new Row(words, "microphone", "check_microphone", speak, this.echo, this.meterBox, this.heardSelf),
      network: new Row(words, "network", "check_network", this.noCalls),
    };
    this.done = button(words.say("check_skip"), "", actions.closeCheck, "primary");
    for (const hidden of [this.heard, this.heardSelf, this.meterBox, this.echo]) hidden.hidden = true;
    this.node = element(
      "section",
      { class: "page check" },
      element("div", { class: "portrait" }, this.figure.node),
      this.title,
      element("ul", { class: "checks" }, ...Object.values(this.rows).map((row) => row.node)),
      this.done,
      neverSeen(words),
    );
  }

  /** @param {import("./state.js").State} state */
  update(state) {
    const { check } = state;
    setText(this.title, this.words.say(sentence(state)));
    this.figure.rename(this.words.say("figure", { name: state.robotName }));
    this.figure.calm(state.settings.calm);
    this.figure.dress(state.outfit);
    const all = check.sound && check.microphone && state.linkUp && state.calls;
    this.figure.scene(all ? "your_turn" : null);
    this.rows.sound.update(check.sound);
    this.rows.microphone.update(check.microphone);
    const reaches = state.linkUp && state.calls;
    this.rows.network.update(reaches);
    setHidden(this.noCalls, state.calls);
    setText(this.done.lastElementChild, this.words.say(all ? "check_done" : "check_skip"));
    if (state.microphone === "blocked") this.say(obstacleSentence(state));
  }

  /** Show that the echo test is running. */
  listening() {
    for (const shown of [this.heardSelf, this.meterBox]) shown.hidden = false;
    this.figure.update(SPEAKING);
    this.say("echo_test");
  }

  /** @param {string} key */
  say(key) {
    setHidden(this.echo, false);
    setText(this.echo, this.words.say(key));
  }

  /** @param {number} level 0 to 1 */
  level(level) {
    this.meter.style.transform = `scaleX(${level})`;
    this.figure.voice(level);
  }
}
