// @ts-check
/** Button that speaks while it is held and stays on after a tap. */

/** Press after which letting go closes the microphone again. */
const HELD_MS = 350;

/** Keys that press a button. */
const PRESSING = Object.freeze(["Enter", " "]);

export class Hold {
  /**
   * Time of the press that opened the microphone.
   *
   * @type {number | null}
   */
  #openedMs = null;
  /** The click that follows a press that was already obeyed. */
  #obeyed = false;

  /**
   * @param {{mayOpen: () => boolean, open: () => void, close: () => void, tap: () => void}} acts
   *   `mayOpen`: a press opens at once; otherwise the whole tap counts
   */
  constructor({ mayOpen, open, close, tap }) {
    this.mayOpen = mayOpen;
    this.open = open;
    this.close = close;
    this.tap = tap;
    addEventListener("pointerup", (event) => this.release(event.timeStamp));
    // A gesture of the system is no wish to go on speaking.
    addEventListener("pointercancel", () => this.release(Infinity));
    addEventListener("keyup", (event) => PRESSING.includes(event.key) && this.release(event.timeStamp));
    addEventListener("blur", () => this.release(Infinity));
  }

  /** @param {HTMLElement} button */
  attach(button) {
    button.addEventListener("pointerdown", (event) => event.button === 0 && event.isPrimary && this.press(event.timeStamp));
    button.addEventListener("keydown", (event) => PRESSING.includes(event.key) && !event.repeat && this.press(event.timeStamp));
    button.addEventListener("click", () => {
      const wasObeyed = this.#obeyed;
      this.#obeyed = false;
      if (!wasObeyed) this.tap();
    });
    // A long press must not open the browser's menu.
    button.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  /** @param {number} nowMs */
  press(nowMs) {
    this.#obeyed = false;
    if (!this.mayOpen()) return;
    this.#openedMs = nowMs;
    this.#obeyed = true;
    this.open();
  }

  /** @param {number} nowMs */
  release(nowMs) {
    const openedMs = this.#openedMs;
    this.#openedMs = null;
    if (openedMs !== null && nowMs - openedMs > HELD_MS) this.close();
  }
}
