// @ts-check
/**
 * PURE. Messages that this side writes and reads. No I/O.
 *
 * Mirrors `bridge/protocol/signaling.py` and `channels.py`: every message that
 * the app sends is made here, and nowhere else.
 */

export const PROTOCOL_VERSION = 1;

/** Longest text that is read; the bridge allows 32 KiB. */
export const MESSAGE_CHARACTERS = 32 * 1024;

export const FEELINGS = Object.freeze([
  "happy",
  "tired",
  "confused",
  "sad",
  "unwell",
  "laughing",
]);

/** Views that a child may save. */
export const VIEWS = Object.freeze(["board", "teacher", "table"]);

export const GESTURES = Object.freeze(["nod", "shake", "applaud", "look_around"]);

export const SIGNALS = Object.freeze([
  "asleep",
  "joining",
  "present",
  "hand",
  "hand_waiting",
  "seen",
  "speaking",
  "whispering",
  "resting",
  "on_break",
  "paused",
  "line_bad",
  "not_allowed",
  "fault",
  "identify",
]);

/** @typedef {{type: string, [field: string]: any}} Message */
/** @typedef {{nonce: string, reply_to: string, signature: string}} Binding */

// ---- opening

/** @param {string} deviceKey @param {string} signature @returns {Message} */
export const helloPupil = (deviceKey, signature) => ({
  type: "hello_pupil",
  version: PROTOCOL_VERSION,
  device_key: deviceKey,
  signature,
});

/**
 * @param {{lookup: string, deviceKey: string, proof: string, signature: string}} fields
 * @returns {Message}
 */
export const pair = ({ lookup, deviceKey, proof, signature }) => ({
  type: "pair",
  version: PROTOCOL_VERSION,
  lookup,
  device_key: deviceKey,
  proof,
  signature,
});

/** @param {string} token @returns {Message} */
export const helloTeacher = (token) => ({
  type: "hello_teacher",
  version: PROTOCOL_VERSION,
  token,
});

// ---- meeting

/**
 * @param {{presence: string, attempt: number, sdp: string, binding: Binding}} fields
 * @returns {Message}
 */
export const offer = ({ presence, attempt, sdp, binding }) => ({
  type: "offer",
  presence,
  attempt,
  sdp,
  binding,
});

/**
 * @param {{presence: string, attempt: number, candidate: string, mid: string}} fields
 * @returns {Message}
 */
export const candidate = ({ presence, attempt, candidate: text, mid }) => ({
  type: "candidate",
  presence,
  attempt,
  candidate: text,
  mid,
});

/** @param {string} presence @returns {Message} */
export const leave = (presence) => ({ type: "leave", presence });

/** @param {string} presence @param {Message} message @returns {Message} */
export const relay = (presence, message) => ({ type: "relay", presence, message });

/** @param {string} id @param {string} action @returns {Message} */
export const teacherAction = (id, action) => ({ type: "teacher", id, action });

// ---- control channel

/**
 * @param {number} seq @param {number} sentMs
 * @param {{panDeg: number, tiltDeg: number}} target
 * @returns {Message}
 */
export const look = (seq, sentMs, target) => ({
  type: "look",
  seq,
  sent_ms: sentMs,
  pan_deg: target.panDeg,
  tilt_deg: target.tiltDeg,
});

/** @param {number} seq @param {number} sentMs @returns {Message} */
export const beat = (seq, sentMs) => ({ type: "beat", seq, sent_ms: sentMs });

// ---- events channel: each event carries the wanted state, so that it may be repeated; a view or a
// gesture is done once for its number

/** @type {Readonly<Record<string, (seq: number, value: any) => Message>>} */
export const EVENTS = Object.freeze({
  hand: (seq, raised) => ({ type: "hand", seq, raised }),
  feeling: (seq, feeling) => ({ type: "feeling", seq, feeling }),
  microphone: (seq, on) => ({ type: "microphone", seq, on }),
  whisper: (seq, on) => ({ type: "whisper", seq, on }),
  listen_only: (seq, on) => ({ type: "listen_only", seq, on }),
  rest: (seq, on) => ({ type: "rest", seq, on }),
  sound_only: (seq, on) => ({ type: "sound_only", seq, on }),
  line: (seq, level) => ({ type: "line", seq, level }),
  view_go: (seq, slot) => ({ type: "view", seq, slot, action: "go" }),
  view_save: (seq, slot) => ({ type: "view", seq, slot, action: "save" }),
  gesture: (seq, name) => ({ type: "gesture", seq, name }),
  bye: (seq) => ({ type: "bye", seq }),
});

// ---- reading

