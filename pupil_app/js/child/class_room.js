// @ts-check
/** Screen in class: the picture, Karlsson with his bubble and menu, and three large controls. */

import { Bubble } from "./bubble.js";
import { sceneOf } from "./class_scene.js";
import { isCalled } from "./live.js";
import { Controls } from "./controls.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { Figure } from "../page/figure.js";
import { icon } from "../page/icons.js";
import { arrange } from "./layout.js";
import { Menu } from "./menu.js";
import { paperAct } from "./board_state.js";
import { sentence } from "./now.js";
import { neverSeen } from "../page/parts.js";
import { insets, onResize, place, textScale } from "./placing.js";
import { Rail } from "./rail.js";
import { SceneView } from "./scene_view.js";
import { Stage } from "./stage.js";
import { line } from "./state.js";
import { Viewer } from "./viewer.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../page/words.js").Words} Words */
/** @typedef {import("../lesson/looking.js").Head} Head */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class ClassView {
  /** Input of the arrangement on the screen. */
  #arranged = "";
  /** @type {{state: State, head: Head} | null} */
  #shown = null;

  /** @param {Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.stage = new Stage(words, actions);
    this.controls = new Controls(words, actions);
    this.menu = new Menu(words, actions);
    this.bubble = new Bubble(words, actions);
    this.scene = new SceneView(words, actions);
    this.figure = new Figure("");
    this.title = element("h1", { class: "unseen-text", tabindex: "-1" });
    this.karlsson = element(
      "button",
      { type: "button", class: "karlsson", "aria-expanded": "false", "aria-controls": "menu", on: { click: () => actions.karlsson() } },
      this.figure.node,
    );
    this.rail = new Rail(words, actions);
    this.viewer = new Viewer(words, actions);
    this.network = element("span", { class: "network", hidden: true }, element("span", { class: "bars" }), element("span", { class: "unseen-text" }));
    this.privacy = neverSeen(words);
    this.privacy.append(this.network);
    this.probe = element("span", { class: "probe", "aria-hidden": "true" });
    const { speak, hand, microphone, rest } = this.controls;
    /** @type {Record<string, HTMLElement>} */
    this.parts = {
      picture: this.stage.node,
      scene: this.scene.ground,
      words: this.scene.words_box,
      speak: speak.node,
      hand: hand.node,
      microphone: microphone.node,
      rest: rest.node,
      back: this.scene.back,
      figure: this.karlsson,
      rail: this.rail.node,
      viewer: this.viewer.node,
      bubble: this.bubble.node,
      menu: this.menu.node,
      privacy: this.privacy,
    };
    // Order of the Tab key: the large controls come first.
    this.node = element(
      "section",
      { class: "class-room" },
      this.probe,
      this.title,
      ...this.controls.nodes,
      this.scene.back,
      this.karlsson,
      this.rail.node,
      this.stage.node,
      this.scene.ground,
      this.bubble.node,
      this.viewer.node,
      this.menu.node,
      this.scene.words_box,
      this.privacy,
    );
    onResize(this.probe, () => this.#again());
    this.stage.video.addEventListener("resize", () => this.#again());
  }

  #again() {
    if (this.#shown && this.node.isConnected) this.update(this.#shown.state, this.#shown.head);
  }

  /** @param {State} state @param {Head} head */
  update(state, head) {
    this.#shown = { state, head };
    const scene = sceneOf(state);
    setText(this.title, state.robotName);
    setAttribute(this.node, "data-scene", scene.kind);
    setAttribute(this.node, "data-called", String(isCalled(state)));
    setAttribute(this.node, "data-cover", String(scene.cover !== null));
    this.controls.update(state);
    for (const name of ["speak", "hand", "microphone", "rest"]) if (scene.kind === "rest") setHidden(this.parts[name], true);
    if (scene.kind !== "rest") for (const name of ["hand", "rest"]) setHidden(this.parts[name], false);
    this.scene.update(state, scene);
    const isFree = state.menu === null && state.question === null && scene.kind === "none";
    const reads = isFree && state.viewer !== null && !state.soundBlocked;
    const asked = this.bubble.update(state, state.menu === null && !reads && (scene.kind === "none" || state.question !== null));
    const closes = state.menu === null && this.menu.node.contains(document.activeElement);
    const opened = this.menu.update(state);
    this.#updateFigure(state, scene);
    this.#updateNetwork(line(state));
    // The way back from "only sound" takes its room; the menu has the phrases then.
    this.rail.update(state, isFree && !reads && !state.wishes.sound_only, scene.cover === null);
    const showed = this.viewer.node.contains(document.activeElement);
    const shows = this.viewer.update(state, reads);
    this.#arrange(state, scene.kind, reads);
    this.stage.update(state, head, scene.cover);
    if (opened) this.menu.focus();
    else if (shows) this.viewer.close.focus({ preventScroll: true });
    else if (closes || (showed && !reads)) this.karlsson.focus({ preventScroll: true });
    if (asked) this.bubble.yes.focus({ preventScroll: true });
  }

  /** @param {State} state @param {import("./class_scene.js").Scene} scene */
  #updateFigure(state, scene) {
    const { robotName, settings, presence } = state;
    this.figure.rename(this.words.say("figure", { name: robotName }));
    this.figure.calm(settings.calm);
    this.figure.dress(state.outfit ?? presence?.outfit ?? null);
    this.figure.update(presence);
    this.figure.scene(scene.figure);
    setAttribute(this.karlsson, "aria-label", this.words.say("karlsson", { name: robotName }));
    setAttribute(this.karlsson, "aria-expanded", String(state.menu !== null));
  }

  /** @param {string} level named only when it is not good */
  #updateNetwork(level) {
    setHidden(this.network, level === "good");
    if (this.network.dataset.level === level) return;
    this.network.dataset.level = level;
    this.network.firstElementChild.replaceChildren(icon(`network_${level}`));
    setText(this.network.lastElementChild, this.words.say(`network_${level}`));
  }

  /** @param {State} state @param {"none" | "rest" | "other"} scene @param {boolean} reads a paper is shown */
  #arrange(state, scene, reads) {
    const { clientWidth: width, clientHeight: height } = this.node;
    if (!width || !height) return;
    const screen = {
      width,
      height,
      insets: insets(this.probe),
      ratio: this.stage.aspect,
      textScale: textScale(),
      leftHanded: state.settings.hand === "left",
      turn: isCalled(state),
      menu: menuPx(state, reads),
      rail: this.rail.node.hidden ? 0 : this.rail.count,
      scene,
    };
    const input = JSON.stringify(screen);
    if (input === this.#arranged) return;
    this.#arranged = input;
    const { name, rows, tail, boxes } = arrange(screen);
    setAttribute(this.node, "data-layout", name);
    setAttribute(this.node, "data-rows", String(rows));
    setAttribute(this.node, "data-tail", tail);
    setAttribute(this.node, "data-hand", state.settings.hand);
    for (const [part, node] of Object.entries(this.parts)) if (boxes[part]) place(node, boxes[part]);
    this.rail.fit(boxes.rail);
    this.stage.resize(boxes.picture);
  }
}

/** Height of what opens above the controls of a phone, at the usual size of text. */
const PLACES_PX = 24;
const MENU_PX = Object.freeze({ main: 460, gestures: 250, places: 560, phrases: 470, write: 320, sheets: 300, bubble: 190, viewer: 520 });

/** @param {State} state @param {boolean} reads @returns {number} height of the menu, a paper, or a bubble with buttons; 0 for none */
function menuPx(state, reads) {
  if (reads) return MENU_PX.viewer;
  // Their words have two lines on a phone.
  const hasPlaces = state.menu === "main" && (state.presence?.views ?? []).length > 0;
  if (state.menu !== null) return MENU_PX[state.menu] + (hasPlaces ? PLACES_PX : 0);
  const hasButtons = sentence(state) === "need_someone" || paperAct(state, sentence(state)) !== null || (state.soundBlocked && !isCalled(state));
  return hasButtons ? MENU_PX.bubble : 0;
}
