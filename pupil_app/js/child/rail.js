// @ts-check
/** Rail at the picture's edge: nearer and back, the board, and phrases. One tap each. */

import { isNear, lookedAt, obstacleOf } from "./board_state.js";
import { isLive } from "./live.js";
import { element, setAttribute, setHidden } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { lookButton } from "./moves.js";
import { viewOf } from "../lesson/looking.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

/** Turn of the head from which one control leads back. */
const TURNED_DEG = 6;

/** Zoom that counts as the nearest one. */
const NEAREST = 0.98;

export class Rail {
  /** @param {import("../page/words.js").Words} words @param {Actions} actions */
  constructor(words, actions) {
    /** @param {string} name @param {string} label @param {string} picture @param {string} key @param {() => void} act */
    const one = (name, label, picture, key, act) =>
      element(
        "button",
        { type: "button", class: "item", "aria-label": words.say(name), "aria-keyshortcuts": key, on: { click: act } },
        icon(picture),
        element("span", { class: "label", text: words.say(label) }),
      );
    this.nearer = one("nearer", "nearer", "nearer", "z", () => actions.nearer());
    this.wider = one("wider", "wider_short", "quieter", "w", () => actions.wider());
    this.whole = one("whole_picture", "whole_picture_short", "whole", "g", () => actions.whole());
    this.board = one("view_board", "view_board_short", "view_board", "t", () => actions.board());
    this.ahead = lookButton(words, actions, "ahead");
    this.phrases = one("phrases", "phrases", "turn", "s", () => actions.menu("phrases"));
    // Nearer stays under the finger that taps it again.
    this.buttons = [this.nearer, this.wider, this.whole, this.board, this.ahead, this.phrases];
    this.node = element("div", { class: "rail", role: "group", "aria-label": words.say("board_and_phrases") }, ...this.buttons);
  }

  /** @param {import("./boxes.js").Box} box of the rail: words follow the width of one control */
  fit({ width }) {
    const { count } = this;
    if (count) this.node.style.setProperty("--each", `${Math.round((width - 8 * (count - 1)) / count)}px`);
  }

  /** @returns {number} controls that are shown */
  get count() {
    return this.buttons.filter((one) => !one.hidden).length;
  }

  /** @param {State} state @param {boolean} isShown @param {boolean} hasPicture */
  update(state, isShown, hasPicture) {
    setHidden(this.node, !isShown);
    const near = isNear(state);
    setHidden(this.nearer, !hasPicture);
    setHidden(this.wider, !hasPicture || !near);
    setHidden(this.whole, !hasPicture || !near);
    setHidden(this.board, !hasPicture || near);
    setHidden(this.ahead, !hasPicture || near || !isTurned(state));
    const isDead = !isLive(state);
    const isNearest = lookedAt(state).zoom >= NEAREST * (state.presence?.zoom_most ?? 1);
    setDead(this.nearer, isDead || obstacleOf(state, "zoom") !== null || (near && isNearest));
    setDead(this.board, isDead);
    setAttribute(this.board, "data-saved", String(viewOf(state.presence, "board") !== null));
    setDead(this.phrases, isDead || obstacleOf(state, "speech") === "unable_speech");
  }
}

/** @param {State} state @returns {boolean} the head looks aside, or is on its way there */
const isTurned = ({ pose, target }) => {
  const { panDeg, tiltDeg } = target ?? pose;
  return Math.hypot(panDeg, tiltDeg) > TURNED_DEG;
};

/** @param {HTMLElement} target @param {boolean} isDead */
export function setDead(target, isDead) {
  if (isDead) setAttribute(target, "aria-disabled", "true");
  else target.removeAttribute("aria-disabled");
}
