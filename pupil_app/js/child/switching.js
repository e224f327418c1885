// @ts-check
/** One-switch scanning: controls take turns, and one key, or a tap beside all controls, presses the one whose turn it is. */

import { isNear, paperAct } from "./board_state.js";
import { isCalled } from "./live.js";
import { sentence } from "./now.js";
import { CALLED_S, Walk } from "./scanning.js";

/** Keys that a switch sends. */
const SWITCHES = Object.freeze(["Enter", " "]);

/** Interval at which the walk looks at the clock. */
const LOOK_MS = 100;

export class Switching {
  #walk = new Walk();
  /** @type {HTMLElement[]} */
  #controls = [];
  #place = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {{root: HTMLElement, state: () => import("./state.js").State, hold: import("./hold.js").Hold,
   *   speaks: (control: HTMLElement) => boolean, scanned: (name: string | null) => void,
   *   clockS?: () => number}} parts
   *   `speaks` tells whether a control is held to speak
   */
  constructor({ root, state, hold, speaks, scanned, clockS = () => performance.now() / 1000 }) {
    this.root = root;
    this.state = state;
    this.hold = hold;
    this.speaks = speaks;
    this.scanned = scanned;
    this.clockS = clockS;
    addEventListener("keydown", (event) => this.#key(event), { capture: true });
    addEventListener("pointerdown", (event) => this.#tap(event), { capture: true });
  }

  /** Follow a new state: another set of controls begins from its first one. */
  follow() {
    const state = this.state();
    const { settings, screen, menu, question, wishes, viewer, leaving } = state;
    if (!settings.one_switch) return this.#stop();
    const place = [screen, menu, question, isCalled(state), wishes.rest, wishes.microphone, state.phase, viewer?.at, leaving !== null, isNear(state), paperAct(state, sentence(state))].join();
    if (place === this.#place && this.#timer !== undefined) return;
    this.#place = place;
    this.#timer ??= setInterval(() => this.tick(), LOOK_MS);
    this.#begin();
  }

  tick() {
    if (this.#walk.tick(this.clockS(), this.state().settings.scan_s)) this.#show();
  }

  #begin() {
    const state = this.state();
    this.#controls = this.#inOrder();
    // Whoever speaks must be able to stop with one press at any time.
    const speaks = state.wishes.microphone && this.#controls.length > 0 && this.speaks(this.#controls[0]);
    const firstS = speaks || isCalled(state) ? CALLED_S : state.settings.scan_s;
    this.#walk.begin(this.#controls.length, this.clockS(), firstS, speaks);
    this.#show();
  }

  /** @returns {HTMLElement[]} what can be pressed now, what is urgent first */
  #inOrder() {
    const within = this.root.querySelector(".menu:not([hidden])") ?? this.root.querySelector(".answers:not([hidden])") ?? this.root;
    const all = /** @type {HTMLElement[]} */ ([...within.querySelectorAll("button, input[type=radio]")]);
    const { microphone } = this.state().wishes;
    const rank = (/** @type {HTMLElement} */ one) => (microphone && this.speaks(one) ? -1 : Number(one.dataset.scan ?? 100));
    return all
      .filter((one) => one.offsetParent !== null && !(/** @type {HTMLButtonElement} */ (one).disabled) && one.tabIndex >= 0)
      .sort((one, other) => rank(one) - rank(other));
  }

  #show() {
    const control = this.#controls[this.#walk.index] ?? null;
    for (const one of this.root.querySelectorAll(".scanned")) if (one !== control) one.classList.remove("scanned");
    control?.classList.add("scanned");
    control?.focus({ preventScroll: true });
    control?.scrollIntoView({ block: "nearest" });
    this.scanned(control ? (control.getAttribute("aria-label") ?? control.textContent) : null);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const writes = event.target instanceof HTMLInputElement && event.target.type !== "radio";
    if (this.#timer === undefined || !SWITCHES.includes(event.key) || writes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) this.#press(event.timeStamp);
  }

  /** @param {PointerEvent} event */
  #tap(event) {
    const isOnControl = event.target instanceof Element && event.target.closest("button, input, label");
    if (this.#timer === undefined || isOnControl) return;
    event.stopImmediatePropagation();
    this.#press(event.timeStamp);
  }

  /** @param {number} nowMs */
  #press(nowMs) {
    if (!this.#walk.press(this.clockS())) return;
    const control = this.#controls[this.#walk.index];
    if (!control?.isConnected) return this.#begin();
    // The next control begins from the first one again, whatever this press does.
    this.#place = "";
    if (this.speaks(control)) this.hold.pressSwitch(nowMs);
    else control.click();
    this.follow();
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#place !== "") this.scanned(null);
    this.#place = "";
    for (const one of this.root.querySelectorAll(".scanned")) one.classList.remove("scanned");
  }
}
