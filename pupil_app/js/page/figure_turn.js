// @ts-check
/**
 * PURE. Where the boxes of the head stand when it is turned. No I/O.
 *
 * All boxes are as large as the drawing (200 x 240), so that a place in percent is the same at every size.
 */

import { turn } from "./posture.js";

/** The head is drawn larger than the robot's own by this. */
const LARGER = 1.2;
const [ACROSS, DOWN] = [(100 * LARGER) / 200, (100 * LARGER) / 240];
/** Ears stand out a little more than the robot's own. */
const EAR_OUT = 1.04;
const EAR_WIDTH = 4;
/** Place of an ear of a head that looks ahead: 53 as in `posture.js`, and out. */
const EAR_X = 55.12;

/** Ears of a head that looks ahead, the one on the viewer's left first. */
export const EARS = Object.freeze([-EAR_X, EAR_X].map((x) => ({ x, width: EAR_WIDTH })));

/** @typedef {readonly number[]} Pose everything that moves with the head, one number each */
/** @typedef {{head: string, face: string, ears: string[]}} Places transforms of the boxes */

/** @param {import("./posture.js").Turn} turn @param {number} rollDeg by which the head leans @returns {Pose} */
export const pose = ({ faceX, faceY, faceWidth, faceHeight, headY, ears: [left, right] }, rollDeg) => [
  faceX,
  faceY,
  rollDeg,
  headY,
  faceWidth,
  faceHeight,
  left.x,
  left.width,
  right.x,
  right.width,
];

export const AHEAD = pose(turn(0, 0), 0);

/** @param {Pose} from @param {Pose} to @param {number} share of the way, 0..1 @returns {Pose} */
export const between = (from, to, share) => (share >= 1 ? to : from.map((value, index) => value + share * (to[index] - value)));

/** Parts that move together with little to see, by places in a pose: the head itself, and each ear. */
const PARTS = Object.freeze({ head: [2, 3], left: [6, 7], right: [8, 9] });
/** Less than a pixel of a drawing as wide as in class. */
const UNSEEN = 0.5;

/** @param {Pose} one @param {Pose} other @param {keyof typeof PARTS} part @returns {boolean} whether the part stands elsewhere */
export const moves = (one, other, part) => PARTS[part].some((index) => one[index] !== other[index]);

/**
 * Return the pose without what nobody would see: a part that moves has a price in each frame.
 *
 * @param {Pose} shown @param {Pose} wanted @returns {Pose}
 */
export function visible(shown, wanted) {
  const pose = [...wanted];
  for (const indices of Object.values(PARTS)) {
    if (indices.every((index) => Math.abs(wanted[index] - shown[index]) < UNSEEN)) for (const index of indices) pose[index] = shown[index];
  }
  return pose;
}

/** @param {Pose} pose @returns {Places} */
export function places([faceX, faceY, rollDeg, headY, faceWidth, faceHeight, leftX, leftWidth, rightX, rightWidth]) {
  return {
    head: `translate(0%, ${rounded(DOWN * headY)}%) rotate(${rounded(rollDeg)}deg)`,
    face: `translate(${rounded(ACROSS * faceX)}%, ${rounded(DOWN * faceY)}%) scale(${rounded(faceWidth)}, ${rounded(faceHeight)})`,
    ears: [earPlace(0, leftX, leftWidth), earPlace(1, rightX, rightWidth)],
  };
}

/** @param {number} index @param {number} x @param {number} width as `posture.js` has them @returns {string} */
const earPlace = (index, x, width) =>
  `translate(${rounded(ACROSS * (EAR_OUT * x - EARS[index].x))}%, 0%) scale(${rounded(width / EAR_WIDTH)}, 1)`;

/** @param {number} value */
const rounded = (value) => Math.round(value * 1000) / 1000 + 0;
