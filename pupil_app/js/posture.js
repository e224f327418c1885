// @ts-check
/** PURE. What a signal looks like on the robot: eyes, light, head and arm. Design part 6. No I/O. */

/**
 * @typedef {"open" | "half" | "closed"} Eyes
 * @typedef {{eyes: Eyes, eyesFirst?: Eyes, light: string, down: number, parked?: true}} Look
 *   `eyesFirst` holds for the first second; a `parked` head looks nowhere
 */

/** As in the robot's own table, `hardware/signals/table.toml`. @type {Readonly<Record<string, Look>>} */
export const LOOKS = Object.freeze({
  asleep: { eyes: "closed", light: "off", down: 10, parked: true },
  joining: { eyes: "open", eyesFirst: "half", light: "breathing", down: 4 },
  present: { eyes: "open", light: "steady", down: 0 },
  hand: { eyes: "open", light: "swelling", down: 0 },
  hand_waiting: { eyes: "open", light: "waiting", down: 0 },
  seen: { eyes: "open", light: "nodding", down: 2 },
  speaking: { eyes: "open", light: "speaking", down: 0 },
  whispering: { eyes: "half", light: "low", down: 5 },
  resting: { eyes: "half", light: "breathing", down: 4 },
  on_break: { eyes: "closed", light: "breathing", down: 10, parked: true },
  paused: { eyes: "closed", light: "bars", down: 10, parked: true },
  line_bad: { eyes: "open", light: "searching", down: 0 },
  not_allowed: { eyes: "closed", light: "off", down: 10, parked: true },
  fault: { eyes: "half", light: "ends", down: 10, parked: true },
  identify: { eyes: "open", light: "bars", down: 0 },
});

/** The first second of a signal is long enough to open the eyes in. */
export const FIRST_S = 1;

/** Seconds that each pattern needs for one round; at most 3 changes a second anywhere. */
export const PATTERN_S = Object.freeze({
  breathing: 4,
  swelling: 1.6,
  waiting: 2.4,
  nodding: 1.4,
  speaking: 1.2,
  searching: 2.4,
  bars: 3,
});

/**
 * @param {import("./protocol.js").Message | null} presence
 * @returns {{signal: string, eyes: Eyes, eyesFirst: Eyes, light: string, arm: "up" | "down", face: string,
 *   turnX: number, turnY: number}} `turnX`, `turnY` shift the face, in units of the drawing
 */
export function posture(presence) {
  const signal = presence && presence.signal in LOOKS ? presence.signal : "asleep";
  const look = LOOKS[signal];
  const awake = !look.parked;
  const pan = awake ? Math.max(-90, Math.min(90, presence?.pan_deg ?? 0)) : 0;
  const tilt = awake ? Math.max(-40, Math.min(40, presence?.tilt_deg ?? 0)) : 0;
  return {
    signal,
    eyes: look.eyes,
    eyesFirst: look.eyesFirst ?? look.eyes,
    light: look.light,
    arm: presence?.hand?.raised && awake ? "up" : "down",
    face: (awake && presence?.feeling) || "none",
    // Seen from the class: the robot's left is on the viewer's right.
    turnX: Math.round((pan / 90) * 20 * 10) / 10,
    turnY: Math.round(((-tilt / 40) * 9 + look.down) * 10) / 10,
  };
}