/** @type {Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>>} */
const REQUIRED = (() => {
  const text = (/** @type {unknown} */ value) => typeof value === "string";
  const number = (/** @type {unknown} */ value) =>
    typeof value === "number" && Number.isFinite(value);
  const truth = (/** @type {unknown} */ value) => typeof value === "boolean";
  const object = (/** @type {unknown} */ value) =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  const signal = (/** @type {unknown} */ value) => SIGNALS.includes(/** @type {string} */ (value));
  const stay = (/** @type {unknown} */ value) => value === null || text(value);
  return Object.freeze({
    challenge: { nonce: text, version: number },
    welcome_pupil: { robot: text, robot_name: text, robot_key: text, robot_online: truth },
    welcome_teacher: { robot: text, robot_name: text, pupil_name: text, robot_online: truth },
    robot_status: { online: truth },
    offer_nonce: { nonce: text },
    answer: { presence: text, attempt: number, sdp: text, binding: object },
    ended: { presence: text, reason: text },
    relay: { presence: text, message: object },
    presence: { seq: number, presence: stay, signal },
    pose: { seq: number, pan_deg: number, tilt_deg: number },
    ack: { seq: number },
    done: { id: text },
    refused: { code: text },
  });
})();

/**
 * Return the message, or null for anything else: bad input is dropped and never throws.
 *
 * @param {unknown} text
 * @returns {Message | null}
 */
export function read(text) {
  if (typeof text !== "string" || text.length > MESSAGE_CHARACTERS) return null;
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return known(value);
}

/**
 * Return the value if it is a message with its required fields, otherwise null.
 *
 * @param {any} value
 * @returns {Message | null}
 */
export function known(value) {
  if (typeof value !== "object" || value === null || typeof value.type !== "string") return null;
  if (!Object.hasOwn(REQUIRED, value.type)) return null;
  const fields = REQUIRED[value.type];
  for (const [name, fits] of Object.entries(fields)) {
    if (!fits(value[name])) return null;
  }
  if (value.type === "relay") {
    const inner = known(value.message);
    return inner && inner.type !== "relay" ? { ...value, message: inner } : null;
  }
  return value.type === "presence" ? wholePresence(value) : value;
}

/**
 * Fill in fields that an encoder may leave out, so that readers need no checks.
 *
 * @param {Message} value
 * @returns {Message}
 */
function wholePresence(value) {
  const hand = typeof value.hand === "object" && value.hand !== null ? value.hand : {};
  const list = (/** @type {unknown} */ items) => (Array.isArray(items) ? items.map(String) : []);
  const degrees = (/** @type {unknown} */ number) => (typeof number === "number" ? number : 0);
  return {
    ...value,
    hand: {
      raised: hand.raised === true,
      seen: hand.seen === true,
      your_turn: hand.your_turn === true,
      waiting_s: degrees(hand.waiting_s),
    },
    feeling: FEELINGS.includes(value.feeling) ? value.feeling : null,
    line: typeof value.line === "string" ? value.line : "good",
    picture: typeof value.picture === "string" ? value.picture : "full",
    paused_by: list(value.paused_by),
    lost: list(value.lost),
    volume: typeof value.volume === "number" ? value.volume : 6,
    pan_deg: degrees(value.pan_deg),
    tilt_deg: degrees(value.tilt_deg),
    head: typeof value.head === "object" ? value.head : null,
    views: Array.isArray(value.views) ? value.views.filter(isView) : [],
    battery_percent: typeof value.battery_percent === "number" ? value.battery_percent : null,
    power: wholePower(value.power),
    strain: typeof value.strain === "string" ? value.strain : "none",
    fault: typeof value.fault === "string" ? value.fault : null,
    fault_code: typeof value.fault_code === "string" ? value.fault_code : null,
  };
}

/** @param {any} view @returns {boolean} whether this app has a button for the view */
const isView = (view) =>
  VIEWS.includes(view?.slot) && Number.isFinite(view.pan_deg) && Number.isFinite(view.tilt_deg);

/** @typedef {{level: string, gauge: string, hours_left: number | null, charging: boolean | null,
 *   weak_supply: boolean, soc_c: number | null, picture: string}} Power */

/**
 * Fill in what an older robot does not report as good or unknown.
 *
 * @param {any} value
 * @returns {Power}
 */
function wholePower(value) {
  const power = typeof value === "object" && value !== null ? value : {};
  const text = (/** @type {unknown} */ given, /** @type {string} */ usual) => (typeof given === "string" ? given : usual);
  return {
    level: text(power.level, "ok"),
    gauge: text(power.gauge, "none"),
    hours_left: Number.isFinite(power.hours_left) ? power.hours_left : null,
    charging: typeof power.charging === "boolean" ? power.charging : null,
    weak_supply: power.weak_supply === true,
    soc_c: Number.isFinite(power.soc_c) ? power.soc_c : null,
    picture: text(power.picture, "full"),
  };
}

/**
 * Filter for snapshots that come by two paths: accepts the newest.
 *
 * `seq` restarts with the robot's agent, so `forget` is called whenever the bridge reports
 * that the robot's link came or went.
 */
export class Newest {
  #seq = 0;

  /** @param {Message} message @returns {boolean} true if it is newer than all before */
  accept(message) {
    if (message.seq <= this.#seq) return false;
    this.#seq = message.seq;
    return true;
  }

  forget() {
    this.#seq = 0;
  }
}
