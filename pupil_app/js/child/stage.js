// @ts-check
/** Picture of the class: a tap looks there, a drag pulls the view along, two fingers come nearer. A cover stands in for a missing picture. */

import { lookedAt } from "./board_state.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { Fingers } from "./fingers.js";
import { drawn } from "./layout.js";
import { inShown } from "../lesson/cropping.js";
import { placeOfPose } from "../lesson/looking.js";
import { button } from "../page/parts.js";
import { isAway } from "./state.js";
import { valuesOf } from "./now.js";

/** Ratio of the picture before the first frame. */
const USUAL_ASPECT = 4 / 3;

/** @typedef {import("./state.js").State} State */
/** @typedef {{width: number, height: number}} Size */

export class Stage {
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
      { class: "stage" },
      this.video,
      this.cover,
      this.hint,
      element("span", { class: "shade", "aria-hidden": "true" }),
      element("span", { class: "ring", "aria-hidden": "true" }),
    );
    new Fingers(this.node, () => drawn(this.#size, this.aspect), {
      tap: (place) => actions.tapPicture(place, this.aspect),
      beginDrag: () => actions.beginDrag(),
      drag: (pulled) => actions.drag(pulled, this.aspect),
      beginPinch: () => actions.beginPinch(),
      pinch: (moved) => actions.pinch(moved, this.aspect),
    });
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
    setText(this.coverText, cover ? this.words.say(cover, valuesOf(state, this.words)) : "");
    setAttribute(this.node, "data-away", String(isAway(state)));
    const whole = drawn(this.#size, this.aspect);
    this.#zoom(state, whole);
    setHidden(this.hint, state.target === null || isAway(state));
    if (!state.target) return;
    const place = inShown(placeOfPose(state.target, state.pose, head.lensDeg, this.aspect), lookedAt(state));
    const x = whole.x + place.x * whole.width;
    const y = whole.y + place.y * whole.height;
    this.hint.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  /**
   * Follow the finger at once: the shown picture is moved and enlarged by what the robot's picture
   * lacks of the crop that the child wants. As soon as the robot shows that crop, nothing is left.
   *
   * @param {State} state @param {import("./boxes.js").Box} whole
   */
  #zoom({ crop, framing }, whole) {
    const { style } = this.video;
    if (!framing) {
      if (style.transform) style.transform = "";
      return;
    }
    const across = (crop.x - framing.x) * framing.zoom * whole.width;
    const down = (crop.y - framing.y) * framing.zoom * whole.height;
    style.transformOrigin = `${whole.x + whole.width / 2}px ${whole.y + whole.height / 2}px`;
    style.transform = `translate(${across}px, ${down}px) scale(${framing.zoom / crop.zoom})`;
  }
}
