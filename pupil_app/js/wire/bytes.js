// @ts-check
/** PURE. Bytes as text, and the canonical JSON that both languages sign. No I/O. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** @param {Uint8Array} bytes @returns {string} base64url without padding */
export function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const bits = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63];
    if (left > 1) text += ALPHABET[(bits >> 6) & 63];
    if (left > 2) text += ALPHABET[bits & 63];
  }
  return text;
}

/** @param {number} length */
const zeros = (length) => new Uint8Array(length);

/**
 * Bytes in an unshared buffer. Newer versions of the compiler have a type for it, older ones do not.
 *
 * @typedef {ReturnType<typeof zeros>} Bytes
 */

/**
 * @param {string} text base64url without padding
 * @returns {Bytes}
 * @throws {RangeError} for anything else, also for text that is not the shortest form of its bytes
 */
export function fromText(text) {
  const bytes = zeros(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError("not base64url");
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
      bits &= (1 << held) - 1;
    }
  }
  if (toText(bytes) !== text) throw new RangeError("not base64url in its only form");
  return bytes;
}

/** @param {string} text @returns {Bytes} */
export const utf8 = (text) => /** @type {Bytes} */ (new TextEncoder().encode(text));

/** @param {...Uint8Array} parts @returns {Bytes} */
export function join(...parts) {
  const whole = zeros(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * Return JSON with sorted keys, without spaces, in UTF-8: the same bytes as
 * `bridge.protocol.codec.canonical`.
 * Numbers must be whole; keys must be ASCII, since the two languages sort others differently.
 *
 * @param {unknown} value
 * @returns {Bytes}
 */
export const canonical = (value) => utf8(JSON.stringify(sorted(value)));

/** @param {unknown} value @returns {unknown} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]));
}
