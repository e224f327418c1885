// @ts-check
/** Drawing of Karlsson as the class sees it: head, eyes, ring and hand follow the real robot. */

import { drawing, element, setAttribute, setText } from "./dom.js";
import { build, eyes, MOUTHS, plate } from "./figure_parts.js";
import { BUSY_MS, Head } from "./figure_head.js";
import { look, outfit } from "./figure_scenes.js";
import { CLOTHES, surroundings } from "./figure_things.js";
import { isStill } from "./stillness.js";
import { colour, eyesAt, gentle, glow, steady, steadyEyes } from "./posture.js";

const BLINK_MS = 140;
const BLINK_AFTER_MS = [4000, 7000];
const CHEER_MS = 500;
/** Steps in which the voice is shown. */
const STEPS = 12;
const STILL_STEPS = 3;
/** Arms in front of the body; all others are behind it. */
const IN_FRONT = Object.freeze({ cover: [0, 1], plug: [1], yawn: [1], listen: [1], offer: [0] });

/** @typedef {readonly [number, number, number, number]} View left, top, width and height of what is shown */

/** @type {View} */
export const BARE = [0, 0, 200, 240];
/** @type {View} with the plate of the nickname */
export const PLATED = [0, 0, 200, 276];

export class Figure {
  #part = build();
  /** @type {HTMLElement} */
  #paper;
  /** @type {import("../wire/protocol.js").Message | null} */
  #presence = null;
  /** @type {string | null} */
  #scene = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextEyes;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextBlink;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextVoice;
  /** @type {Head} */
  #head;
  /** @type {Animation | undefined} */
  #shine;
  /** What was drawn last, and with which light: most reports change the head alone. */
  #shown = "";
  /** Drawing of the eyes, and what is added to it whatever they show. */
  #eyes = "";
  #added = "";
  #lit = "";
  #loud = 0;
  #sinceMs = 0;
  #heard = false;

