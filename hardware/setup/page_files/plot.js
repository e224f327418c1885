// @ts-check
/** Plot of a recorded step: commanded and measured angle, and the figures of the response. */

import { draw } from "./drawing.js";
import { PLOT, polyline, scales, ticks } from "./geometry.js";
import { figure } from "./words.js";

/**
 * @param {any} recorded as the server sends it
 * @param {(key: string) => string} say
 * @returns {SVGElement}
 */
export function plot(recorded, say) {
  const { samples, start_deg, goal_deg, response } = recorded;
  const values = samples.flatMap((/** @type {any} */ each) => [each.commanded_deg, each.measured_deg]);
  const margin = Math.abs(goal_deg - start_deg) * 0.08;
  const low = Math.min(start_deg, goal_deg, ...values) - margin;
  const high = Math.max(start_deg, goal_deg, ...values) + margin;
  const end_s = samples[samples.length - 1].t_s;
  const { x, y } = scales(end_s, low, high);
  const label = `${say("step")} ${say(recorded.axis)}`;
  const svg = draw("svg", {
    viewBox: `0 0 ${PLOT.width} ${PLOT.height}`,
    role: "img",
    "aria-label": label,
    class: "plot",
  });
  if (response.rise_s !== null) {
    const from = x(response.delay_s);
    const width = x(response.delay_s + response.rise_s) - from;
    const height = PLOT.height - PLOT.top - PLOT.bottom;
    svg.append(draw("rect", { class: "band", x: from, y: PLOT.top, width, height }));
  }
  grid(svg, { x, y, end_s, low, high, say });
  for (const [kind, name] of [["sent", "commanded_deg"], ["present", "measured_deg"]]) {
    const points = samples.map((/** @type {any} */ each) => [x(each.t_s), y(each[name])]);
    svg.append(draw("polyline", { class: kind, points: polyline(points) }));
  }
  if (response.settling_s !== null) {
    const at = x(response.settling_s);
    svg.append(draw("line", { class: "mark", x1: at, x2: at, y1: PLOT.top, y2: PLOT.height - PLOT.bottom }));
  }
  legend(svg, say);
  return svg;
}

/** @param {SVGElement} svg @param {(key: string) => string} say */
function legend(svg, say) {
  const right = PLOT.width - PLOT.right - 150;
  for (const [index, kind] of ["sent", "present"].entries()) {
    const y = PLOT.height - PLOT.bottom - 38 + 20 * index;
    svg.append(draw("line", { class: kind, x1: right, x2: right + 40, y1: y, y2: y }));
    svg.append(draw("text", { class: "soft", x: right + 48, y: y + 4 }, say(kind)));
  }
}

/** @param {SVGElement} svg @param {any} of */
function grid(svg, { x, y, end_s, low, high, say }) {
  const bottom = PLOT.height - PLOT.bottom;
  for (const angle of ticks(low, high)) {
    const at = y(angle);
    svg.append(draw("line", { class: "grid", x1: PLOT.left, x2: PLOT.width - PLOT.right, y1: at, y2: at }));
    svg.append(draw("text", { class: "soft", x: PLOT.left - 6, y: at + 4, "text-anchor": "end" }, `${angle}°`));
  }
  for (const second of ticks(0, end_s, 8)) {
    const at = x(second);
    svg.append(draw("line", { class: "grid", x1: at, x2: at, y1: PLOT.top, y2: bottom }));
    svg.append(draw("text", { class: "soft", x: at, y: bottom + 16, "text-anchor": "middle" }, String(second).replace(".", say("decimal"))));
  }
  const middle = (PLOT.left + PLOT.width - PLOT.right) / 2;
  svg.append(draw("text", { class: "soft", x: middle, y: PLOT.height - 3, "text-anchor": "middle" }, say("seconds")));
}

/** @param {any} response @param {(key: string) => string} say @returns {string[]} */
export function told(response, say) {
  const seconds = (/** @type {number | null} */ value) => (value === null ? say("never") : figure(value, 2, "s", say("decimal")));
  return [
    seconds(response.delay_s),
    seconds(response.rise_s),
    figure(response.overshoot_percent, 1, "%", say("decimal")),
    seconds(response.settling_s),
    figure(response.rest_deg, 1, "°", say("decimal")),
  ];
}
