// @ts-check
/**
 * Check of Ed25519 signatures, for browsers whose Web Crypto has none. RFC 8032, section 5.1.7.
 *
 * Only public values pass through here, so nothing has to take the same time for all of them. The
 * equation is the one without the cofactor, as in OpenSSL and the browsers.
 */

/** @typedef {{x: bigint, y: bigint, z: bigint, t: bigint}} Point in extended coordinates: x*y = z*t */

/** Prime of the field. */
const P = 2n ** 255n - 19n;

/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** @param {bigint} value @returns {bigint} */
const mod = (value) => {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
};

/** @param {bigint} base @param {bigint} exponent @returns {bigint} */
function power(base, exponent) {
  let result = 1n;
  for (let left = exponent, square = mod(base); left > 0n; left >>= 1n, square = mod(square * square)) {
    if (left & 1n) result = mod(result * square);
  }
  return result;
}

/** @param {bigint} value @returns {bigint} */
const inverse = (value) => power(value, P - 2n);

/** Constant of the curve -x² + y² = 1 + d x² y². */
const D = mod(-121665n * inverse(121666n));

/** Square root of -1. */
const ROOT = power(2n, (P - 1n) / 4n);

/** @type {Point} */
const ZERO = { x: 0n, y: 1n, z: 1n, t: 0n };

/** Base point: y = 4/5, x even. */
const BASE = /** @type {Point} */ (withHeight(mod(4n * inverse(5n)), 0n));

/** @param {Uint8Array} bytes least significant first @returns {bigint} */
function number(bytes) {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at -= 1) value = (value << 8n) | BigInt(bytes[at]);
  return value;
}

/** @param {bigint} y @param {bigint} sign lowest bit of x @returns {Point | null} null where no point has this y */
function withHeight(y, sign) {
  if (y >= P) return null;
  const above = mod(y * y - 1n);
  const below = mod(D * y * y + 1n);
  const below3 = mod(below * below * below);
  let x = mod(above * below3 * power(above * below3 * mod(below ** 4n), (P - 5n) / 8n));
  const square = mod(below * x * x);
  if (square !== above) {
    if (square !== mod(-above)) return null;
    x = mod(x * ROOT);
  }
  if (x === 0n && sign === 1n) return null;
  if ((x & 1n) !== sign) x = mod(-x);
  return { x, y, z: 1n, t: mod(x * y) };
}

/** @param {Uint8Array} bytes 32 of them @returns {Point | null} */
function decoded(bytes) {
  const value = number(bytes);
  return withHeight(value & (2n ** 255n - 1n), value >> 255n);
}

/** @param {Point} one @param {Point} other @returns {Point} RFC 8032, section 5.1.4 */
function sum(one, other) {
  const a = mod((one.y - one.x) * (other.y - other.x));
  const b = mod((one.y + one.x) * (other.y + other.x));
  const c = mod(2n * one.t * other.t * D);
  const d = mod(2n * one.z * other.z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

/** @param {bigint} s @param {Point} one @param {bigint} k @param {Point} other @returns {Point} s*one + k*other */
function combined(s, one, k, other) {
  const both = sum(one, other);
  let result = ZERO;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    result = sum(result, result);
    const first = (s >> bit) & 1n;
    const second = (k >> bit) & 1n;
    if (first && second) result = sum(result, both);
    else if (first) result = sum(result, one);
    else if (second) result = sum(result, other);
  }
  return result;
}

/**
 * @param {Uint8Array} key 32 bytes @param {Uint8Array} signature 64 bytes @param {Uint8Array} data
 * @returns {Promise<boolean>} false also where key or signature has a wrong form
 */
export async function verifyEd25519(key, signature, data) {
  if (key.length !== 32 || signature.length !== 64) return false;
  const point = decoded(key);
  const s = number(signature.subarray(32));
  if (!point || s >= L) return false;
  const hashed = new Uint8Array(64 + data.length);
  hashed.set(signature.subarray(0, 32));
  hashed.set(key, 32);
  hashed.set(data, 64);
  const k = number(new Uint8Array(await crypto.subtle.digest("SHA-512", hashed))) % L;
  const negative = { ...point, x: mod(-point.x), t: mod(-point.t) };
  const found = combined(s, BASE, k, negative);
  const scale = inverse(found.z);
  const x = mod(found.x * scale);
  const y = mod(found.y * scale);
  return (y | ((x & 1n) << 255n)) === number(signature.subarray(0, 32));
}
