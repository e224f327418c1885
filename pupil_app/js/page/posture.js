// @ts-check
/** PURE. Look of the robot from in front: head, eyes, ring and hand. No I/O. */

import { EYES, LOOKING, MARK_EYES, NARROW_ROWS, SHOWN } from "./signal_table.js";

/** @typedef {{x: number, width: number, front: boolean}} Ear with half its width, and whether it is in front */
/**
 * @typedef {{faceX: number, faceY: number, faceWidth: number, faceHeight: number, headY: number,
 *   ears: [Ear, Ear]}} Turn in units of the drawing; the ear on the viewer's left first
 */

/** Tilt of a sleeping head, as in the robot's default configuration. */
const REST_TILT_DEG = -30;
const LED_PITCH = 3.5;
const EYE_X = [82, 118];
const EYE_Y = 82;
const DARK_ROW = "........";
/** Brightness of a ring that follows the voice; the page does not know how loud it is. */
const VOICE = 0.7;
const VOICE_S = 1.2;
/** Time for which brightness grows or falls, at least. */
const SLOWEST_CHANGE_S = 1;

/**
 * @param {import("../wire/protocol.js").Message | null} presence
 * @returns {{signal: string, hand: "up" | "down", face: string, added: string, turn: Turn}}
 *   `added`: what is added to the eyes, see `drawn`
 */
export function posture(presence) {
  const signal = presence && Object.hasOwn(SHOWN, presence.signal) ? presence.signal : "asleep";
  const { parked } = SHOWN[signal];
  return {
    signal,
    hand: presence?.hand?.raised && !parked ? "up" : "down",
    face: (!parked && presence?.feeling) || "none",
    added: parked || presence === null ? "" : added(presence),
    turn: turn(presence?.pan_deg ?? 0, presence?.tilt_deg ?? (parked ? REST_TILT_DEG : 0)),
  };
}

/**
 * Return what is added to the eyes: narrow while the picture is enlarged, and an answer in one eye.
 *
 * @param {import("../wire/protocol.js").Message} presence
 */
function added({ zoomed, understood }) {
  const mark = { yes: " understood", no: " not_understood" }[/** @type {"yes" | "no"} */ (understood)] ?? "";
  return (zoomed === true ? " near" : "") + mark;
}

/**
 * Return how the head is drawn, as in `hardware/papers/pose/perspective.py`.
 *
 * @param {number} panDeg positive to the robot's left, which is the viewer's right
 * @param {number} tiltDeg
 * @returns {Turn}
 */
export function turn(panDeg, tiltDeg) {
  const yaw = (within(panDeg, 90) * 0.72 * Math.PI) / 180;
  const tilt = within(tiltDeg, 40);
  const most = 50 - 43 * Math.cos(yaw);
  return {
    faceX: rounded(Math.sign(yaw) * Math.min(34 * Math.abs(Math.sin(yaw)), most), 10),
    faceY: rounded(-0.28 * tilt, 10),
    faceWidth: rounded(Math.cos(yaw), 100),
    faceHeight: rounded(Math.cos((tilt * Math.PI) / 180), 100),
    headY: rounded(-0.2 * tilt, 10),
    ears: [ear(-1, yaw), ear(1, yaw)],
  };
}

/** @param {-1 | 1} side @param {number} yaw @returns {Ear} */
function ear(side, yaw) {
  const nearness = -side * Math.sin(yaw);
  return {
    x: rounded(side * 53 * Math.cos(yaw), 10),
    width: rounded(4 + 8 * Math.max(nearness, 0), 10),
    front: nearness > 0,
  };
}

/** @param {number} value @param {number} most */
const within = (value, most) => Math.max(-most, Math.min(most, value));

/** @param {number} value @param {number} parts of one */
const rounded = (value, parts) => Math.round(value * parts) / parts + 0;

/**
 * Return both eyes as `hardware/signals/modifiers.py` draws them; only eyes that look are changed.
 *
 * @param {string} name of a drawing, and after it what is added: "near", an answer
 * @returns {readonly string[]}
 */
export function drawn(name) {
  const [base, ...more] = name.split(" ");
  if (!LOOKING.includes(base)) return EYES[base];
  const mark = more.find((each) => Object.hasOwn(MARK_EYES, each));
  const [first, end] = more.includes("near") ? NARROW_ROWS : [0, Infinity];
  return EYES[base].map((row, down) => {
    const [left, right] = down >= first && down < end ? row.split(" ") : [DARK_ROW, DARK_ROW];
    return `${left} ${mark === undefined ? right : EYES[MARK_EYES[mark]][down].split(" ")[1]}`;
  });
}

