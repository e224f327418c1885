// @ts-check
/**
 * PURE. Head angles for a place in the picture and back, by the pinhole model. No I/O.
 *
 * Angles in degrees, positive is the robot's left and up, as on the wire.
 */

import { Pacer } from "./pacer.js";

/** @typedef {{panDeg: number, tiltDeg: number}} Pose */
/** @typedef {{panMin: number, panMax: number, tiltMin: number, tiltMax: number, lensDeg: number}} Head */
/** @typedef {{slot: string, panDeg: number, tiltDeg: number}} View a saved target */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number}} Place fractions of the picture: 0,0 is its upper left corner */

/** Distance from the target at which the head has arrived. */
export const ARRIVED_DEG = 1.5;

/** Turn of one press: a quarter of the usual 66° view, so that part of the picture stays. */
export const STEP_DEG = Object.freeze({ pan: 16, tilt: 9 });

/** Limits and field of view until the robot has sent its own. */
export const USUAL_HEAD = Object.freeze({
  panMin: -90,
  panMax: 90,
  tiltMin: -30,
  tiltMax: 30,
  lensDeg: 66,
});

const RADIAN = Math.PI / 180;

/** @param {any} head of a presence message @returns {Head} */
export function headOf(head) {
  if (!head) return USUAL_HEAD;
  return {
    panMin: head.pan_min_deg,
    panMax: head.pan_max_deg,
    tiltMin: head.tilt_min_deg,
    tiltMax: head.tilt_max_deg,
    lensDeg: head.lens_deg,
  };
}

/**
 * @param {any} presence message of the robot @param {string} slot
 * @returns {View | null} null if nothing is saved in this slot
 */
export function viewOf(presence, slot) {
  const view = presence?.views.find((/** @type {any} */ one) => one.slot === slot);
  return view ? { slot, panDeg: view.pan_deg, tiltDeg: view.tilt_deg } : null;
}

/**
 * @param {{x: number, y: number}} point in pixels of the box
 * @param {{x: number, y: number, width: number, height: number}} whole the picture, which may be larger than its box
 * @returns {Place}
 */
export const placeIn = (point, whole) => ({ x: (point.x - whole.x) / whole.width, y: (point.y - whole.y) / whole.height });

/**
 * Return the target after the picture was pulled by a share of itself: what was under the finger
 * stays under it.
 *
 * @param {Place} pulled fractions of the picture, to the right and down @param {Pose} from
 * @param {number} lensDeg @param {number} aspect
 * @returns {Pose}
 */
export const pulledPose = (pulled, { panDeg, tiltDeg }, lensDeg, aspect) => ({
  panDeg: panDeg + pulled.x * lensDeg,
  tiltDeg: tiltDeg + (pulled.y * lensDeg) / aspect,
});

/**
 * Return the target that brings a place of the picture to its middle.
 *
 * @param {Place} place @param {Pose} pose measured pose of the head
 * @param {number} lensDeg horizontal field of view @param {number} aspect width / height
 * @returns {Pose}
 */
export function poseOf(place, pose, lensDeg, aspect) {
  const half = Math.tan((lensDeg / 2) * RADIAN);
  const right = (2 * place.x - 1) * half;
  const up = ((1 - 2 * place.y) * half) / aspect;
  const tilt = pose.tiltDeg * RADIAN;
  const ahead = Math.cos(tilt) - up * Math.sin(tilt);
  const risen = Math.sin(tilt) + up * Math.cos(tilt);
  return {
    panDeg: pose.panDeg - Math.atan2(right, ahead) / RADIAN,
    tiltDeg: Math.atan2(risen, Math.hypot(right, ahead)) / RADIAN,
  };
}

/**
 * Return the place of a target in the present picture; at the edge if it is outside.
 *
 * @param {Pose} target @param {Pose} pose @param {number} lensDeg @param {number} aspect
 * @returns {Place}
 */
export function placeOfPose(target, pose, lensDeg, aspect) {
  const half = Math.tan((lensDeg / 2) * RADIAN);
  const pan = (pose.panDeg - target.panDeg) * RADIAN;
  const rise = target.tiltDeg * RADIAN;
  const tilt = pose.tiltDeg * RADIAN;
  const right = Math.cos(rise) * Math.sin(pan);
  const level = Math.cos(rise) * Math.cos(pan);
  const ahead = level * Math.cos(tilt) + Math.sin(rise) * Math.sin(tilt);
  const up = Math.sin(rise) * Math.cos(tilt) - level * Math.sin(tilt);
  const depth = Math.max(ahead, 0.05);
  const x = 0.5 + right / depth / half / 2;
  const y = 0.5 - (up / depth / half / 2) * aspect;
  return { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
}

/**
 * Hold a wish one step beyond what the head can do: the robot still says where the limit is, a key
 * that is held down never asks for what the wire refuses, and the way back is one press.
 *
 * @param {Pose} wanted @param {Head} head @returns {Pose}
 */
export const within = ({ panDeg, tiltDeg }, head) => ({
  panDeg: Math.min(head.panMax + STEP_DEG.pan, Math.max(head.panMin - STEP_DEG.pan, panDeg)),
  tiltDeg: Math.min(head.tiltMax + STEP_DEG.tilt, Math.max(head.tiltMin - STEP_DEG.tilt, tiltDeg)),
});

/** @param {Pose} target @returns {Pose} in hundredths of a degree, finer than any servo */
export const rounded = ({ panDeg, tiltDeg }) => ({
  panDeg: Math.round(panDeg * 100) / 100,
  tiltDeg: Math.round(tiltDeg * 100) / 100,
});

/**
 * @param {"left" | "right" | "up" | "down" | "ahead"} way @param {Pose} from
 * @returns {Pose}
 */
export function step(way, from) {
  const { panDeg, tiltDeg } = from;
  switch (way) {
    case "left":
      return { panDeg: panDeg + STEP_DEG.pan, tiltDeg };
    case "right":
      return { panDeg: panDeg - STEP_DEG.pan, tiltDeg };
    case "up":
      return { panDeg, tiltDeg: tiltDeg + STEP_DEG.tilt };
    case "down":
      return { panDeg, tiltDeg: tiltDeg - STEP_DEG.tilt };
    default:
      return { panDeg: 0, tiltDeg: 0 };
  }
}

/** @type {Readonly<Record<string, "left" | "right" | "up" | "down" | "ahead">>} */
export const KEYS = Object.freeze({
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "ahead",
});

/** @param {Pose} left @param {Pose} right @returns {boolean} */
export const isClose = (left, right) =>
  Math.hypot(left.panDeg - right.panDeg, left.tiltDeg - right.tiltDeg) < ARRIVED_DEG;

/**
 * Pacer of looks.
 *
 * @extends {Pacer<Pose>}
 */
export class LookPacer extends Pacer {
  constructor() {
    super(isClose);
  }
}
