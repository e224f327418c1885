// @ts-check
/** Drawing of Karlsson as the class sees it: head, eyes, ring and hand follow the real robot. */

import { drawing, setAttribute, setText } from "./dom.js";
import { build, earPlace, eye, MOUTHS } from "./figure_parts.js";
import { look, outfit } from "./figure_scenes.js";
import { CLOTHES, surroundings } from "./figure_things.js";
import { isStill } from "./stillness.js";
import { colour, eyesAt, gentle, glow, steady, steadyEyes } from "./posture.js";

const BLINK_MS = 140;
const BLINK_AFTER_MS = [4000, 7000];
const CHEER_MS = 500;
/**
 * Reports of the head that come faster than this are taken together: each new way costs two
 * frames. With the way there, the head is never more than 250 ms behind.
 */
const TURN_EVERY_MS = 130;
const QUICK_WAY_MS = 120;
/** Way of the head after a pause; reports of a moving head come about as often. */
const CALM_WAY_MS = 240;
/** Under reduced motion the head jumps, and no more often than this. */
const JUMP_EVERY_MS = 250;
/** Steps in which the voice is shown. */
const STEPS = 12;
const STILL_STEPS = 3;
/** Arms in front of the body; all others are behind it. */
const IN_FRONT = Object.freeze({ cover: [0, 1], plug: [1], yawn: [1], listen: [1], offer: [0] });

export class Figure {
  #part = build();
  /** @type {import("../wire/protocol.js").Message | null} */
  #presence = null;
  /** @type {string | null} */
  #scene = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextEyes;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextBlink;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextTurn;
  #turnedMs = -Infinity;
  /** @type {Animation | undefined} */
  #shine;
  /** What was drawn last, and with which light: most reports change the head alone. */
  #shown = "";
  #lit = "";
  #turned = "";
  #loud = 0;
  #sinceMs = 0;
  #heard = false;

  /**
   * @param {string} name accessible name
   * @param {{calm?: boolean, plate?: boolean}} [options] `plate`: the nickname stands at its feet
   */
  constructor(name, options = {}) {
    const { calm = false, plate = false } = options;
    this.plate = drawing("text", { class: "plate-name", x: 100, y: 262 });
    this.svg = drawing(
      "svg",
      { class: "figure", viewBox: plate ? "0 0 200 276" : "0 0 200 240", role: "img", "aria-label": name },
      this.#part.ground,
      this.#part.whole,
      ...(plate ? [drawing("rect", { class: "plate", x: 14, y: 240, width: 172, height: 32, rx: 12 }), this.plate] : []),
    );
    this.calm(calm);
    this.dress(null);
    this.update(null);
  }

  /** @param {string} name */
  rename(name) {
    setAttribute(this.svg, "aria-label", name);
  }

  /** @param {boolean} on look for older children */
  calm(on) {
    setAttribute(this.svg, "data-look", on ? "calm" : "warm");
  }

