// @ts-check
/** Karlsson's menu: one bubble with everything that is not one of the three large controls. */

import { obstacleOf } from "./board_state.js";
import { isLive } from "./live.js";
import { face } from "./faces.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { MoreBelow } from "./more_below.js";
import { gestures, pad, SavedViews } from "./moves.js";
import { sentence, valuesOf } from "./now.js";
import { PhrasesView } from "./phrases_view.js";
import { setDead } from "./rail.js";
import { SheetsView } from "./sheets_view.js";
import { viewOf } from "../lesson/looking.js";
import { FEELINGS, VIEWS } from "../wire/protocol.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

/**
 * @param {string} name @param {Node} picture @param {() => void} act @param {string} kind
 * @returns {HTMLButtonElement}
 */
const tile = (name, picture, act, kind = "") =>
  element(
    "button",
    { type: "button", class: `item ${kind}`, on: { click: act } },
    picture,
    element("span", { class: "label", text: name }),
  );

export class Menu {
  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    /** @type {Map<string, HTMLButtonElement>} */
    this.feelings = new Map();
    for (const feeling of FEELINGS) {
      this.feelings.set(feeling, tile(words.say(`feeling_${feeling}`), face(feeling), () => actions.feel(feeling), "feeling"));
    }
    const open = (/** @type {string} */ page) => () => actions.menu(page);
    this.whisper = tile(words.say("whisper_toggle"), icon("whisper"), () => actions.whisper());
    this.gestures = tile(words.say("gestures"), icon("nod"), open("gestures"));
    this.places = tile(words.say("places"), icon("place"), open("places"));
    /** @type {Map<string, HTMLButtonElement>} saved places, one tap behind Karlsson */
    this.saved = new Map();
    // The board has a control of its own.
    for (const slot of VIEWS.filter((one) => one !== "board")) {
      const one = tile(words.say(`view_${slot}_short`), icon(`view_${slot}`), () => actions.view(slot), "saved");
      one.setAttribute("aria-label", words.say(`view_${slot}`));
      this.saved.set(slot, one);
    }
    this.still = tile(words.say("still_short"), icon("camera"), () => actions.takeStill());
    this.still.setAttribute("aria-label", words.say("still"));
    this.says = tile(words.say("phrases"), icon("turn"), open("phrases"));
    this.sheets = tile(words.say("sheet_back_short"), icon("sheet"), open("sheets"));
    this.sheets.setAttribute("aria-label", words.say("sheet_back"));
    this.understands = {
      yes: tile(words.say("understood"), icon("tick"), () => actions.understood("yes"), "answer"),
      no: tile(words.say("not_understood"), icon("question"), () => actions.understood("no"), "answer"),
    };
    this.quieter = tile(words.say("own_quieter"), icon("quieter"), () => actions.louder(-1));
    this.louder = tile(words.say("own_louder"), icon("louder"), () => actions.louder(1));
    this.volume = element("output", { class: "unseen-text", "aria-live": "off" });
    this.whole = tile(words.say("whole_screen"), icon("whole"), () => actions.wholeScreen(), "whole");
    this.help = tile(words.say("help"), icon("help"), () => actions.help(), "help");
    this.leave = tile(words.say("leave"), icon("leave"), () => actions.leave(), "leave-item");
    // One-switch scanning begins with what is urgent.
    [this.help, this.feelings.get("unwell"), this.feelings.get("sad"), this.whisper, this.leave].forEach((one, place) =>
      one?.setAttribute("data-scan", String(place)),
    );
    const main = element(
      "div",
      { class: "page-main items", role: "group", "aria-label": words.say("more") },
      element("div", { class: "feelings", role: "group", "aria-label": words.say("feelings") }, ...this.feelings.values()),
      this.whisper,
      this.gestures,
      element("div", { class: "understands", role: "group", "aria-label": words.say("understood_question") }, this.understands.yes, this.understands.no),
      this.says,
      this.still,
      this.sheets,
      this.places,
      this.help,
      ...this.saved.values(),
      document.fullscreenEnabled ? this.whole : null,
      element("div", { class: "pair", role: "group", "aria-label": words.say("volume") }, this.quieter, this.louder, this.volume),
      this.leave,
    );
    this.views = new SavedViews(words, actions);
    const back = () => tile(words.say("menu_back"), icon("left"), open("main"), "back");
    this.follow = tile(words.say("follow_teacher"), icon("follow"), () => actions.followTeacher(), "follow");
    this.views.node.append(this.follow);
    this.phrases = new PhrasesView(words, actions, () => tile(words.say("menu_back"), icon("left"), open("phrases"), "back"));
    this.paper = new SheetsView(words, actions, back);
    /** @type {Record<string, HTMLElement>} */
    this.pages = {
      main,
      gestures: element("div", { class: "page-gestures items" }, back(), ...gestures(words, actions)),
      phrases: this.phrases.list,
      write: this.phrases.form,
      sheets: this.paper.node,
      places: element("div", { class: "page-places" }, pad(words, actions), element("div", { class: "items" }, this.views.node, back())),
    };
    this.line = element("p", { class: "menu-line", "aria-hidden": "true" });
    this.body = element("div", { class: "menu-body" }, this.line, ...Object.values(this.pages));
    this.more = new MoreBelow(words, this.body);
    this.more.watch(Object.values(this.pages));
    this.node = element("div", { class: "menu", id: "menu", hidden: true }, this.body, this.more.node);
  }

  /** @param {State} state @returns {boolean} whether another page was opened just now */
  update(state) {
    const { menu, wishes, volume } = state;
    const isNew = menu !== null && (this.node.hidden || this.pages[menu].hidden);
    setHidden(this.node, menu === null);
    for (const [name, page] of Object.entries(this.pages)) setHidden(page, name !== menu);
    for (const [feeling, one] of this.feelings) setAttribute(one, "aria-pressed", String(wishes.feeling === feeling));
    setAttribute(this.whisper, "aria-pressed", String(wishes.whisper));
    setAttribute(this.help, "aria-pressed", String(wishes.help));
    setText(this.volume, this.words.say("volume_level", { level: Math.round(volume * 10) }));
    const isDead = !isLive(state);
    for (const [answer, one] of Object.entries(this.understands)) {
      setAttribute(one, "aria-pressed", String(state.understood === answer));
      setDead(one, isDead || obstacleOf(state, "speech") === "unable_speech");
    }
    setHidden(this.says, !state.wishes.sound_only);
    setHidden(this.still, state.wishes.sound_only);
    setDead(this.still, isDead || obstacleOf(state, "still") !== null);
    setAttribute(this.follow, "aria-pressed", String(state.presence?.following === true));
    setDead(this.follow, isDead || obstacleOf(state, "zoom") !== null);
    this.phrases.update(state);
    this.paper.update(state);
    const stopped = [...this.feelings.values(), this.whisper, this.gestures, this.places, this.sheets, ...this.saved.values()];
    for (const one of stopped) setDead(one, isDead);
    for (const [slot, one] of this.saved) setHidden(one, viewOf(state.presence, slot) === null);
    setAttribute(this.pages.main, "data-saved", String([...this.saved.values()].some((one) => !one.hidden)));
    this.views.update(state);
    // What the menu hides of Karlsson's bubble is said in it.
    const isAbout = menu !== "main" && (state.keeping || state.notice !== null);
    setText(this.line, menu !== null && isAbout ? this.words.say(sentence(state), valuesOf(state, this.words)) : "");
    if (isNew) this.body.scrollTop = 0;
    this.more.mark();
    return isNew;
  }

  focus() {
    const first = [...this.node.querySelectorAll("button, input[type=text]")].find((one) => /** @type {HTMLElement} */ (one).offsetParent !== null);
    /** @type {HTMLElement | undefined} */ (first)?.focus({ preventScroll: true });
  }
}
