// @ts-check
/** PURE. Angles and curves in SVG coordinates. No I/O. */

export const CENTRE = 120;
export const RADIUS = 88;
export const LOAD_RADIUS = 104;

/**
 * Return a point of the dial. Pan is seen from above with straight ahead on top, tilt from
 * the robot's right side with straight ahead on the right; left and up turn anticlockwise.
 * @param {"pan" | "tilt"} axis @param {number} angle_deg @param {number} radius
 * @returns {[number, number]}
 */
export function point(axis, angle_deg, radius) {
  const turn = ((axis === "pan" ? 90 : 0) + angle_deg) * (Math.PI / 180);
  return [round(CENTRE + radius * Math.cos(turn)), round(CENTRE - radius * Math.sin(turn))];
}

/** @param {"pan" | "tilt"} axis @param {number} from @param {number} to @param {number} radius */
export function arc(axis, from, to, radius) {
  const [low, high] = from < to ? [from, to] : [to, from];
  const span = Math.min(high - low, 359.9);
  const [x1, y1] = point(axis, low, radius);
  const [x2, y2] = point(axis, low + span, radius);
  return `M ${x1} ${y1} A ${radius} ${radius} 0 ${span > 180 ? 1 : 0} 0 ${x2} ${y2}`;
}

/** @param {"pan" | "tilt"} axis @param {number} from @param {number} to @param {number} radius */
export function sector(axis, from, to, radius) {
  return `${arc(axis, from, to, radius)} L ${CENTRE} ${CENTRE} Z`;
}

export const PLOT = Object.freeze({ width: 720, height: 300, left: 46, right: 14, top: 14, bottom: 34 });

/**
 * Return the conversion from seconds and degrees to the plot's coordinates.
 * @param {number} end_s @param {number} low @param {number} high
 */
export function scales(end_s, low, high) {
  const { width, height, left, right, top, bottom } = PLOT;
  const across = width - left - right;
  const up = height - top - bottom;
  const span = high > low ? high - low : 1;
  return {
    /** @param {number} t_s */
    x: (t_s) => round(left + (across * t_s) / (end_s || 1)),
    /** @param {number} angle_deg */
    y: (angle_deg) => round(top + up * (1 - (angle_deg - low) / span)),
  };
}

/**
 * Return round values for a scale, about `most` of them.
 * @param {number} low @param {number} high @param {number} [most]
 */
export function ticks(low, high, most = 6) {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10);
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step / 1e6; at += step) {
    found.push(Number(at.toFixed(6)));
  }
  return found;
}

/**
 * Return the points as an SVG polyline takes them.
 *
 * @param {Array<[number, number]>} points
 */
export function polyline(points) {
  return points.map(([x, y]) => `${x},${y}`).join(" ");
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
