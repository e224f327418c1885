// @ts-check
/** Steering of head and hand: looks by tap, button and key, saved views, gestures. */

import { KEYS, poseOf, rounded, step, viewOf, within } from "../lesson/looking.js";
import { maySteer } from "./state.js";

export class Steering {
  /**
   * @param {{
   *   state: () => import("./state.js").State,
   *   lesson: () => import("../lesson/lesson.js").Lesson,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   notice: (key: string) => void,
   * }} parts
   */
  constructor({ state, lesson, tell, notice }) {
    this.state = state;
    this.lesson = lesson;
    this.tell = tell;
    this.notice = notice;
  }

  /** @returns actions for the views */
  actions() {
    return {
      look: (/** @type {any} */ way) => this.#lookTo(step(way, this.lesson().heading)),
      lookAt: (/** @type {any} */ place, /** @type {number} */ aspect) =>
        this.#lookTo(poseOf(place, this.lesson().pose, this.lesson().head.lensDeg, aspect)),
      keep: () => this.tell({ type: "keeping", keeping: !this.state().keeping }),
      view: (/** @type {string} */ slot) => this.#view(slot),
      gesture: (/** @type {string} */ name) => maySteer(this.state()) && this.lesson().gesture(name),
    };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { screen, leaving } = this.state();
    if (screen !== "class" || leaving) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    this.#lookTo(step(way, this.lesson().heading));
  }

  /** @param {import("../lesson/looking.js").Pose} target */
  #lookTo(target) {
    if (!maySteer(this.state())) return;
    // One step beyond the limits at most: the robot reports a target out of reach.
    this.lesson().look(rounded(within(target, this.lesson().head)));
  }

  /** @param {string} slot */
  #view(slot) {
    if (!maySteer(this.state())) return;
    const { keeping, presence } = this.state();
    const view = viewOf(presence, slot);
    this.tell({ type: "keeping", keeping: false });
    if (keeping) this.lesson().save(slot);
    else if (view) this.lesson().goTo(view);
    if (keeping || !view) this.notice(keeping ? "view_kept" : "view_empty");
  }
}
