// @ts-check
/** PURE. Rectangles on the screen, in CSS pixels. No I/O. */

/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** Height to width of Karlsson's drawing. */
export const FIGURE = 214 / 178;

/** @param {number} x @param {number} y @param {number} width @param {number} height @returns {Box} */
export const box = (x, y, width, height) => ({ x, y, width, height });

/** @param {number} low @param {number} value @param {number} high @returns {number} */
export const clamp = (low, value, high) => Math.min(high, Math.max(low, value));
