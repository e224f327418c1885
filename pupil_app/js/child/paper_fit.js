// @ts-check
/**
 * PURE. Part of a paper that its viewer shows first: all of it, or, where much would stay empty, from where
 * one begins to read. No I/O.
 */

import { clamped, WHOLE } from "../lesson/cropping.js";

/** @typedef {{width: number, height: number}} Size */

/** Zoom below which the empty edges are narrow. */
const LEAST_ZOOM = 1.12;

/** At least this share of a paper is shown, so that one sees what it is. */
const MOST_ZOOM = 2.5;

/**
 * @param {Size} paper as it is @param {Size} frame in which the whole of it has its place
 * @returns {import("../lesson/cropping.js").Crop} at the upper left edge where it is not the whole
 */
export function firstCrop(paper, frame) {
  if (![paper.width, paper.height, frame.width, frame.height].every((length) => length > 0)) return WHOLE;
  const ratio = (paper.width * frame.height) / (paper.height * frame.width);
  const zoom = Math.min(MOST_ZOOM, Math.max(ratio, 1 / ratio));
  if (zoom < LEAST_ZOOM) return WHOLE;
  return clamped(ratio > 1 ? { zoom, x: 0, y: 0.5 } : { zoom, x: 0.5, y: 0 }, MOST_ZOOM);
}
