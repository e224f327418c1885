// @ts-check
/** Wake lock that keeps the screen on during a lesson, if the browser supports it. */

export class WakeLock {
  /** @type {{release: () => Promise<void>} | null} */
  #lock = null;
  #wanted = false;

  constructor() {
    // The system takes the lock away whenever the page is hidden.
    document.addEventListener("visibilitychange", () => void this.#ask());
  }

  /** @param {boolean} wanted */
  want(wanted) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) void this.#ask();
    else void this.#lock?.release().catch(() => undefined);
  }

  async #ask() {
    const { wakeLock } = /** @type {any} */ (navigator);
    if (!this.#wanted || document.visibilityState !== "visible" || !wakeLock) return;
    try {
      this.#lock = await wakeLock.request("screen");
    } catch {
      // Low battery, or not allowed: the screen dims as usual.
    }
  }
}
