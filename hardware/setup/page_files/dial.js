// @ts-check
/** Dial of one axis: range, target, measured angle, load and temperature. */

import { draw, element, figures, set } from "./drawing.js";
import { arc, CENTRE, LOAD_RADIUS, point, RADIUS, sector } from "./geometry.js";
import { figure } from "./words.js";

const HEAVY = 0.5;

export class Dial {
  /** @param {"pan" | "tilt"} axis @param {(key: string) => string} say */
  constructor(axis, say) {
    this.axis = axis;
    this.decimal = say("decimal");
    this.way = draw("path", { class: "way" });
    this.load = draw("path", { class: "load" });
    this.needles = {
      target: draw("line", { class: "target" }),
      sent: draw("line", { class: "sent" }),
      present: draw("line", { class: "present" }),
    };
    this.root = element("div", { class: "dial", id: axis }, element("h2", {}, say(axis)));
    this.root.append(this.#face(say));
    this.set = figures(this.root, ["target", "sent", "present", "load", "temperature", "volts"].map(say));
  }

  /** @param {(key: string) => string} say */
  #face(say) {
    const [positive, negative] = this.axis === "pan" ? ["left", "right"] : ["up", "down"];
    const side = this.axis === "pan" ? 90 : 78;
    const face = draw(
      "svg",
      { viewBox: "0 0 240 240", role: "img", "aria-label": say(this.axis) },
      draw("circle", { class: "face", cx: CENTRE, cy: CENTRE, r: RADIUS }),
      this.way,
      draw("circle", { class: "face", cx: CENTRE, cy: CENTRE, r: LOAD_RADIUS }),
      this.load,
    );
    for (let angle = -150; angle <= 180; angle += 30) {
      const [x1, y1] = point(this.axis, angle, RADIUS - 5);
      const [x2, y2] = point(this.axis, angle, RADIUS);
      face.append(draw("line", { class: "tick", x1, y1, x2, y2 }));
    }
    for (const [angle, text] of [[0, "0°"], [side, positive], [-side, negative]]) {
      const [x, y] = point(this.axis, Number(angle), RADIUS - 22);
      const name = angle === 0 ? String(text) : say(String(text));
      face.append(draw("text", { x, y: y + 4, class: "soft", "text-anchor": "middle" }, name));
    }
    face.append(this.needles.target, this.needles.sent, this.needles.present);
    face.append(draw("circle", { class: "hub", cx: CENTRE, cy: CENTRE, r: 6 }));
    return face;
  }

  /** @param {number} low @param {number} high */
  limits(low, high) {
    set(this.way, { d: sector(this.axis, low, high, RADIUS) });
  }

  /** @param {any} state */
  show(state) {
    const target = state[`target_${this.axis}_deg`];
    const sent = state[`commanded_${this.axis}_deg`];
    const present = state[`measured_${this.axis}_deg`];
    this.#turn(this.needles.target, target, RADIUS + 10);
    this.#turn(this.needles.sent, sent, RADIUS);
    this.#turn(this.needles.present, present, RADIUS - 12);
    const health = (state.servos ?? []).find((/** @type {any} */ each) => each.axis === this.axis) ?? {};
    const load = health.load ?? 0;
    set(this.load, {
      d: load ? arc(this.axis, 0, Math.max(Math.min(load, 1), -1) * 180, LOAD_RADIUS) : "",
      class: Math.abs(load) >= HEAVY ? "load heavy" : "load",
    });
    this.set([
      figure(target, 1, "°", this.decimal),
      figure(sent, 1, "°", this.decimal),
      figure(present, 1, "°", this.decimal),
      health.load === null || health.load === undefined ? "–" : `${Math.round(100 * Math.abs(load))} %`,
      figure(health.temperature_c, 0, "°C", this.decimal),
      figure(health.volts, 1, "V", this.decimal),
    ]);
  }

  /** @param {SVGElement} needle @param {number} angle_deg @param {number} length */
  #turn(needle, angle_deg, length) {
    const [x2, y2] = point(this.axis, angle_deg, length);
    set(needle, { x1: CENTRE, y1: CENTRE, x2, y2 });
  }
}
