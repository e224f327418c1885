// @ts-check
/** Picture of the class: a tap looks there, a drag pulls the view along. A cover stands in for a missing picture. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { drawn } from "./layout.js";
import { placeIn, placeOfPose } from "../lesson/looking.js";
import { button } from "../page/parts.js";
import { isAway } from "./state.js";
import { valuesOf } from "./now.js";

/** Largest movement of a finger in a tap. */
const TAP_PX = 16;

/** Ratio of the picture before the first frame. */
const USUAL_ASPECT = 4 / 3;

/** @typedef {import("./state.js").State} State */
/** @typedef {{width: number, height: number}} Size */

export class Stage {
  /** @type {{x: number, y: number, drags: boolean} | null} */
  #pressed = null;
  /** @type {Size} */
  #size = { width: 0, height: 0 };

  /** @param {import("../page/words.js").Words} words @param {Record<string, (...values: any[]) => any>} actions */
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
    this.coverText = element("p", { "aria-hidden": "true" });
    this.back = button(words.say("rest_back"), "", () => actions.quiet(null), "back-from-quiet");
    this.cover = element("div", { class: "cover", hidden: true }, icon("listen"), this.coverText, this.back);
    this.node = element(
      "div",
      {
        class: "stage",
        on: {
          pointerdown: (/** @type {PointerEvent} */ event) => this.#press(event),
          pointermove: (/** @type {PointerEvent} */ event) => this.#move(event),
          pointerup: (/** @type {PointerEvent} */ event) => this.#release(event),
          pointercancel: () => (this.#pressed = null),
        },
      },
      this.video,
      this.cover,
      this.hint,
      element("span", { class: "shade", "aria-hidden": "true" }),
      element("span", { class: "ring", "aria-hidden": "true" }),
    );
  }

  /** @returns {number} width / height of the picture */
  get aspect() {
    const { videoWidth: width, videoHeight: height } = this.video;
    return width && height ? width / height : USUAL_ASPECT;
  }

  /** @param {Size} size of the box, as the layout gave it */
  resize(size) {
    this.#size = size;
  }

  /** @param {State} state @param {import("../lesson/looking.js").Head} head @param {string | null} cover key of its sentence */
  update(state, head, cover) {
    setHidden(this.cover, cover === null);
    setHidden(this.back, !state.wishes.sound_only);
    setText(this.coverText, cover ? this.words.say(cover, valuesOf(state)) : "");
    setAttribute(this.node, "data-away", String(isAway(state)));
    setHidden(this.hint, state.target === null || isAway(state));
    if (!state.target) return;
    const whole = drawn(this.#size, this.aspect);
    const place = placeOfPose(state.target, state.pose, head.lensDeg, this.aspect);
    const x = whole.x + place.x * whole.width;
    const y = whole.y + place.y * whole.height;
    this.hint.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const isControl = event.target instanceof Element && event.target.closest("button");
    this.#pressed = event.isPrimary && !isControl ? { x: event.clientX, y: event.clientY, drags: false } : null;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const from = this.#pressed;
    if (!from || !event.isPrimary) return;
    const across = event.clientX - from.x;
    const down = event.clientY - from.y;
    if (!from.drags) {
      if (Math.hypot(across, down) <= TAP_PX) return;
      from.drags = true;
      this.node.setPointerCapture(event.pointerId);
      this.actions.beginDrag();
    }
    const whole = drawn(this.#size, this.aspect);
    this.actions.drag({ x: across / whole.width, y: down / whole.height }, this.aspect);
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const from = this.#pressed;
    this.#pressed = null;
    if (!from || from.drags) return;
    const box = this.node.getBoundingClientRect();
    const point = { x: event.clientX - box.left, y: event.clientY - box.top };
    this.actions.tapPicture(placeIn(point, drawn(this.#size, this.aspect)), this.aspect);
  }
}
