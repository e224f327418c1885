// @ts-check
/** Steering of head and hand: looks by tap, button and key, saved views, gestures. */

import { poseOf, pulledPose, rounded, step, viewOf, within } from "../lesson/looking.js";
import { maySteer } from "./state.js";

export class Steering {
  /**
   * Target from which the picture is being pulled.
   *
   * @type {import("../lesson/looking.js").Pose | null}
   */
  #dragged = null;

  /**
   * @param {{
   *   state: () => import("./state.js").State,
   *   robot: () => import("../lesson/robot.js").Robot,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   notice: (key: string) => void,
   * }} parts
   */
  constructor({ state, robot, tell, notice }) {
    this.state = state;
    this.robot = robot;
    this.tell = tell;
    this.notice = notice;
  }

  /** @returns actions for the views */
  actions() {
    return {
      look: (/** @type {any} */ way) => this.#lookTo(step(way, this.robot().heading)),
      beginDrag: () => (this.#dragged = this.robot().heading),
      drag: (/** @type {any} */ pulled, /** @type {number} */ aspect) => this.#drag(pulled, aspect),
      lookAt: (/** @type {any} */ place, /** @type {number} */ aspect) =>
        this.#lookTo(poseOf(place, this.robot().pose, this.robot().head.lensDeg, aspect)),
      keep: () => this.tell({ type: "keeping", keeping: !this.state().keeping }),
      view: (/** @type {string} */ slot) => this.#view(slot),
      gesture: (/** @type {string} */ name) => (maySteer(this.state()) ? this.robot().gesture(name) : this.notice("dead")),
    };
  }

  /** @param {import("../lesson/looking.js").Place} pulled @param {number} aspect */
  #drag(pulled, aspect) {
    if (!this.#dragged || !maySteer(this.state())) return;
    const { head } = this.robot();
    // Pulled to the right, the head turns to its left: what was under the finger stays there.
    this.robot().look(rounded(within(pulledPose(pulled, this.#dragged, head.lensDeg, aspect), head)));
  }

  /** @param {import("../lesson/looking.js").Pose} target */
  #lookTo(target) {
    if (!maySteer(this.state())) return this.notice("dead");
    // One step beyond the limits at most: the robot reports a target out of reach.
    this.robot().look(rounded(within(target, this.robot().head)));
  }

  /** @param {string} slot */
  #view(slot) {
    if (!maySteer(this.state())) return this.notice("dead");
    const { keeping, presence } = this.state();
    const view = viewOf(presence, slot);
    this.tell({ type: "keeping", keeping: false });
    if (keeping) this.robot().save(slot);
    else if (view) this.robot().goTo(view);
    if (keeping || !view) this.notice(keeping ? "view_kept" : "view_empty");
  }
}
