// @ts-check
/** Drawing of Karlsson as the class sees it: head, eyes, ring and hand follow the real robot. */

import { drawing, setAttribute } from "./dom.js";
import { colour, dots, eyesAt, posture, rhythm, steady } from "./posture.js";

const MOUTHS = Object.freeze({
  none: "",
  happy: "M88 99q12 11 24 0",
  tired: "M92 103h16",
  confused: "M88 102q6-5 12 0t12 0",
  sad: "M88 105q12-10 24 0",
  unwell: "M86 103q5-5 10 0t10 0t8 0",
  laughing: "M87 98h26q-3 11-13 11t-13-11z",
});
const LEDS = 12;
const RING_RADIUS = 15;
const RING = { cx: 100, cy: 164 };
const EAR_WIDTH = 4;

export class Figure {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #blink;
  /** @type {Animation | undefined} */
  #shine;
  #sinceMs = 0;

  /** @param {string} name accessible name */
  constructor(name) {
    this.eyes = drawing("path", { class: "eyes" });
    this.mouth = drawing("path", { class: "mouth" });
    this.face = drawing(
      "g",
      { class: "face" },
      drawing("rect", { class: "screen", x: 57, y: 52, width: 86, height: 60, rx: 27 }),
      this.eyes,
      this.mouth,
    );
    this.ears = [0, 1].map(() => ({ behind: ear(), before: ear() }));
    this.head = drawing(
      "g",
      { class: "head" },
      drawing("path", { class: "line", d: "M100 40v-12" }),
      drawing("path", { class: "propeller", d: "M100 26c-6-9-24-10-27-4 3 6 20 7 27 4zM100 26c6-9 24-10 27-4-3 6-20 7-27 4z" }),
      ...this.ears.map(({ behind }) => behind),
      drawing("rect", { class: "shell", x: 46, y: 40, width: 108, height: 84, rx: 38 }),
      ...this.ears.map(({ before }) => before),
      this.face,
    );
    this.lit = drawing(
      "g",
      { class: "lit" },
      drawing("circle", { class: "halo", ...RING, r: 27.5, "stroke-width": 13, opacity: 0.19 }),
      drawing("circle", { class: "halo", ...RING, r: 24.5, "stroke-width": 7, opacity: 0.33 }),
      ...leds(),
    );
    this.svg = drawing(
      "svg",
      { class: "figure", viewBox: "0 0 200 220", role: "img", "aria-label": name },
      drawing("ellipse", { class: "ground", cx: 100, cy: 210, rx: 62, ry: 7 }),
      limb("arm arm-other"),
      drawing("path", { class: "ear", d: "M88 108h24v20h-24z" }),
      drawing("path", {
        class: "shell",
        d: "M62 208q-7 0-6-8l9-68q2-13 14-13h42q12 0 14 13l9 68q1 8-6 8z",
      }),
      drawing("circle", { class: "screen", ...RING, r: 21 }),
      drawing("g", { class: "unlit" }, ...leds()),
      this.lit,
      drawing("circle", { class: "shell", ...RING, r: 8.5 }),
      this.head,
      limb("arm arm-hand"),
    );
    this.update(null);
  }

  /** @param {string} name */
  rename(name) {
    setAttribute(this.svg, "aria-label", name);
  }

  /** @param {import("../wire/protocol.js").Message | null} presence */
  update(presence) {
    const { signal, hand, face, turn } = posture(presence);
    if (this.svg.getAttribute("data-signal") !== signal) this.#begin(signal);
    setAttribute(this.svg, "data-signal", signal);
    setAttribute(this.svg, "data-hand", hand);
    setAttribute(this.svg, "data-face", face);
    setAttribute(this.mouth, "d", MOUTHS[/** @type {keyof typeof MOUTHS} */ (face)] ?? MOUTHS.none);
    this.face.style.transform =
      `translate(${turn.faceX}px, ${turn.faceY}px) scale(${turn.faceWidth}, ${turn.faceHeight})`;
    this.head.style.transform = `translate(0, ${turn.headY}px)`;
    for (const [index, { x, width, front }] of turn.ears.entries()) {
      const { behind, before } = this.ears[index];
      const place = `translate(${100 + x}px, 84px) scaleX(${width / EAR_WIDTH})`;
      behind.style.transform = before.style.transform = place;
      setAttribute(before, "data-front", String(front));
    }
  }

  /** @param {string} signal */
  #begin(signal) {
    clearTimeout(this.#blink);
    this.#sinceMs = performance.now();
    this.#draw(signal);
    this.svg.style.setProperty("--lamp", colour(signal));
    this.#shine?.cancel();
    this.#shine = undefined;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const { frames, seconds, repeats } = rhythm(signal);
    this.lit.style.opacity = String(still ? steady(signal) : frames[frames.length - 1].opacity);
    if (still || seconds === 0) return;
    this.#shine = this.lit.animate(frames, { duration: seconds * 1000, iterations: repeats ? Infinity : 1 });
  }

  /** @param {string} signal draw its eyes now, and again when they change */
  #draw(signal) {
    const { name, leftS } = eyesAt(signal, (performance.now() - this.#sinceMs) / 1000);
    setAttribute(this.eyes, "d", dots(name));
    setAttribute(this.svg, "data-eyes", name);
    if (leftS === Infinity) return;
    this.#blink = setTimeout(() => this.#draw(signal), leftS * 1000 + 10);
  }
}

/** @param {string} kind @returns {SVGElement} an arm that hangs from its shoulder at 0,0 */
const limb = (kind) =>
  drawing(
    "g",
    { class: kind },
    drawing("path", { class: "sleeve", d: "M0 0V46" }),
    drawing("circle", { class: "palm", cx: 0, cy: 52, r: 9 }),
  );

/** @returns {SVGElement} */
const ear = () => drawing("ellipse", { class: "ear", rx: EAR_WIDTH, ry: 14 });

/** @returns {SVGElement[]} lamps of the ring; all shine alike, so that the rhythm tells more than the colour */
const leds = () =>
  Array.from({ length: LEDS }, (_, index) => {
    const angle = (2 * Math.PI * index) / LEDS;
    return drawing("circle", {
      cx: RING.cx + RING_RADIUS * Math.sin(angle),
      cy: RING.cy - RING_RADIUS * Math.cos(angle),
      r: 3.2,
    });
  });
