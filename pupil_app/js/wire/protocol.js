// @ts-check
/**
 * PURE. Messages that this side writes and reads. No I/O.
 *
 * Mirrors `openings.py`, `signaling.py` and `channels.py` of `bridge/protocol/`: every message that
 * the app sends is made here, and nowhere else.
 */

import { NICKNAME_CHARACTERS, NOTE_CHARACTERS, PHRASE_CHARACTERS, tidy } from "./plain_text.js";
import { cropOf, wholePresence } from "./presence.js";

export { FEELINGS, NOTES, PHRASES, RIGHTS, SHELLS, VIEWS, WEARS } from "./presence.js";

export const PROTOCOL_VERSION = 1;

/** Longest text that is read; the bridge allows 32 KiB. */
export const MESSAGE_CHARACTERS = 32 * 1024;

export const GESTURES = Object.freeze(["nod", "shake", "applaud", "look_around"]);

export const SIGNALS = Object.freeze([
  "asleep",
  "joining",
  "present",
  "hand",
  "hand_waiting",
  "seen",
  "understood",
  "not_understood",
  "speaking",
  "whispering",
  "resting",
  "on_break",
  "paused",
  "line_bad",
  "not_allowed",
  "no_bridge",
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

/** A question to the bridge whether it is there. @returns {Message} */
export const ping = () => ({ type: "ping" });

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

/** @param {string} presence @param {boolean} [closing] the page goes, and may come back @returns {Message} */
export const leave = (presence, closing = false) => ({ type: "leave", presence, ...(closing && { closing }) });

/** @param {string} right one of `RIGHTS` that the child no longer wants @returns {Message} */
export const withdraw = (right) => ({ type: "withdraw", right });

/** @param {string} presence @param {Message} message @returns {Message} */
export const relay = (presence, message) => ({ type: "relay", presence, message });

/**
 * @param {string} id @param {string} action
 * @param {string} [text] words for the child, with the action `text` only
 * @param {string} [right] one of `RIGHTS`, with the actions `allow` and `forbid` only
 * @returns {Message}
 */
export function teacherAction(id, action, text = "", right = undefined) {
  if (action === "text") return { type: "teacher", id, action, text: tidy(text, NOTE_CHARACTERS) };
  return right === undefined ? { type: "teacher", id, action } : { type: "teacher", id, action, right };
}

// ---- sheets between teacher's page and robot, which the bridge cannot open

/**
 * @param {{transfer: string, part: number, parts: number, data: string}} fields `part` counts from 0;
 *   `data` is nonce and ciphertext
 * @returns {Message}
 */
export const sealed = ({ transfer, part, parts, data }) => ({ type: "sealed", transfer, part, parts, data });

/**
 * @param {string} transfer @param {number} part
 * @param {string} [code] refusal that ends the transfer
 * @returns {Message}
 */
export const sealedAck = (transfer, part, code = "") => ({ type: "sealed_ack", transfer, part, code });

/**
 * @param {number} number of a sheet for the class, from 1
 * @param {number} [part] first part that is still missing
 * @returns {Message}
 */
export const sealedAsk = (number, part = 0) => ({ type: "sealed_ask", number, part });

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

/**
 * @param {number} seq @param {number} sentMs @param {import("./presence.js").Crop} crop
 * @returns {Message}
 */
export const crop = (seq, sentMs, { zoom, x, y }) => ({ type: "crop", seq, sent_ms: sentMs, zoom, x, y });

// ---- events channel: each event carries the wanted state, so that it may be repeated; a view, a
// gesture, a still or a phrase is done once for its number

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
  help: (seq, wanted) => ({ type: "help", seq, wanted }),
  microphone_report: (seq, works) => ({ type: "microphone_report", seq, works }),
  outfit: (seq, { nickname, shell, wears }) => ({
    type: "outfit",
    seq,
    nickname: tidy(nickname, NICKNAME_CHARACTERS),
    shell,
    wears,
  }),
  view_go: (seq, slot) => ({ type: "view", seq, slot, action: "go" }),
  view_save: (seq, slot) => ({ type: "view", seq, slot, action: "save" }),
  gesture: (seq, name) => ({ type: "gesture", seq, name }),
  still: (seq) => ({ type: "still", seq }),
  phrase: (seq, { number, kind, text, aloud, language }) => ({
    type: "phrase",
    seq,
    number,
    kind,
    text: kind === "text" ? tidy(text, PHRASE_CHARACTERS) : "",
    aloud,
    language,
  }),
  understood: (seq, answer) => ({ type: "understood", seq, answer }),
  follow: (seq, on) => ({ type: "follow", seq, on }),
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
    pong: {},
    robot_status: { online: truth },
    class_status: { open: truth },
    own_rights: { rights: object },
    offer_nonce: { nonce: text },
    ice_servers: { ice_servers: Array.isArray },
    answer: { presence: text, attempt: number, sdp: text, binding: object },
    ended: { presence: text, reason: text },
    relay: { presence: text, message: object },
    presence: { seq: number, presence: stay, signal },
    presence_change: { seq: number, from_seq: number, changed: object },
    pose: { seq: number, pan_deg: number, tilt_deg: number },
    ack: { seq: number },
    voice_copies: { after_packets: number },
    voice_queues: {},
    done: { id: text },
    sealed: { transfer: text, part: number, parts: number, data: text },
    sealed_ack: { transfer: text, part: number },
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
  return Object.hasOwn(WHOLE, value.type) ? WHOLE[value.type](value) : value;
}

/** @param {unknown} value @returns {string | null} a date in the form of ISO 8601 */
const dayOrNull = (value) =>
  typeof value === "string" && /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) ? value : null;

/** @param {unknown} value @returns {number | null} Unix seconds */
const timeOrNull = (value) => (typeof value === "number" && value > 0 && value < 1e11 ? value : null);

/**
 * What is filled in where an older peer says less.
 *
 * @type {Readonly<Record<string, (value: Message) => Message>>}
 */
const WHOLE = Object.freeze({
  presence: wholePresence,
  welcome_teacher: (value) => ({
    ...value,
    role: value.role === "buddy" ? "buddy" : "teacher",
    until: dayOrNull(value.until),
  }),
  refused: (value) => ({ ...value, day: dayOrNull(value.day), opens_s: timeOrNull(value.opens_s) }),
  pose: (value) => ({ ...value, ...cropOf(value) }),
  sealed_ack: (value) => ({ ...value, code: typeof value.code === "string" ? value.code : "" }),
});

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
