// @ts-check
/**
 * What this device keeps: its key and its robot (IndexedDB), and small memories of the page.
 *
 * Where the browser keeps nothing (private windows), everything still works until the page closes.
 */

import { makeDeviceKey, publicText } from "./proofs.js";

/** @typedef {{robot: string, robotName: string, robotKey: string}} Pairing */

const DATABASE = "karlsson";
const STORE = "device";
const MEMORY = /** @type {Map<string, any>} */ (new Map());

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });

/** @returns {Promise<IDBDatabase>} */
async function database() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return settled(request);
}

/** @param {string} name @returns {Promise<any>} */
async function load(name) {
  if (MEMORY.has(name)) return MEMORY.get(name);
  try {
    const opened = await database();
    const value = await settled(opened.transaction(STORE).objectStore(STORE).get(name));
    opened.close();
    return value;
  } catch {
    return undefined; // a browser that keeps nothing
  }
}

/** @param {string} name @param {any} value */
async function keep(name, value) {
  MEMORY.set(name, value);
  try {
    const opened = await database();
    const change = opened.transaction(STORE, "readwrite").objectStore(STORE);
    /** @type {IDBRequest<any>} */
    const request = value === undefined ? change.delete(name) : change.put(value, name);
    await settled(request);
    opened.close();
  } catch {
    // It is in memory, and that is all this browser allows.
  }
}

export class Device {
  /** @param {CryptoKeyPair} pair @param {string} publicKey @param {Pairing | null} pairing */
  constructor(pair, publicKey, pairing) {
    this.key = pair.privateKey;
    this.publicKey = publicKey;
    this.pairing = pairing;
  }

  /**
   * @returns {Promise<Device>}
   * @throws {Error} where the browser has no Ed25519, or the page is not from a safe origin
   */
  static async open() {
    let pair = await load("key");
    if (!pair) {
      pair = await makeDeviceKey();
      await keep("key", pair);
      // A tablet that is short of space should forget other things first.
      navigator.storage?.persist?.().catch(() => undefined);
    }
    return new Device(pair, await publicText(pair.publicKey), (await load("pairing")) ?? null);
  }

  /** @param {Pairing | null} pairing */
  async remember(pairing) {
    this.pairing = pairing;
    await keep("pairing", pairing ?? undefined);
  }
}

/** @param {Storage} storage @param {string} name @returns {any} null for nothing, or for nonsense */
export function recall(storage, name) {
  try {
    return JSON.parse(storage.getItem(`karlsson.${name}`) ?? "null");
  } catch {
    return null;
  }
}

/** @param {Storage} storage @param {string} name @param {any} value null forgets */
export function note(storage, name, value) {
  try {
    if (value === null) storage.removeItem(`karlsson.${name}`);
    else storage.setItem(`karlsson.${name}`, JSON.stringify(value));
  } catch {
    // Full, or not allowed: these memories only spare a tap.
  }
}