  /**
   * @param {string} name accessible name
   * @param {{calm?: boolean, plate?: boolean}} [options] `plate`: the nickname stands at its feet
   */
  constructor(name, options = {}) {
    this.plate = drawing("text", { class: "plate-name", x: 100, y: 262 });
    const { ground, whole } = this.#part;
    this.#paper = element("span", { class: "paper" }, ground, whole, options.plate ? plate(this.plate) : null);
    this.node = element("span", { class: "figure", role: "img", "aria-label": name }, element("span", { class: "view" }, this.#paper));
    this.#head = new Head({ ...this.#part, node: this.node }, () => this.#show());
    this.frame(options.plate ? PLATED : BARE);
    this.calm(options.calm ?? false);
    this.dress(null);
    this.update(null);
  }

  /** @param {string} name */
  rename(name) {
    setAttribute(this.node, "aria-label", name);
  }

  /** @param {View} view part of the drawing that is shown */
  frame(view) {
    for (const [index, name] of ["--left", "--top", "--wide", "--high"].entries()) {
      const value = String(view[index]);
      if (this.node.style.getPropertyValue(name) !== value) this.node.style.setProperty(name, value);
    }
  }

  /** @param {boolean} on look for older children */
  calm(on) {
    setAttribute(this.node, "data-look", on ? "calm" : "warm");
  }

  /** @param {import("./figure_scenes.js").Outfit | null} wanted */
  dress(wanted) {
    const { nickname, shell, wears } = outfit(wanted);
    setText(this.plate, nickname);
    setAttribute(this.node, "data-named", String(nickname !== ""));
    setAttribute(this.node, "data-shell", shell);
    if (this.node.getAttribute("data-wears") === wears) return;
    setAttribute(this.node, "data-wears", wears);
    const { neck = [], head = [], face = [] } = CLOTHES[wears]();
    this.#part.onNeck.replaceChildren(...neck);
    this.#part.onHead.replaceChildren(...head);
    this.#part.onFace.replaceChildren(...face);
  }

  /** @param {import("../wire/protocol.js").Message | null} presence */
  update(presence) {
    this.#presence = presence;
    this.#show();
  }

  /** @param {string | null} name scene to show instead of what the presence says */
  scene(name) {
    if (name === this.#scene) return;
    this.#scene = name;
    this.#show();
  }

  /** @param {number} level of the child's own voice, 0..1 */
  voice(level) {
    const loud = Math.max(0, Math.min(1, level));
    const steps = isStill() ? STILL_STEPS : STEPS;
    const shown = Math.ceil(loud * steps) / steps;
    clearTimeout(this.#nextVoice);
    if (shown === this.#loud) return;
    if (this.#head.isBusy) {
      // Two small frames are cheaper for a slow tablet than one that comes late.
      this.#nextVoice = setTimeout(() => this.voice(level), BUSY_MS);
      return;
    }
    this.#loud = shown;
    const [near, far] = this.#part.waves;
    near.style.opacity = Math.min(1, 2 * shown).toFixed(2);
    far.style.opacity = Math.max(0, (shown - 0.4) / 0.6).toFixed(2);
    if (this.node.getAttribute("data-signal") !== "speaking") return;
    this.#heard = true;
    this.#shine?.cancel();
    this.#shine = undefined;
    this.#part.lit.style.opacity = glow(0.25 + 0.75 * shown).toFixed(2);
  }

  /** Turn the propeller by half a turn: something good happened. */
  cheer() {
    if (isStill()) return;
    const frames = [{ transform: "scaleX(1)" }, { transform: "scaleX(-1)" }];
    this.#part.blades.animate(frames, { duration: CHEER_MS, easing: "ease-out" });
  }

  #show() {
    const shown = look(this.#presence, this.#scene);
    const key = `${shown.scene} ${shown.signal} ${shown.arms} ${shown.face} ${isStill()}`;
    // A head that belongs to something new is not held back.
    this.#head.turn(shown.turn, shown.roll, key !== this.#shown);
    this.#blink();
    this.#add(shown.added);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#light(shown);
    setAttribute(this.node, "data-hand", shown.arms === "up" ? "up" : "down");
    setAttribute(this.node, "data-face", shown.face);
    setAttribute(this.#part.mouth, "d", MOUTHS[/** @type {keyof typeof MOUTHS} */ (shown.face)] ?? MOUTHS.none);
    this.#set(shown.scene);
    this.#bend(shown.arms);
  }

  /** @param {string} scene */
  #set(scene) {
    if (this.node.getAttribute("data-scene") === scene) return;
    setAttribute(this.node, "data-scene", scene);
    const { behind = [], before = [] } = surroundings(scene);
    this.#part.behind.replaceChildren(...behind);
    this.#part.before.replaceChildren(...before);
  }

  /** @param {string} arms */
  #bend(arms) {
    if (this.node.getAttribute("data-arms") === arms) return;
    const ahead = IN_FRONT[/** @type {keyof typeof IN_FRONT} */ (arms)] ?? [];
    for (const [index, arm] of this.#part.arms.entries()) {
      const place = ahead.includes(index) ? this.#part.front : this.#part.back;
      if (arm.parentNode !== place) place.append(arm);
    }
    setAttribute(this.node, "data-arms", arms);
  }

  /** @param {import("./figure_scenes.js").Look} shown */
  #light({ signal, eyes }) {
    const still = isStill();
    const key = `${signal} ${eyes} ${still}`;
    if (key === this.#lit) return;
    this.#lit = key;
    setAttribute(this.node, "data-signal", signal);
    clearTimeout(this.#nextEyes);
    this.#sinceMs = performance.now();
    const kept = eyes ?? (still ? steadyEyes(signal) : null);
    if (kept) this.#open(kept);
    else this.#draw(signal);
    this.node.style.setProperty("--lamp", colour(signal));
    this.#shine?.cancel();
    this.#shine = undefined;
    const { frames, seconds, repeats } = gentle(signal);
    this.#part.lit.style.opacity = String(still ? steady(signal) : frames[frames.length - 1].opacity);
    if (still || seconds === 0 || (this.#heard && signal === "speaking")) return;
    this.#shine = this.#part.lit.animate(frames, { duration: seconds * 1000, iterations: repeats ? Infinity : 1 });
    if (!this.node.isConnected) requestAnimationFrame(() => this.#rest());
  }

  /** Stop what moves once the drawing has left the page: Chromium would work for it in every frame. */
  #rest() {
    if (this.node.isConnected || this.#shine === undefined) return;
    this.#shine.cancel();
    this.#shine = undefined;
    this.#lit = this.#shown = ""; // begins anew with the next report
  }

  /** @param {string} signal draw its eyes now, and again when they change */
  #draw(signal) {
    const { name, leftS } = eyesAt(signal, (performance.now() - this.#sinceMs) / 1000);
    this.#open(name);
    if (leftS === Infinity) return;
    this.#nextEyes = setTimeout(() => this.#draw(signal), leftS * 1000 + 10);
  }

  /** @param {string} name of a drawing of the eyes */
  #open(name) {
    const drawn = name + this.#added;
    if (this.#eyes === drawn) return;
    this.#eyes = drawn;
    setAttribute(this.node, "data-eyes", name);
    this.#part.eyes.replaceChildren(...eyes(drawn));
  }

  /** @param {string} added to the eyes, whatever signal they show: that one goes on as it is */
  #add(added) {
    if (added === this.#added) return;
    this.#added = added;
    setAttribute(this.node, "data-added", added.trim());
    const name = this.node.getAttribute("data-eyes");
    if (name !== null) this.#open(name);
  }

  /** Blink every few seconds, for as long as the drawing is on the page. */
  #blink() {
    if (this.#nextBlink !== undefined) return;
    const [soonestMs, latestMs] = BLINK_AFTER_MS;
    this.#nextBlink = setTimeout(() => {
      this.#nextBlink = undefined;
      this.#rest();
      if (!this.node.isConnected) return;
      if (!isStill() && ["open", "half"].includes(this.node.getAttribute("data-eyes") ?? "")) {
        const frames = [{ transform: "scaleY(1)" }, { transform: "scaleY(0.1)" }, { transform: "scaleY(1)" }];
        this.#part.eyes.animate(frames, BLINK_MS);
      }
      this.#blink();
    }, soonestMs + Math.random() * (latestMs - soonestMs));
  }
}
