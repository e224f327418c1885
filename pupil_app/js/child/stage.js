// @ts-check
/** Picture of the class, with a mark at the target of the head, and covers without a picture. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { letterbox, placeOf, placeOfPose } from "../lesson/looking.js";
import { isAway, isFaulty, isPaused, isWithoutPicture, line, lost } from "./state.js";
import { button, neverSeen } from "../page/parts.js";

/** Largest movement of a finger in a tap. */
const TAP_PX = 16;

/** Size of the picture before the first frame. */
const USUAL_PICTURE = Object.freeze({ width: 640, height: 480 });

/** @typedef {import("./state.js").State} State */

export class Stage {
  /** @type {{x: number, y: number} | null} */
  #pressed = null;

  /** @param {import("../page/words.js").Words} words @param {Record<string, (...values: any[]) => void>} actions */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    this.video = element("video", {
      "aria-label": words.say("picture"),
      autoplay: true,
      muted: true,
      playsinline: true,
    });
    // The attribute alone does not mute an element that a script created.
    this.video.muted = true;
    this.hint = element("span", { class: "look-hint", hidden: true, "aria-hidden": "true" });
    this.coverIcons = {
      pause: icon("pause"),
      rest: icon("rest"),
      sound: icon("sound"),
      warning: icon("warning"),
    };
    this.coverText = element("p", { "aria-hidden": "true" });
    this.cover = element("div", { class: "cover", hidden: true }, ...Object.values(this.coverIcons), this.coverText);
    this.network = element("p", { class: "badge network" }, element("span", { class: "bars" }), element("span"));
    this.node = element(
      "div",
      {
        class: "stage",
        on: {
          pointerdown: (/** @type {PointerEvent} */ event) => this.#press(event),
          pointerup: (/** @type {PointerEvent} */ event) => this.#release(event),
        },
      },
      this.video,
      this.cover,
      this.hint,
    );
    this.top = element(
      "header",
      { class: "top" },
      element("div", { class: "badges" }, neverSeen(words), this.network),
      button(words.say("leave"), "leave", actions.askLeave, "leave"),
    );
  }

  /** @returns {number} width / height of the picture */
  get aspect() {
    const { width, height } = this.#natural();
    return width / height;
  }

  /** @param {State} state @param {import("../lesson/looking.js").Head} head */
  update(state, head) {
    const { cover, words } = coverOf(state);
    setHidden(this.cover, cover === null);
    for (const [name, drawn] of Object.entries(this.coverIcons)) {
      drawn.toggleAttribute("hidden", name !== cover);
    }
    setText(this.coverText, words ? this.words.say(words, { name: state.robotName }) : "");
    setAttribute(this.node, "data-away", String(isAway(state)));
    this.#updateNetwork(line(state));
    this.#updateHint(state, head);
  }

  /** @param {string} level */
  #updateNetwork(level) {
    if (this.network.dataset.level === level) return;
    this.network.dataset.level = level;
    this.network.firstElementChild.replaceChildren(icon(`network_${level}`));
    setText(this.network.lastElementChild, this.words.say(`network_${level}`));
  }

  /** @param {State} state @param {import("../lesson/looking.js").Head} head */
  #updateHint(state, head) {
    setHidden(this.hint, state.target === null || isAway(state));
    if (!state.target) return;
    const inner = letterbox(this.#box(), this.#natural());
    const place = placeOfPose(state.target, state.pose, head.lensDeg, this.aspect);
    const x = inner.x + place.x * inner.width;
    const y = inner.y + place.y * inner.height;
    this.hint.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    this.#pressed = event.isPrimary ? { x: event.clientX, y: event.clientY } : null;
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const from = this.#pressed;
    this.#pressed = null;
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) > TAP_PX) return;
    const box = this.node.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    const place = placeOf(point, this.#box(), this.#natural());
    if (place) this.actions.lookAt(place, this.aspect);
  }

  #box() {
    return { width: this.node.clientWidth, height: this.node.clientHeight };
  }

  #natural() {
    const { videoWidth: width, videoHeight: height } = this.video;
    return width && height ? { width, height } : USUAL_PICTURE;
  }
}

/** @param {State} state @returns {{cover: string | null, words: string | null}} */
function coverOf(state) {
  if (isPaused(state)) return { cover: "pause", words: "class_paused" };
  if (state.wishes.rest) return { cover: "rest", words: "break" };
  if (isAway(state)) return { cover: null, words: null };
  if (isFaulty(state)) return { cover: "warning", words: "failed" };
  if (state.wishes.sound_only) return { cover: "sound", words: "sound_only" };
  if (lost(state).includes("camera")) return { cover: "warning", words: "lost_camera" };
  if (isWithoutPicture(state)) return { cover: "sound", words: "picture_off" };
  if (!state.hasPicture) return { cover: "sound", words: "no_picture" };
  return { cover: null, words: null };
}
