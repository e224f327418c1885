// @ts-check
/**
 * Signed and hashed bytes by which the app proves who it is; the same as `bridge.protocol.proofs`
 * and `binding`. WebCrypto only: no storage, no network, no clock.
 */

import { canonical, fromText, join, toText, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./ed25519.js";

const HELLO = utf8("karlsson/hello/v1\0");
const LOOKUP = utf8("karlsson/pairing-lookup/v1\0");
const MAC = utf8("karlsson/pairing-mac/v1\0");
const WORD = utf8("karlsson/pairing-word/v1\0");
const PUPIL = utf8("karlsson/pairing-pupil/v1\0");
const BRIDGE = utf8("karlsson/pairing-bridge/v1\0");
const BINDING = utf8("karlsson/sdp-binding/v1\0");

/** @typedef {import("./bytes.js").Bytes} Bytes */

/**
 * Exchange to which a description belongs. `replyTo` is the recipient's nonce: the robot's newest for
 * an offer, the offer's own for an answer. It proves freshness without a clock.
 * @typedef {{presence: string, attempt: number, recipient: string, replyTo: string}} Stay
 */

const ED25519 = Object.freeze({ name: "Ed25519" });
const P256 = Object.freeze({ name: "ECDSA", namedCurve: "P-256" });

/**
 * @returns {Promise<CryptoKeyPair>} a pair whose private half never leaves the browser: Ed25519, or
 *   P-256 where the browser has no Ed25519 (Chrome before 137, Firefox before 129, Safari before 17)
 */
export async function makeDeviceKey() {
  try {
    return await madeKey(ED25519);
  } catch {
    return madeKey(P256);
  }
}

/** @param {{name: string}} kind @returns {Promise<CryptoKeyPair>} */
const madeKey = async (kind) =>
  /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(kind, false, ["sign", "verify"]));

/** @param {CryptoKey} key @returns {Promise<string>} 43 characters for Ed25519, 44 for P-256 */
export async function publicText(key) {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", key));
  if (key.algorithm.name !== P256.name) return toText(raw);
  // Web Crypto exports 4, x, y. The wire carries x, and 2 or 3 by the lowest bit of y.
  return toText(join(Uint8Array.of(2 + (raw[64] & 1)), raw.subarray(1, 33)));
}

/** @returns {string} 128 random bits, 22 characters */
export const randomId = () => toText(crypto.getRandomValues(new Uint8Array(16)));

/** @param {CryptoKey} key @param {Bytes} data @returns {Promise<string>} 64 bytes; of P-256 they are r and s */
const sign = async (key, data) =>
  toText(new Uint8Array(await crypto.subtle.sign({ name: key.algorithm.name, hash: "SHA-256" }, key, data)));

/** @param {Bytes} data @returns {Promise<Bytes>} */
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

/** @param {string} publicKey @returns {Promise<string>} SHA-256 of a key as a QR code carries it, 43 characters */
export const fingerprintOfKey = async (publicKey) => toText(await sha256(fromText(publicKey)));

// ---- opening

/** @param {string} role @param {string} nonce @param {string} identity */
export const helloBytes = (role, nonce, identity) =>
  join(HELLO, canonical({ identity, nonce, role }));

/** @param {CryptoKey} key @param {string} nonce @param {string} deviceKey */
export const helloSignature = (key, nonce, deviceKey) =>
  sign(key, helloBytes("pupil", nonce, deviceKey));

/**
 * @param {string} word
 * @returns {Bytes | null} what counts of a typed word, or null if it cannot be one
 */
export function wordLetters(word) {
  const plain = word.slice(0, 100).normalize("NFKD").toLowerCase();
  const letters = plain.replace(/[^a-z0-9]/g, "");
  return letters.length >= 6 && letters.length <= 40 ? utf8(letters) : null;
}

/** Rounds of the slow hash of a word: whoever reads the bridge's database searches for months. */
const WORD_ROUNDS = 600_000;

/** @param {Bytes} letters as `wordLetters` returned them @returns {Promise<Bytes>} the secret of a word, after up to a second */
export async function wordSecret(letters) {
  const key = await crypto.subtle.importKey("raw", letters, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: WORD, iterations: WORD_ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 128));
}

/** @param {Uint8Array} secret @returns {Promise<string>} */
export const lookup = async (secret) =>
  toText((await sha256(join(LOOKUP, secret))).slice(0, 16));

/** @param {Uint8Array} secret @returns {Promise<Bytes>} */
export const macKey = (secret) => sha256(join(MAC, secret));

/** @param {Bytes} key @param {Bytes} data */
async function mac(key, data) {
  const usable = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toText(new Uint8Array(await crypto.subtle.sign("HMAC", usable, data)));
}

/** @param {Bytes} key @param {string} nonce @param {string} deviceKey */
export const pupilProof = (key, nonce, deviceKey) =>
  mac(key, join(PUPIL, fromText(nonce), fromText(deviceKey)));

/** @param {Bytes} key @param {string} nonce @param {string} robotKey @param {string} deviceKey */
export const bridgeProof = (key, nonce, robotKey, deviceKey) =>
  mac(key, join(BRIDGE, fromText(nonce), fromText(robotKey), fromText(deviceKey)));

// ---- session descriptions

/**
 * @param {"offer" | "answer"} kind @param {Stay} stay @param {import("./sdp.js").Summary} summary
 * @param {string} nonce
 */
export const bindingBytes = (kind, stay, summary, nonce) =>
  join(
    BINDING,
    canonical({
      attempt: stay.attempt,
      fingerprint: summary.fingerprint,
      kind,
      media: summary.media,
      nonce,
      presence: stay.presence,
      reply_to: stay.replyTo,
      to: stay.recipient,
      v: 1,
    }),
  );

/**
 * @param {CryptoKey} key @param {Stay} stay @param {import("./sdp.js").Summary} summary
 * @returns {Promise<import("./protocol.js").Binding>}
 */
export async function signOffer(key, stay, summary) {
  const nonce = randomId();
  const signature = await sign(key, bindingBytes("offer", stay, summary, nonce));
  return { nonce, reply_to: stay.replyTo, signature };
}

/**
 * Tell whether the robot itself signed this answer, for us, in reply to this offer.
 *
 * @param {import("./protocol.js").Message} binding
 * @param {string} robotKey key that this device stored when it was paired
 * @param {Stay} stay @param {import("./sdp.js").Summary} summary
 * @returns {Promise<boolean>}
 */
export async function answerIsGenuine(binding, robotKey, stay, summary) {
  const { nonce, reply_to: replyTo, signature } = binding;
  if (typeof nonce !== "string" || typeof signature !== "string" || replyTo !== stay.replyTo) return false;
  try {
    const data = bindingBytes("answer", stay, summary, nonce);
    return await fits(fromText(robotKey), fromText(signature), data);
  } catch {
    // A key or signature in a wrong form does not fit.
    return false;
  }
}

/** @param {Bytes} key Ed25519, as every robot has it @param {Bytes} signature @param {Bytes} data */
async function fits(key, signature, data) {
  let known;
  try {
    known = await crypto.subtle.importKey("raw", key, ED25519, false, ["verify"]);
  } catch {
    return verifyEd25519(key, signature, data);
  }
  return crypto.subtle.verify(ED25519, known, signature, data);
}
