// @ts-check
/**
 * PURE. Part of a sheet that the viewer shows: enlarged about a point, moved, and never out of sight. No I/O.
 *
 * Lengths are in px of the screen; x and y move the middle of the sheet away from the middle of the
 * viewer.
 */

/** @typedef {{scale: number, x: number, y: number}} Shown */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number}} Point */

export const MOST_SCALE = 8;

/** Step of a button or key. */
export const STEP = 1.5;

/** @type {Readonly<Shown>} */
export const WHOLE = Object.freeze({ scale: 1, x: 0, y: 0 });

/**
 * @param {Shown} shown @param {Size} sheet as it fits the viewer @param {Size} viewer
 * @returns {Shown} with no edge of the sheet further inside than needed
 */
export function kept({ scale, x, y }, sheet, viewer) {
  const bounded = Math.min(MOST_SCALE, Math.max(1, scale));
  const room = (/** @type {number} */ length, /** @type {number} */ space) => Math.max(0, (length * bounded - space) / 2);
  const [across, along] = [room(sheet.width, viewer.width), room(sheet.height, viewer.height)];
  return { scale: bounded, x: Math.min(across, Math.max(-across, x)), y: Math.min(along, Math.max(-along, y)) };
}

/**
 * Enlarge about a point, which stays where it is.
 *
 * @param {Shown} shown @param {number} factor @param {Point} about from the middle of the viewer
 * @returns {Shown}
 */
export function enlarged({ scale, x, y }, factor, about) {
  const next = Math.min(MOST_SCALE, Math.max(1, scale * factor));
  const by = next / scale;
  return { scale: next, x: about.x - (about.x - x) * by, y: about.y - (about.y - y) * by };
}

/**
 * Follow two fingers from where they were to where they are.
 *
 * @param {Shown} shown @param {[Point, Point]} were @param {[Point, Point]} are
 * @returns {Shown}
 */
export function pinched(shown, were, are) {
  const [from, to] = [middle(were), middle(are)];
  const factor = distance(are) / Math.max(1, distance(were));
  const next = enlarged(shown, factor, from);
  return { ...next, x: next.x + to.x - from.x, y: next.y + to.y - from.y };
}

/** @param {[Point, Point]} points @returns {Point} */
const middle = ([one, other]) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

/** @param {[Point, Point]} points */
const distance = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y);
