// @ts-check
/** Button that speaks while it is held and stays on after a tap. */

/** Press after which letting go closes the microphone again. */
const HELD_MS = 350;

/** The same for a switch: who presses one with effort lets go late, and means to go on speaking. */
const SWITCH_HELD_MS = 1500;

/** Longest time between letting go of a button and its click. */
const CLICK_MS = 500;

/** Keys that press a button. */
const PRESSING = Object.freeze(["Enter", " "]);

export class Hold {
  /** Time from which letting go closes the microphone; null where no press has opened it. */
  #closesFromMs = /** @type {number | null} */ (null);
  /** Time until which a click belongs to a press that was already obeyed. */
  #obeyedUntilMs = -Infinity;

  /**
   * @param {{mayOpen: () => boolean, open: () => void, close: () => void, tap: () => void}} acts
   *   `mayOpen`: a press opens at once; otherwise the whole tap counts
   */
  constructor({ mayOpen, open, close, tap }) {
    this.mayOpen = mayOpen;
    this.open = open;
    this.close = close;
    this.tap = tap;
    // A second finger elsewhere is not the one that holds.
    addEventListener("pointerup", (event) => event.isPrimary && this.release(event.timeStamp));
    // A gesture of the system is no wish to go on speaking, and no click follows it.
    addEventListener("pointercancel", (event) => event.isPrimary && this.#cancel());
    addEventListener("keyup", (event) => PRESSING.includes(event.key) && this.release(event.timeStamp));
    addEventListener("blur", () => this.#close());
  }

  /** @param {HTMLElement} button */
  attach(button) {
    button.addEventListener("pointerdown", (event) => event.button === 0 && event.isPrimary && this.#pressButton(event));
    button.addEventListener("keydown", (event) => PRESSING.includes(event.key) && !event.repeat && this.#pressButton(event));
    button.addEventListener("click", (event) => {
      const wasObeyed = event.timeStamp <= this.#obeyedUntilMs;
      this.#obeyedUntilMs = -Infinity;
      if (!wasObeyed) this.tap();
    });
    // A long press must not open the browser's menu.
    button.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /**
   * @param {number} nowMs @param {number} [heldMs] press after which letting go closes again
   * @returns {boolean} whether the press has opened the microphone
   */
  press(nowMs, heldMs = HELD_MS) {
    this.#obeyedUntilMs = -Infinity;
    if (!this.mayOpen()) return false;
    this.#closesFromMs = nowMs + heldMs;
    this.open();
    return true;
  }

  /**
   * Press by a switch, which no click follows: one press opens, the next one closes.
   *
   * @param {number} nowMs
   */
  pressSwitch(nowMs) {
    if (!this.press(nowMs, SWITCH_HELD_MS)) this.tap();
  }

  /** @param {number} nowMs */
  release(nowMs) {
    if (this.#obeyedUntilMs === Infinity) this.#obeyedUntilMs = nowMs + CLICK_MS;
    const closesFromMs = this.#closesFromMs;
    this.#closesFromMs = null;
    if (closesFromMs !== null && nowMs > closesFromMs) this.close();
  }

  /** @param {Event} event */
  #pressButton({ timeStamp }) {
    if (this.press(timeStamp)) this.#obeyedUntilMs = Infinity;
  }

  #cancel() {
    this.#obeyedUntilMs = -Infinity;
    this.#close();
  }

  #close() {
    const held = this.#closesFromMs !== null;
    this.#closesFromMs = null;
    if (held) this.close();
  }
}
