// @ts-check
/** Drawing of Karlsson as the class sees it: head, eyes, ring and hand follow the real robot. */

import { drawing, element, setAttribute, setText } from "./dom.js";
import { build, eyes, MOUTHS, plate } from "./figure_parts.js";
import { Head } from "./figure_head.js";
import { LightPace } from "./figure_pace.js";
import { covers, look, onlyTurned, outfit } from "./figure_scenes.js";
import { CLOTHES, surroundings } from "./figure_things.js";
import { isStill } from "./stillness.js";
import { colour, eyesAt, gentle, glow, steady, steadyEyes } from "./posture.js";

const BLINK_MS = 140;
const BLINK_AFTER_MS = [4000, 7000];
const CHEER_MS = 500;
/** A voice is drawn no more often than this: each level costs a frame. */
const VOICE_EVERY_MS = 100;
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

/** @param {number} level of the voice @returns {string} opacity of the ring */
const spoken = (level) => glow(0.25 + 0.75 * level).toFixed(2);

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
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextLook;
  #pace = new LightPace();
  /** @type {Head} */
  #head;
  /** @type {Animation | undefined} */
  #shine;
  /** Last drawing, with its light: most reports change the head alone. */
  #shown = "";
  /** Drawing of the eyes, and what is added to it whatever they show. */
  #eyes = "";
  #added = "";
  #lit = "";
  /** Level of the voice that is drawn, when it was drawn, and the newest. */
  #loud = 0;
  #loudMs = -Infinity;
  #level = 0;
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
    const before = this.#presence;
    this.#presence = presence;
    // Reports of the head that come in between are taken together.
    if (!this.#head.isHeld || !onlyTurned(before, presence)) this.#show();
  }

  /** @param {string | null} name scene to show instead of what the presence says */
  scene(name) {
    if (name === this.#scene) return;
    this.#scene = name;
    this.#show();
  }

  /** @param {number} level of the child's own voice, 0..1 */
  voice(level) {
    const steps = isStill() ? STILL_STEPS : STEPS;
    this.#level = Math.ceil(Math.max(0, Math.min(1, level)) * steps) / steps;
    // A head that is about to turn takes the voice along.
    if (!this.#head.isHeld) this.#speak();
  }

  /** Turn the propeller by half a turn: something good happened. */
  cheer() {
    if (isStill()) return;
    const frames = [{ transform: "scaleX(1)" }, { transform: "scaleX(-1)" }];
    this.#part.blades.animate(frames, { duration: CHEER_MS, easing: "ease-out" });
  }

  #show() {
    const shown = look(this.#presence, this.#scene);
    const key = `${shown.scene} ${shown.signal} ${shown.arms} ${shown.face}${shown.added} ${isStill()}`;
    const isNew = key !== this.#shown;
    const waited = this.#nextLook !== undefined;
    clearTimeout(this.#nextLook);
    this.#nextLook = undefined;
    // A head that belongs to something new is not held back.
    this.#head.turn(shown.turn, shown.roll, isNew && !waited);
    this.#blink();
    if (isNew) this.#take(key, shown);
    if (!this.#head.isHeld) this.#speak();
  }

  /** @param {string} key of the new look @param {import("./figure_scenes.js").Look} shown */
  #take(key, shown) {
    const isSeen = this.node.isConnected;
    const now = performance.now();
    const waitMs = this.#pace.lookWaitMs(covers(shown), now);
    if (isSeen && waitMs > 0) {
      this.#nextLook = setTimeout(() => this.#show(), waitMs);
      return;
    }
    this.#pace.looks(covers(shown), isSeen ? now : -Infinity);
    this.#shown = key;
    this.#added = shown.added;
    setAttribute(this.node, "data-added", shown.added.trim());
    this.#light(shown);
    this.#open(this.node.getAttribute("data-eyes") ?? "off");
    setAttribute(this.node, "data-hand", shown.arms === "up" ? "up" : "down");
    setAttribute(this.node, "data-face", shown.face);
    setAttribute(this.#part.mouth, "d", MOUTHS[/** @type {keyof typeof MOUTHS} */ (shown.face)] ?? MOUTHS.none);
    this.#set(shown.scene);
    this.#bend(shown.arms);
  }

  /** Draw the newest level of the voice as soon as it may be. */
  #speak() {
    clearTimeout(this.#nextVoice);
    if (this.#level === this.#loud) return;
    const louder = this.#level > this.#loud;
    if (louder && this.#nextLook !== undefined) return; // the new look comes first
    const now = performance.now();
    const waitMs = Math.max(VOICE_EVERY_MS - (now - this.#loudMs), louder ? this.#pace.riseWaitMs(now) : 0);
    if (waitMs > 0) {
      this.#nextVoice = setTimeout(() => this.#speak(), waitMs);
      return;
    }
    this.#pace.sounds(louder, now);
    this.#loud = this.#level;
    this.#loudMs = now;
    const [near, far] = this.#part.waves;
    near.style.opacity = Math.min(1, 2 * this.#loud).toFixed(2);
    far.style.opacity = Math.max(0, (this.#loud - 0.4) / 0.6).toFixed(2);
    if (this.node.getAttribute("data-signal") !== "speaking") return;
    this.#heard = true;
    this.#shine?.cancel();
    this.#shine = undefined;
    this.#part.lit.style.opacity = spoken(this.#loud);
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
    const follows = this.#heard && signal === "speaking";
    const last = String(still ? steady(signal) : frames[frames.length - 1].opacity);
    this.#part.lit.style.opacity = follows ? spoken(this.#loud) : last;
    if (still || seconds === 0 || follows) return;
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
    this.#pace.opens(performance.now());
    setAttribute(this.node, "data-eyes", name);
    this.#part.eyes.replaceChildren(...eyes(drawn));
  }

  /** Blink every few seconds, for as long as the drawing is on the page. */
  #blink() {
    if (this.#nextBlink !== undefined) return;
    const [soonestMs, latestMs] = BLINK_AFTER_MS;
    this.#nextBlink = setTimeout(() => {
      this.#nextBlink = undefined;
      this.#rest();
      if (!this.node.isConnected) return;
      const may = !isStill() && this.#pace.mayBlink(performance.now());
      if (may && ["open", "half"].includes(this.node.getAttribute("data-eyes") ?? "")) {
        const frames = [{ transform: "scaleY(1)" }, { transform: "scaleY(0.1)" }, { transform: "scaleY(1)" }];
        this.#part.eyes.animate(frames, BLINK_MS);
      }
      this.#blink();
    }, soonestMs + Math.random() * (latestMs - soonestMs));
  }
}
