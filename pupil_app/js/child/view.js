// @ts-check
/** View of a state: keeps every screen, shows one, and moves the focus to a new one. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { sentence, StatusPacer, valuesOf } from "./now.js";
import { CheckView } from "./check.js";
import { ClassView } from "./class_room.js";
import { MineView } from "./mine_view.js";
import { EndView, LoadingView, PairingView, ReadyView, StartView } from "./outside.js";
import { dayOf } from "./ends.js";
import { button } from "../page/parts.js";
import { timeOf, today } from "./scene.js";
import { RightsView } from "./rights_view.js";
import { SettingsView } from "./settings_view.js";

/** @typedef {import("./state.js").State} State */

export class View {
  #screen = "";
  #pacer = new StatusPacer();

  /**
   * @param {HTMLElement} root @param {import("../page/words.js").Words} words
   * @param {Record<string, (...values: any[]) => any>} actions
   * @param {() => number} unixS
   */
  constructor(root, words, actions, unixS) {
    this.words = words;
    this.check = new CheckView(words, actions);
    this.classRoom = new ClassView(words, actions);
    const end = new EndView(words, actions);
    /** @type {Record<string, {node: HTMLElement, title: HTMLElement, update: (state: State, head: any) => void}>} */
    this.screens = {
      loading: new LoadingView(words),
      pair: new PairingView(words, actions),
      start: new StartView(words, actions, unixS),
      mine: new MineView(words, actions),
      settings: new SettingsView(words, actions),
      rights: new RightsView(words, actions),
      check: this.check,
      ready: new ReadyView(words, actions),
      class: this.classRoom,
      ended: end,
      unsafe: end,
      failed: end,
    };
    this.stay = button(words.say("leave_no"), "", actions.stay, "primary stay");
    this.stay.hidden = true;
    this.status = element("div", { role: "status", "aria-live": "polite", class: "unseen-text" });
    this.place = element("div");
    root.replaceChildren(this.place, this.status, this.stay);
  }

  get video() {
    return this.classRoom.stage.video;
  }

  /** @param {State} state @param {import("../lesson/looking.js").Head} head */
  update(state, head) {
    const screen = this.screens[state.screen];
    if (!screen) return;
    // The screen is shown first: a hidden picture has no size, and the mark in it needs one.
    if (this.#screen !== state.screen) this.#turnTo(state.screen);
    screen.update(state, head);
    const staying = state.staying && state.screen === "ended";
    setHidden(this.stay, !staying);
    setAttribute(this.place, "data-staying", String(staying));
    const when = { day: dayOf(state, today(), this.words), time: timeOf(state) };
    this.#pacer.want(this.words.say(sentence(state), { ...valuesOf(state, this.words), ...when }));
  }

  /** @param {number} nowS  Show a waiting message when it is due. Call this regularly. */
  tick(nowS) {
    const text = this.#pacer.due(nowS);
    if (text !== null) setText(this.status, text);
    this.classRoom.bubble.tick(nowS);
  }

  /** @param {string} name */
  #turnTo(name) {
    const first = this.#screen === "";
    const shown = this.screens[name];
    this.#screen = name;
    document.documentElement.dataset.screen = name;
    // Only one screen is in the document, so that each id exists once.
    this.place.replaceChildren(shown.node);
    scrollTo(0, 0);
    if (!first) shown.title.focus({ preventScroll: true });
  }
}
