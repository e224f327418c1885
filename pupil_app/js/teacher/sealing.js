// @ts-check
/**
 * Sealing of the parts of a sheet between this page and the robot, as in `robot/sheets/sealing.py`.
 *
 * The class key comes from the fragment of the teacher's link, which no server sees. A part is bound
 * to its transfer and its place. Needs nothing beyond HKDF and AES-GCM of Web Crypto.
 */

import { canonical, fromText, join, toText, utf8 } from "../wire/bytes.js";

const CLASS_KEY_BYTES = 16;
const NONCE_BYTES = 12;
const TO_ROBOT = "karlsson/sheet-to-robot/v1";
const TO_CLASS = "karlsson/sheet-to-class/v1";

/** @typedef {{transfer: string, part: number, parts: number}} Place */

/** Keys of this page's end of one class key. */
export class SheetKeys {
  /** @param {CryptoKey} toRobot @param {CryptoKey} toClass */
  constructor(toRobot, toClass) {
    this.toRobot = toRobot;
    this.toClass = toClass;
  }

  /**
   * Return the keys for a class key.
   *
   * @param {string} text second part of the fragment `#TOKEN.KEY`: 22 characters
   * @returns {Promise<SheetKeys | null>} null for anything that is no class key
   */
  static async from(text) {
    let bytes;
    try {
      bytes = fromText(text);
    } catch {
      return null;
    }
    if (bytes.length !== CLASS_KEY_BYTES) return null;
    const classKey = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
    return new SheetKeys(await derived(classKey, TO_ROBOT, "encrypt"), await derived(classKey, TO_CLASS, "decrypt"));
  }

  /**
   * Seal a part for the robot.
   *
   * @param {Place} place @param {Uint8Array} data
   * @param {import("../wire/bytes.js").Bytes} [nonce] 12 bytes; only tests give them
   * @returns {Promise<string>} as the wire carries it
   */
  async seal(place, data, nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))) {
    const sealed = await crypto.subtle.encrypt(algorithm(nonce, place), this.toRobot, join(data));
    return toText(join(nonce, new Uint8Array(sealed)));
  }

  /**
   * Open a part from the robot.
   *
   * @param {Place} place @param {string} text
   * @returns {Promise<import("../wire/bytes.js").Bytes | null>} null if another key sealed it, or for
   *   another place
   */
  async open(place, text) {
    try {
      const data = fromText(text);
      const nonce = data.slice(0, NONCE_BYTES);
      const opened = await crypto.subtle.decrypt(algorithm(nonce, place), this.toClass, data.slice(NONCE_BYTES));
      return new Uint8Array(opened);
    } catch {
      return null;
    }
  }
}

/** @param {Place} place @returns {import("../wire/bytes.js").Bytes} additional data that binds a part to its place */
export const bound = ({ transfer, part, parts }) => canonical({ part, parts, transfer });

/** @param {import("../wire/bytes.js").Bytes} nonce @param {Place} place */
const algorithm = (nonce, place) => ({ name: "AES-GCM", iv: nonce, additionalData: bound(place) });

/** @param {CryptoKey} classKey @param {string} info @param {"encrypt" | "decrypt"} use */
function derived(classKey, info, use) {
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: utf8(info) };
  return crypto.subtle.deriveKey(hkdf, classKey, { name: "AES-GCM", length: 256 }, false, [use]);
}
