// @ts-check
/** Actions of the child in class beside steering: Karlsson's menu, quiet, feelings, help, leaving and coming back. */

import { ASKS_AFTER } from "./class_state.js";
import { isLive, isQuiet } from "./live.js";
import { quieted } from "./quiet.js";
import { mayReadAloud, readAloud } from "./reading.js";
import { maySteer } from "./state.js";
import { hushed, NO_WISHES, toggled } from "../lesson/wishes.js";

/** @typedef {import("../lesson/wishes.js").Wishes} Wishes */

/** Time in which leaving can be taken back by one tap. */
const STAY_MS = 10_000;

/** Volume of one step. */
const VOLUME_STEP = 0.1;

export class ClassActs {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stayTimer;
  /**
   * Wishes before leaving.
   *
   * @type {Wishes}
   */
  #left = NO_WISHES;

  /**
   * @param {{
   *   state: () => import("./state.js").State,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   wish: (wishes: Wishes) => void,
   *   toggle: (name: import("../lesson/wishes.js").Name) => void,
   *   notice: (key: string | null) => void,
   *   setVolume: (volume: number) => void,
   *   join: (wishes: Wishes) => void,
   *   leave: () => void,
   *   steering: Record<string, (...values: any[]) => any>,
   *   language: string,
   * }} parts
   */
  constructor(parts) {
    this.parts = parts;
  }

  actions() {
    const { parts } = this;
    const { language, tell } = parts;
    return {
      karlsson: () => this.#menu(parts.state().menu === null ? "main" : null),
      menu: (/** @type {import("./class_state.js").MenuPage} */ page) => this.#menu(page),
      feel: (/** @type {string} */ feeling) => this.#feel(feeling),
      answer: (/** @type {boolean} */ wants) => this.#answer(wants),
      help: () => this.#help(),
      whisper: () => this.#whisper(),
      quiet: (/** @type {import("./quiet.js").Quiet | null} */ kind) => this.#quiet(kind),
      louder: (/** @type {number} */ step) => parts.setVolume(rounded(parts.state().volume + step * VOLUME_STEP)),
      wholeScreen: () => this.#wholeScreen(),
      dismiss: () => this.#dismiss(),
      tapPicture: (/** @type {any} */ place, /** @type {number} */ aspect) => this.#tapPicture(place, aspect),
      mayOpen: () => this.#mayOpen(),
      hush: () => this.#hush(),
      readAloud: (/** @type {string} */ text) => readAloud(text, language),
      mayReadAloud: () => mayReadAloud(language),
      leave: () => this.#leave(),
      askLeave: () => this.#leave(),
      stay: () => {
        tell({ type: "staying", staying: false });
        parts.join(this.#left);
      },
    };
  }

  /** @param {import("./class_state.js").MenuPage | null} page */
  #menu(page) {
    const state = this.parts.state();
    if (page !== null && page !== "main" && !isLive(state)) return this.#dead();
    this.parts.tell({ type: "menu", page });
    if (page === null && state.keeping) this.parts.tell({ type: "keeping", keeping: false });
  }

  #dead() {
    this.#menu(null);
    this.parts.notice("dead");
  }

  /** @param {string} feeling a second tap takes it away */
  #feel(feeling) {
    const { state, tell, wish } = this.parts;
    if (!isLive(state())) return this.#dead();
    const wanted = state().wishes.feeling === feeling ? null : feeling;
    this.#menu(null);
    wish({ ...state().wishes, feeling: wanted });
    const asks = wanted !== null && ASKS_AFTER.includes(wanted) && !state().wishes.help;
    tell({ type: "question", question: asks ? wanted : null });
  }

  /** @param {boolean} wants somebody to come */
  #answer(wants) {
    const { state, tell, wish } = this.parts;
    tell({ type: "question", question: null });
    if (wants && !state().wishes.help) wish(toggled(state().wishes, "help", true));
  }

  #help() {
    const { state, wish } = this.parts;
    this.#menu(null);
    wish(toggled(state().wishes, "help", true));
  }

  /** A whisper always ends in silence. */
  #whisper() {
    const { state, wish, toggle } = this.parts;
    if (!isLive(state())) return this.#dead();
    this.#menu(null);
    if (state().wishes.whisper) wish(hushed(state().wishes));
    else toggle("whisper");
  }

  /** @param {import("./quiet.js").Quiet | null} kind null turns quiet on and off */
  #quiet(kind) {
    const { state, wish } = this.parts;
    const now = state();
    if (!isLive(now) && !now.wishes.rest) return this.#dead();
    this.#menu(null);
    wish(quieted(now.wishes, kind ?? (isQuiet(now) ? null : "rest")));
  }

  #wholeScreen() {
    const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
    // Where the system forbids it, everything stays as it is.
    change?.catch(() => undefined);
    this.#menu(null);
  }

  /** Close what is open, one thing at a time. */
  #dismiss() {
    const { state, tell, notice } = this.parts;
    const { menu, question, viewer, still } = state();
    if (menu === "gestures" || menu === "places" || menu === "sheets") this.#menu("main");
    else if (menu === "write") this.#menu("phrases");
    else if (menu !== null) this.#menu(null);
    else if (question !== null) tell({ type: "question", question: null });
    else if (viewer !== null) tell({ type: "viewer_closed" });
    else if (still.status === "failed") tell({ type: "still_given_up" });
    else notice(null);
  }

  /** @param {import("../lesson/looking.js").Place} place @param {number} aspect */
  #tapPicture(place, aspect) {
    const { state, notice, steering } = this.parts;
    if (state().menu !== null) return this.#menu(null);
    if (maySteer(state())) notice(null);
    steering.lookAt(place, aspect);
  }

  /** @returns {boolean} a press on the microphone opens it at once */
  #mayOpen() {
    const now = this.parts.state();
    return isLive(now) && now.microphone === "works" && !now.wishes.microphone;
  }

  /** Close the microphone after it was held. */
  #hush() {
    if (this.parts.state().wishes.microphone) this.parts.toggle("microphone");
  }

  #leave() {
    const { state, tell, leave } = this.parts;
    this.#left = hushed(state().wishes);
    clearTimeout(this.#stayTimer);
    leave();
    tell({ type: "staying", staying: true });
    this.#stayTimer = setTimeout(() => tell({ type: "staying", staying: false }), STAY_MS);
  }
}

/** @param {number} volume @returns {number} in tenths, 0 to 1 */
const rounded = (volume) => Math.min(1, Math.max(0, Math.round(volume * 10) / 10));