/**
 * @param {string} name of a drawing, as in `drawn`
 * @returns {string} one dot for each lit LED, for the `d` of a path with round ends
 */
export function dots(name) {
  const first = (-7 / 2) * LED_PITCH;
  return drawn(name)
    .flatMap((row, down) =>
      row.split(" ").flatMap((eye, side) =>
        [...eye].map((cell, right) =>
          cell === "#" ? `M${EYE_X[side] + first + LED_PITCH * right} ${EYE_Y + first + LED_PITCH * down}h0` : "",
        ),
      ),
    )
    .join("");
}

/**
 * @param {string} signal
 * @param {number} sinceS since the signal began
 * @returns {{name: string, leftS: number}} drawing, and time for which it stays
 */
export function eyesAt(signal, sinceS) {
  const { eyes, eyesRepeat } = SHOWN[signal];
  const wholeS = eyes.reduce((sum, [seconds]) => sum + seconds, 0);
  const changes = eyes.length > 1;
  let leftS = eyesRepeat ? sinceS % wholeS : sinceS;
  for (const [seconds, name] of eyes) {
    if (leftS < seconds) return { name, leftS: changes ? seconds - leftS : Infinity };
    leftS -= seconds;
  }
  return { name: eyes[eyes.length - 1][1], leftS: Infinity };
}

/** @param {string} signal @returns {string} drawing of the eyes for reduced motion */
export function steadyEyes(signal) {
  const { eyes, eyesRepeat } = SHOWN[signal];
  return eyes[eyesRepeat ? 0 : eyes.length - 1][1];
}

/**
 * @param {string} signal
 * @returns {{frames: {offset: number, opacity: number}[], seconds: number, repeats: boolean}}
 *   brightness of the ring, for `Element.animate`; one frame is a steady light
 */
export function rhythm(signal) {
  const { ring, repeats, followsLevel } = SHOWN[signal];
  const seconds = ring[ring.length - 1][0];
  if (followsLevel) {
    const [low, high] = [glow(ring[0][1]), glow(VOICE)];
    const frames = [low, high, low].map((opacity, index) => ({ offset: index / 2, opacity }));
    return { frames, seconds: VOICE_S, repeats: true };
  }
  if (seconds === 0) return { frames: [{ offset: 1, opacity: glow(ring[0][1]) }], seconds: 0, repeats: false };
  const frames = ring.map(([atS, brightness]) => ({ offset: atS / seconds, opacity: glow(brightness) }));
  return { frames, seconds, repeats };
}

/**
 * Return the ring's rhythm for a screen in front of a child's face: the direction changes at
 * most once a second, so a rhythm that is faster than that becomes one slow swell.
 *
 * @param {string} signal
 * @returns {ReturnType<typeof rhythm>}
 */
export function gentle(signal) {
  const found = rhythm(signal);
  const { frames, seconds, repeats } = found;
  const changes = frames.map(({ offset }) => offset * seconds);
  const slow = changes.every((atS, index) => index === 0 || atS - changes[index - 1] >= SLOWEST_CHANGE_S);
  // A ring that goes out at the end of each turn comes back at once.
  const jumps = repeats && frames.length > 1 && frames[0].opacity !== frames[frames.length - 1].opacity;
  if (seconds === 0 || (slow && !jumps)) return found;
  const opacities = frames.map(({ opacity }) => opacity);
  const [low, high] = [Math.min(...opacities), Math.max(...opacities)];
  if (!repeats) {
    const rise = [low, opacities[opacities.length - 1]].map((opacity, offset) => ({ offset, opacity }));
    return { frames: rise, seconds: Math.max(seconds, SLOWEST_CHANGE_S), repeats };
  }
  const swell = [low, high, low].map((opacity, index) => ({ offset: index / 2, opacity }));
  return { frames: swell, seconds: Math.max(seconds, 2 * SLOWEST_CHANGE_S), repeats };
}

/**
 * Return the opacity for a brightness: lamps look brighter than their share of the current.
 *
 * @param {number} brightness
 */
export const glow = (brightness) => Math.round(Math.sqrt(brightness) * 1000) / 1000;

/** @param {string} signal @returns {number} greatest opacity, for reduced motion */
export const steady = (signal) => Math.max(...rhythm(signal).frames.map(({ opacity }) => opacity));

/** @param {string} signal @returns {string} */
export const colour = (signal) => SHOWN[signal].colour;
