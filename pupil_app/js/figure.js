// @ts-check
/** Karlsson as the class sees it: eyes, light, arm and head follow what the robot really shows. */

import { drawing, setAttribute } from "./dom.js";
import { FIRST_S, posture } from "./posture.js";

const MOUTHS = Object.freeze({
  none: "M88 98q12 6 24 0",
  happy: "M84 95q16 15 32 0",
  tired: "M90 101h20",
  confused: "M87 100q6-6 13 0t13 0",
  sad: "M86 104q14-12 28 0",
  unwell: "M85 101q5-6 10 0t10 0t10 0",
  laughing: "M84 94h32q-4 15-16 15t-16-15z",
});

export class Figure {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #opening;

  /** @param {string} name accessible name */
  constructor(name) {
    this.face = drawing("g", { class: "face" });
    this.mouth = drawing("path", { class: "mouth", d: MOUTHS.none });
    this.face.append(
      ...[82, 118].flatMap((x) => [
        drawing("ellipse", { class: "eye-open", cx: x, cy: 78, rx: 9, ry: 11 }),
        drawing("path", { class: "eye-half", d: `M${x - 9} 77h18a9 10 0 0 1-18 0z` }),
        drawing("path", { class: "eye-closed", d: `M${x - 9} 78q9 8 18 0` }),
      ]),
      this.mouth,
    );
    this.head = drawing(
      "g",
      { class: "head" },
      drawing("path", { class: "line", d: "M100 40v-12" }),
      drawing("path", { class: "propeller", d: "M100 26c-6-9-24-10-27-4 3 6 20 7 27 4zM100 26c6-9 24-10 27-4-3 6-20 7-27 4z" }),
      drawing("rect", { class: "shell", x: 46, y: 40, width: 108, height: 84, rx: 38 }),
      drawing("rect", { class: "screen", x: 57, y: 52, width: 86, height: 60, rx: 27 }),
      this.face,
    );
    this.svg = drawing(
      "svg",
      { class: "figure", viewBox: "0 0 200 220", role: "img", "aria-label": name },
      drawing("ellipse", { class: "ground", cx: 100, cy: 210, rx: 62, ry: 7 }),
      limb("arm arm-other"),
      drawing("path", {
        class: "shell",
        d: "M62 208q-7 0-6-8l9-68q2-13 14-13h42q12 0 14 13l9 68q1 8-6 8z",
      }),
      light(),
      this.head,
      limb("arm arm-hand"),
    );
    this.update(null);
  }

  /** @param {string} name */
  rename(name) {
    setAttribute(this.svg, "aria-label", name);
  }

  /** @param {import("./protocol.js").Message | null} presence */
  update(presence) {
    const { signal, eyes, eyesFirst, light: pattern, arm, face, turnX, turnY } = posture(presence);
    if (this.svg.getAttribute("data-signal") !== signal) this.#look(eyesFirst, eyes);
    setAttribute(this.svg, "data-signal", signal);
    setAttribute(this.svg, "data-light", pattern);
    setAttribute(this.svg, "data-arm", arm);
    setAttribute(this.svg, "data-face", face);
    setAttribute(this.mouth, "d", MOUTHS[/** @type {keyof typeof MOUTHS} */ (face)] ?? MOUTHS.none);
    this.face.style.transform = `translate(${turnX}px, ${turnY / 2}px)`;
    this.head.style.transform = `translate(${turnX / 5}px, ${turnY}px)`;
  }

  /** @param {string} first @param {string} then eyes, a second later */
  #look(first, then) {
    clearTimeout(this.#opening);
    setAttribute(this.svg, "data-eyes", first);
    if (first === then) return;
    this.#opening = setTimeout(() => setAttribute(this.svg, "data-eyes", then), FIRST_S * 1000);
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

/** @returns {SVGElement} the strip on the chest: five segments, so that patterns need no colour */
const light = () =>
  drawing(
    "g",
    { class: "light" },
    drawing("rect", { class: "strip", x: 68, y: 150, width: 64, height: 16, rx: 8 }),
    ...[0, 1, 2, 3, 4].map((index) =>
      drawing("circle", { class: `segment segment-${index}`, cx: 78 + index * 11, cy: 158, r: 4.2 }),
    ),
  );
