// @ts-check
/**
 * PURE. Messages of the data channel `transfers`, as in `bridge/protocol/transfers.py`. No I/O.
 *
 * They are binary, and big-endian; the first byte says the type.
 */

/** @typedef {"still" | "sheet"} TransferKind */

/**
 * Why a transfer does not happen: the keys of the words `transfer_CODE` on the pages.
 *
 * @typedef {"too_large" | "no_room" | "busy" | "not_allowed" | "picture" | "animated" | "too_many_pixels"
 *   | "not_alone" | "broken" | "stopped" | "out_of_order" | "too_fast" | "internal"} TransferCode
 */

/**
 * @typedef {{type: "offer", kind: TransferKind, id: number, size: number, number: number}} Offer
 * @typedef {{type: "piece", id: number, offset: number, data: Uint8Array, asks: boolean}} Piece
 * @typedef {{type: "withdraw", id: number, code: TransferCode}} Withdraw
 * @typedef {{type: "go", id: number, offset: number}} Go
 * @typedef {{type: "ack", id: number, upto: number, at_ms: number, after_voice_ms: number}} Ack
 * @typedef {{type: "kept", id: number, number: number}} Kept
 * @typedef {{type: "refuse", id: number, code: TransferCode}} Refuse
 * @typedef {Offer | Piece | Withdraw | Go | Ack | Kept | Refuse} TransferMessage
 */

/** @type {TransferCode[]} On the channel, a code is its place in this list, from 1. */
export const TRANSFER_CODES = [
  "too_large",
  "no_room",
  "busy",
  "not_allowed",
  "picture",
  "animated",
  "too_many_pixels",
  "not_alone",
  "broken",
  "stopped",
  "out_of_order",
  "too_fast",
  "internal",
];

/** @type {TransferKind[]} */
const KINDS = ["still", "sheet"];

/** Most data in one piece, and largest still or sheet as it is sent. */
export const PIECE_BYTES = 1024;
export const BLOB_BYTES = 2 * 1024 * 1024;

/** `after_voice_ms` of a receiver that hears no voice, or does not know. */
export const VOICE_UNKNOWN = 255;

const PIECE_HEADER_BYTES = 9;

/** Types by number, with the widths of their fields behind the type, in bytes. */
const TYPES = new Map([
  [1, "offer"],
  [2, "piece"],
  [3, "piece"],
  [4, "withdraw"],
  [16, "go"],
  [17, "ack"],
  [18, "kept"],
  [19, "refuse"],
]);

/** @type {Record<string, [string, number][]>} */
const FIELDS = {
  offer: [["kind", 1], ["id", 4], ["size", 4], ["number", 4]],
  piece: [["id", 4], ["offset", 4]],
  withdraw: [["id", 4], ["code", 1]],
  go: [["id", 4], ["offset", 4]],
  ack: [["id", 4], ["upto", 4], ["at_ms", 4], ["after_voice_ms", 1]],
  kept: [["id", 4], ["number", 4]],
  refuse: [["id", 4], ["code", 1]],
};

/** @type {Record<string, string[]>} fields of which the number is a place in a list, from 1 */
const NAMES = { kind: KINDS, code: TRANSFER_CODES };

/** @param {TransferMessage} message @returns {import("./bytes.js").Bytes} */
export function encode(message) {
  const fields = FIELDS[message.type];
  const head = 1 + fields.reduce((sum, [, width]) => sum + width, 0);
  const data = message.type === "piece" ? message.data : new Uint8Array(0);
  const bytes = new Uint8Array(head + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, number(message));
  let at = 1;
  for (const [name, width] of fields) {
    const value = /** @type {any} */ (message)[name];
    if (width === 1) view.setUint8(at, NAMES[name] ? NAMES[name].indexOf(value) + 1 : value);
    else view.setUint32(at, value);
    at += width;
  }
  bytes.set(data, head);
  return bytes;
}

/** @param {TransferMessage} message */
function number(message) {
  if (message.type === "piece") return message.asks ? 3 : 2;
  for (const [found, type] of TYPES) if (type === message.type) return found;
  throw new RangeError("no such message");
}

/**
 * @param {unknown} data as it came over the channel
 * @returns {TransferMessage | null} null for anything that is no such message
 */
export function decode(data) {
  if (!(data instanceof ArrayBuffer) || !data.byteLength) return null;
  if (data.byteLength > PIECE_HEADER_BYTES + PIECE_BYTES) return null;
  const view = new DataView(data);
  const type = TYPES.get(view.getUint8(0));
  if (!type) return null;
  const fields = FIELDS[type];
  const head = 1 + fields.reduce((sum, [, width]) => sum + width, 0);
  if (type === "piece" ? data.byteLength < head : data.byteLength !== head) return null;
  /** @type {any} */
  const message = { type };
  let at = 1;
  for (const [name, width] of fields) {
    const found = width === 1 ? view.getUint8(at) : view.getUint32(at);
    const value = NAMES[name] ? NAMES[name][found - 1] : found;
    if (value === undefined) return null;
    message[name] = value;
    at += width;
  }
  if (type === "piece") {
    message.data = new Uint8Array(data.slice(head));
    message.asks = view.getUint8(0) === 3;
  }
  return message;
}
