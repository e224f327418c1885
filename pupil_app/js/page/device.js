// @ts-check
/**
 * Identity of this device: its key and its robot, stored in the browser's database.
 *
 * If the browser's settings forbid storage, everything works until the page closes. If the database
 * fails temporarily, no key is made: a second one would cost the device its pairing.
 */

import { makeDeviceKey, publicText } from "../wire/proofs.js";
import { keep, keepFirst, load, NothingKept, StorageFailed } from "./storage.js";

/** @typedef {{robot: string, robotName: string, robotKey: string}} Pairing */

/** Wait before a pairing is written again that could not be stored: its code works only once. */
const AGAIN_MS = 10_000;

export class Device {
  /** Pairing that is known to be stored. */
  #kept;

  /** @param {CryptoKeyPair} pair @param {string} publicKey @param {Pairing | null} pairing */
  constructor(pair, publicKey, pairing) {
    this.key = pair.privateKey;
    this.publicKey = publicKey;
    this.pairing = pairing;
    this.#kept = JSON.stringify(pairing);
  }

  /**
   * @returns {Promise<Device>}
   * @throws {StorageFailed} where the database cannot be read or written just now
   * @throws {Error} where the browser has no Ed25519, or the page is not from a safe origin
   */
  static async open() {
    try {
      const pair = (await keptKey()) ?? (await firstKey());
      return new Device(pair, await publicText(pair.publicKey), (await load("pairing")) ?? null);
    } catch (error) {
      if (!(error instanceof NothingKept)) throw error;
      const pair = await makeDeviceKey();
      return new Device(pair, await publicText(pair.publicKey), null);
    }
  }

  /**
   * Begin anew with another key: the bridge has locked the one of before out for good.
   *
   * @throws {StorageFailed} where it cannot be stored just now; the key stays as it was
   */
  async renew() {
    const pair = await makeDeviceKey();
    const publicKey = await publicText(pair.publicKey);
    try {
      await keep("key", pair);
      await keep("pairing", undefined);
    } catch (error) {
      if (!(error instanceof NothingKept)) throw error;
    }
    this.key = pair.privateKey;
    this.publicKey = publicKey;
    this.pairing = null;
    this.#kept = JSON.stringify(null);
  }

  /**
   * Store the robot. If that fails now, try again while the page is open.
   *
   * @param {Pairing} pairing
   */
  async remember(pairing) {
    this.pairing = pairing;
    const wanted = JSON.stringify(pairing);
    if (wanted === this.#kept) return;
    try {
      await keep("pairing", pairing);
      this.#kept = wanted;
    } catch (error) {
      if (error instanceof NothingKept) return;
      if (!(error instanceof StorageFailed)) throw error;
      setTimeout(() => void this.remember(this.pairing ?? pairing), AGAIN_MS);
    }
  }
}

/** @returns {Promise<CryptoKeyPair | undefined>} undefined where none was ever made */
async function keptKey() {
  const pair = await load("key");
  if (pair === undefined) return undefined;
  if (pair.privateKey instanceof CryptoKey && pair.publicKey instanceof CryptoKey) return pair;
  throw new StorageFailed("no key");
}

/** @returns {Promise<CryptoKeyPair>} a new key, or that of another page which was quicker */
async function firstKey() {
  const made = await makeDeviceKey();
  const isOurs = await keepFirst("key", made);
  // A tablet that is short of space should forget other things first.
  if (isOurs) navigator.storage?.persist?.().catch(() => undefined);
  const pair = isOurs ? made : await keptKey();
  if (!pair) throw new StorageFailed("gone");
  return pair;
}