  /** @param {import("./figure_scenes.js").Outfit | null} wanted */
  dress(wanted) {
    const { nickname, shell, wears } = outfit(wanted);
    setText(this.plate, nickname);
    setAttribute(this.svg, "data-named", String(nickname !== ""));
    setAttribute(this.svg, "data-shell", shell);
    if (this.svg.getAttribute("data-wears") === wears) return;
    setAttribute(this.svg, "data-wears", wears);
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
    if (shown === this.#loud) return;
    this.#loud = shown;
    const [near, far] = this.#part.waves;
    near.style.opacity = Math.min(1, 2 * shown).toFixed(2);
    far.style.opacity = Math.max(0, (shown - 0.4) / 0.6).toFixed(2);
    if (this.svg.getAttribute("data-signal") !== "speaking") return;
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
    if (key !== this.#shown) this.#turnedMs = -Infinity;
    this.#turn(shown);
    this.#blink();
    if (key === this.#shown) return;
    this.#shown = key;
    this.#light(shown);
    setAttribute(this.svg, "data-hand", shown.arms === "up" ? "up" : "down");
    setAttribute(this.svg, "data-face", shown.face);
    setAttribute(this.#part.mouth, "d", MOUTHS[/** @type {keyof typeof MOUTHS} */ (shown.face)] ?? MOUTHS.none);
    this.#set(shown.scene);
    this.#bend(shown.arms);
  }

  /** @param {string} scene */
  #set(scene) {
    if (this.svg.getAttribute("data-scene") === scene) return;
    setAttribute(this.svg, "data-scene", scene);
    const { behind = [], before = [] } = surroundings(scene);
    this.#part.behind.replaceChildren(...behind);
    this.#part.before.replaceChildren(...before);
  }

  /** @param {string} arms */
  #bend(arms) {
    if (this.svg.getAttribute("data-arms") === arms) return;
    const ahead = IN_FRONT[/** @type {keyof typeof IN_FRONT} */ (arms)] ?? [];
    for (const [index, arm] of this.#part.arms.entries()) {
      const place = ahead.includes(index) ? this.#part.front : this.#part.back;
      if (arm.parentNode !== place) place.append(arm);
    }
    setAttribute(this.svg, "data-arms", arms);
  }

  /** @param {import("./figure_scenes.js").Look} shown */
  #turn(shown) {
    const { turn, roll } = shown;
    const { face, head, ears } = this.#part;
    const place = `translate(${turn.faceX}px, ${turn.faceY}px) scale(${turn.faceWidth}, ${turn.faceHeight})`;
    const lean = `translate(0px, ${turn.headY}px) rotate(${roll}deg)`;
    if (this.#turned === place + lean) return;
    const now = performance.now();
    const sinceMs = now - this.#turnedMs;
    const leftMs = (isStill() ? JUMP_EVERY_MS : TURN_EVERY_MS) - sinceMs;
    clearTimeout(this.#nextTurn);
    if (leftMs > 0) {
      this.#nextTurn = setTimeout(() => this.#show(), leftMs);
      return;
    }
    const way = `${sinceMs < CALM_WAY_MS ? QUICK_WAY_MS : CALM_WAY_MS}ms`;
    face.style.transitionDuration = head.style.transitionDuration = way;
    this.#turned = place + lean;
    this.#turnedMs = now;
    face.style.transform = place;
    head.style.transform = lean;
    for (const [index, { x, width, front }] of turn.ears.entries()) {
      const { behind, before } = ears[index];
      // The other one is hidden, and moved as soon as it is not.
      (front ? before : behind).style.transform = earPlace(x, width);
      setAttribute(behind, "data-shown", String(!front));
      setAttribute(before, "data-shown", String(front));
    }
  }

  /** @param {import("./figure_scenes.js").Look} shown */
  #light({ signal, eyes }) {
    const still = isStill();
    const key = `${signal} ${eyes} ${still}`;
    if (key === this.#lit) return;
    this.#lit = key;
    setAttribute(this.svg, "data-signal", signal);
    clearTimeout(this.#nextEyes);
    this.#sinceMs = performance.now();
    const kept = eyes ?? (still ? steadyEyes(signal) : null);
    if (kept) this.#open(kept);
    else this.#draw(signal);
    this.svg.style.setProperty("--lamp", colour(signal));
    this.#shine?.cancel();
    this.#shine = undefined;
    const { frames, seconds, repeats } = gentle(signal);
    this.#part.lit.style.opacity = String(still ? steady(signal) : frames[frames.length - 1].opacity);
    if (still || seconds === 0 || (this.#heard && signal === "speaking")) return;
    this.#shine = this.#part.lit.animate(frames, { duration: seconds * 1000, iterations: repeats ? Infinity : 1 });
    if (!this.svg.isConnected) requestAnimationFrame(() => this.#rest());
  }

  /** Stop what moves once the drawing has left the page: Chromium would work for it in every frame. */
  #rest() {
    if (this.svg.isConnected || this.#shine === undefined) return;
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
    if (this.svg.getAttribute("data-eyes") === name) return;
    setAttribute(this.svg, "data-eyes", name);
    this.#part.eyes.replaceChildren(...eye(name, 0), ...eye(name, 1));
  }

  /** Blink every few seconds, for as long as the drawing is on the page. */
  #blink() {
    if (this.#nextBlink !== undefined) return;
    const [soonestMs, latestMs] = BLINK_AFTER_MS;
    this.#nextBlink = setTimeout(() => {
      this.#nextBlink = undefined;
      this.#rest();
      if (!this.svg.isConnected) return;
      if (!isStill() && ["open", "half"].includes(this.svg.getAttribute("data-eyes") ?? "")) {
        const frames = [{ transform: "scaleY(1)" }, { transform: "scaleY(0.1)" }, { transform: "scaleY(1)" }];
        this.#part.eyes.animate(frames, BLINK_MS);
      }
      this.#blink();
    }, soonestMs + Math.random() * (latestMs - soonestMs));
  }
}
