// @ts-check
/** Fingers on a picture: one taps or drags, two come nearer or go back. */

/** Largest movement of a finger in a tap. */
const TAP_PX = 16;

/** Least distance of two fingers: closer ones would jump. */
const LEAST_SPREAD_PX = 24;

/** @typedef {import("./boxes.js").Box} Box */
/** @typedef {import("../lesson/looking.js").Place} Place */
/**
 * Places and pulls are fractions of the picture, which may be larger than its box.
 *
 * @typedef {{
 *   tap: (place: Place) => void,
 *   beginDrag: () => void,
 *   drag: (pulled: Place) => void,
 *   beginPinch: () => void,
 *   pinch: (moved: {factor: number, place: Place, pulled: Place}) => void,
 * }} Acts
 */

export class Fingers {
  /** @type {Map<number, Place>} places of the fingers, in pixels of the screen */
  #down = new Map();
  /** @type {{x: number, y: number, drags: boolean} | null} */
  #pressed = null;
  /** @type {{spread: number, middle: Place} | null} */
  #pinched = null;

  /** @param {HTMLElement} node @param {() => Box} picture in pixels of the node @param {Acts} acts */
  constructor(node, picture, acts) {
    this.node = node;
    this.picture = picture;
    this.acts = acts;
    node.addEventListener("pointerdown", (event) => this.#press(event));
    node.addEventListener("pointermove", (event) => this.#move(event));
    node.addEventListener("pointerup", (event) => this.#release(event));
    node.addEventListener("pointercancel", (event) => this.#lift(event));
  }

  /** @param {PointerEvent} event */
  #press(event) {
    // What an earlier gesture left behind, as a mouse that was let go elsewhere.
    if (event.isPrimary) this.#down.clear();
    this.#pressed = null;
    if (event.target instanceof Element && event.target.closest("button")) return;
    if (this.#down.size >= 2 || (!event.isPrimary && this.#down.size === 0)) return;
    this.#down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#down.size === 1) {
      this.#pressed = { x: event.clientX, y: event.clientY, drags: false };
      return;
    }
    for (const id of this.#down.keys()) this.node.setPointerCapture(id);
    this.#pinched = this.#measure();
    this.acts.beginPinch();
  }

  /** @returns {{spread: number, middle: Place}} of two fingers */
  #measure() {
    const [one, other] = [...this.#down.values()];
    return {
      spread: Math.max(LEAST_SPREAD_PX, Math.hypot(one.x - other.x, one.y - other.y)),
      middle: { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 },
    };
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (!this.#down.has(event.pointerId)) return;
    this.#down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.#pinched) this.#spread(this.#pinched);
    else if (this.#pressed) this.#drag(event, this.#pressed);
  }

  /** @param {{spread: number, middle: Place}} from */
  #spread(from) {
    const { spread, middle } = this.#measure();
    const { width, height } = this.picture();
    this.acts.pinch({
      factor: spread / from.spread,
      place: this.#placeOf(from.middle),
      pulled: { x: (middle.x - from.middle.x) / width, y: (middle.y - from.middle.y) / height },
    });
  }

  /** @param {PointerEvent} event @param {{x: number, y: number, drags: boolean}} from */
  #drag(event, from) {
    const across = event.clientX - from.x;
    const down = event.clientY - from.y;
    if (!from.drags) {
      if (Math.hypot(across, down) <= TAP_PX) return;
      from.drags = true;
      this.node.setPointerCapture(event.pointerId);
      this.acts.beginDrag();
    }
    const { width, height } = this.picture();
    this.acts.drag({ x: across / width, y: down / height });
  }

  /** @param {PointerEvent} event */
  #release(event) {
    const from = this.#pressed;
    const isTap = from !== null && !from.drags && this.#down.has(event.pointerId);
    this.#lift(event);
    if (isTap) this.acts.tap(this.#placeOf({ x: event.clientX, y: event.clientY }));
  }

  /** @param {PointerEvent} event */
  #lift(event) {
    // The finger that stays after a pinch drags nothing: it would jump.
    this.#pressed = null;
    this.#pinched = null;
    this.#down.delete(event.pointerId);
  }

  /** @param {Place} point in pixels of the screen @returns {Place} in the picture */
  #placeOf({ x, y }) {
    const { left, top } = this.node.getBoundingClientRect();
    const whole = this.picture();
    return { x: (x - left - whole.x) / whole.width, y: (y - top - whole.y) / whole.height };
  }
}
