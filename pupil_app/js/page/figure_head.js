// @ts-check
/** Head of Karlsson's drawing. The page gives it a way now and then; the compositor moves it in every frame. */

import { setAttribute } from "./dom.js";
import { AHEAD, between, moves, places, pose, visible } from "./figure_turn.js";
import { isStill } from "./stillness.js";

/**
 * Reports of the head that come faster than this are taken together: each new way costs a
 * frame. With the way there, the head is never more than 250 ms behind.
 */
const TURN_EVERY_MS = 130;
const QUICK_WAY_MS = 120;
/** Way of the head after a pause; reports of a moving head come about as often. */
const CALM_WAY_MS = 240;
/** Under reduced motion the head jumps, and no more often than this. */
const JUMP_EVERY_MS = 250;
/**
 * Length of a motion, of which the way is the beginning. The next report gives the same motion
 * another way: one that ends and one that begins would have all layers of the page listed anew.
 */
const MOTION_MS = 1000;

export class Head {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  #turnedMs = -Infinity;
  #wayMs = CALM_WAY_MS;
  #from = AHEAD;
  #to = AHEAD;
  #still = false;
  #shown = false;
  /** @type {Map<HTMLElement | SVGElement, Animation>} */
  #motions = new Map();

  /**
   * @param {{node: HTMLElement, head: HTMLElement, face: SVGElement,
   *   ears: {behind: SVGElement, before: SVGElement}[]}} part `node` is told where the head turns
   * @param {() => void} again called when a report that was held back is due
   */
  constructor(part, again) {
    this.part = part;
    this.again = again;
  }

  /** True while a report is held back. The newest one is asked for when it is due. */
  get isHeld() {
    return this.#next !== undefined;
  }

  /** @param {import("./posture.js").Turn} turn @param {number} rollDeg @param {boolean} atOnce nothing is held back */
  turn(turn, rollDeg, atOnce) {
    const still = isStill();
    const wanted = pose(turn, rollDeg);
    const to = this.#shown && !still ? visible(this.#to, wanted) : wanted;
    if (still === this.#still && this.#shown && this.#to.every((value, index) => value === to[index])) return;
    const now = performance.now();
    const sinceMs = now - this.#turnedMs;
    const leftMs = atOnce ? 0 : (still ? JUMP_EVERY_MS : TURN_EVERY_MS) - sinceMs;
    if (leftMs > 0) {
      this.#next ??= setTimeout(() => this.#due(), leftMs);
      return;
    }
    clearTimeout(this.#next);
    this.#next = undefined;
    const end = places(to);
    // Nobody has seen a drawing that is not on the page yet: it begins as it is.
    this.#from = this.part.node.isConnected ? between(this.#from, this.#to, sinceMs / this.#wayMs) : to;
    const begin = this.#from === to ? end : places(this.#from);
    const all = !this.#shown || still !== this.#still || this.#from === to;
    const before = this.#to;
    this.#shown = true;
    this.#to = to;
    this.#still = still;
    this.#turnedMs = now;
    this.#wayMs = sinceMs < CALM_WAY_MS && !atOnce ? QUICK_WAY_MS : CALM_WAY_MS;
    setAttribute(this.part.node, "data-turned", to.slice(0, 3).join(" "));
    if (all || moves(before, to, "head")) this.#move(this.part.head, begin.head, end.head);
    this.#move(this.part.face, begin.face, end.face);
    for (const [index, { front }] of turn.ears.entries()) {
      const { behind, before: ahead } = this.part.ears[index];
      const isOther = (ahead.getAttribute("data-shown") === "true") !== front;
      // The other one is hidden, and moved as soon as it is not.
      if (all || isOther || moves(before, to, index === 0 ? "left" : "right")) {
        this.#move(front ? ahead : behind, begin.ears[index], end.ears[index]);
      }
      setAttribute(behind, "data-shown", String(!front));
      setAttribute(ahead, "data-shown", String(front));
    }
  }

  #due() {
    this.#next = undefined;
    this.again();
  }

  /** @param {HTMLElement | SVGElement} box @param {string} from @param {string} to */
  #move(box, from, to) {
    const motion = this.#motions.get(box);
    if (this.#still) {
      motion?.cancel();
      this.#motions.delete(box);
      box.style.transform = to;
      return;
    }
    const frames = [{ transform: from }, { transform: to, offset: this.#wayMs / MOTION_MS }, { transform: to }];
    if (!motion) {
      this.#motions.set(box, box.animate(frames, { duration: MOTION_MS, fill: "forwards" }));
      return;
    }
    /** @type {KeyframeEffect} */ (motion.effect).setKeyframes(frames);
    const now = document.timeline.currentTime;
    // A start that is told is cheaper for Chromium than one that it has to find.
    if (now === null) motion.currentTime = 0;
    else motion.startTime = now;
  }
}
