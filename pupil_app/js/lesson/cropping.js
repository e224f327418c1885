// @ts-check
/**
 * PURE. Crop of the class's picture: what it shows, and how fingers move it. No I/O.
 *
 * A crop is enlarged by `zoom` and has its middle at `x`, `y` of the whole picture, as on the wire.
 * Places in what is shown, and in the whole picture, are fractions from the upper left corner.
 */

import { Pacer } from "./pacer.js";

/** @typedef {import("../wire/presence.js").Crop} Crop */
/** @typedef {import("./looking.js").Place} Place */

/** @type {Readonly<Crop>} */
export const WHOLE = Object.freeze({ zoom: 1, x: 0.5, y: 0.5 });

/** A crop that differs by less than this is the same: a hundredth of the zoom, a pixel of 1000. */
const CLOSE = Object.freeze({ zoom: 0.01, place: 0.001 });

/** @param {number} value @param {number} least @param {number} most @returns {number} */
const between = (value, least, most) => Math.min(most, Math.max(least, value));

/**
 * Return the crop as the robot takes it: no nearer than it can, and within the picture.
 *
 * @param {Crop} crop @param {number} most largest zoom of the robot
 * @returns {Crop}
 */
export function clamped({ zoom, x, y }, most) {
  const near = between(zoom, 1, Math.max(1, most));
  const edge = 0.5 / near;
  return { zoom: near, x: between(x, edge, 1 - edge), y: between(y, edge, 1 - edge) };
}

/** @param {Place} place in what is shown @param {Crop} crop @returns {Place} in the whole picture */
export const inWhole = (place, { zoom, x, y }) => ({ x: x + (place.x - 0.5) / zoom, y: y + (place.y - 0.5) / zoom });

/** @param {Place} place in the whole picture @param {Crop} crop @returns {Place} in what is shown */
export const inShown = (place, { zoom, x, y }) => ({ x: 0.5 + (place.x - x) * zoom, y: 0.5 + (place.y - y) * zoom });

/**
 * Return a nearer or wider crop in which the place under the finger stays under it.
 *
 * @param {Crop} crop @param {number} factor above 1 to come nearer
 * @param {Place} place in what is shown @param {number} most largest zoom of the robot
 * @returns {Crop}
 */
export function nearer(crop, factor, place, most) {
  const zoom = between(crop.zoom * factor, 1, Math.max(1, most));
  const held = inWhole(place, crop);
  return clamped({ zoom, x: held.x - (place.x - 0.5) / zoom, y: held.y - (place.y - 0.5) / zoom }, most);
}

/**
 * Return the crop after the picture was pulled by a share of what is shown, and what is left of the
 * pull at the edge, as a share of the whole picture: by that much the head turns.
 *
 * @param {Place} pulled to the right and down @param {Crop} crop @param {number} most
 * @returns {{crop: Crop, beyond: Place}}
 */
export function pulledCrop(pulled, crop, most) {
  const wanted = { zoom: crop.zoom, x: crop.x - pulled.x / crop.zoom, y: crop.y - pulled.y / crop.zoom };
  const next = clamped(wanted, most);
  return { crop: next, beyond: { x: next.x - wanted.x, y: next.y - wanted.y } };
}

/** @param {Crop} left @param {Crop} right @returns {boolean} */
export const isSameCrop = (left, right) =>
  Math.abs(left.zoom - right.zoom) < CLOSE.zoom * right.zoom &&
  Math.hypot(left.x - right.x, left.y - right.y) < CLOSE.place;

/** @param {Crop} crop @returns {Crop} finer than any screen, and short on the wire */
export const roundedCrop = ({ zoom, x, y }) => ({
  zoom: Math.round(zoom * 1000) / 1000,
  x: Math.round(x * 10000) / 10000,
  y: Math.round(y * 10000) / 10000,
});

/**
 * Pacer of crops.
 *
 * @extends {Pacer<Crop>}
 */
export class CropPacer extends Pacer {
  constructor() {
    super(isSameCrop);
  }
}
