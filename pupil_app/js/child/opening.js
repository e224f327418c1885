// @ts-check
/** Opening of a session at the bridge: by a pairing the first time, by the device's key afterwards. */

import { fromText } from "../wire/bytes.js";
import { bridgeProof, fingerprintOfKey, helloSignature, lookup, macKey, pupilProof } from "../wire/proofs.js";
import { helloPupil, pair } from "../wire/protocol.js";

/** @typedef {import("../wire/bytes.js").Bytes} Bytes */

/** The robot behind the bridge is not the one this device was paired with. */
export class NotSafe extends Error {}

/**
 * Content of the welcome sheet's link. It is in the fragment, so no server ever sees it.
 * @typedef {{robot: string, keyHash: string, secret: Bytes}} Link
 */

/** @param {string} fragment of the address, with or without `#` @returns {Link | null} */
export function linkOf(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const robot = fields.get("robot") ?? "";
  const keyHash = fields.get("key") ?? "";
  const secret = fields.get("secret") ?? "";
  const fits =
    /^[a-z0-9](-?[a-z0-9]){0,31}$/.test(robot) &&
    /^[A-Za-z0-9_-]{43}$/.test(keyHash) &&
    /^[A-Za-z0-9_-]{22,86}$/.test(secret);
  if (!fits) return null;
  try {
    return { robot, keyHash, secret: fromText(secret) };
  } catch {
    return null;
  }
}

/** Answers to the challenges of the bridge; each new connection brings a new one. */
export class Opening {
  /** @type {{secret: Bytes, keyHash: string | null, nonce: string} | null} */
  #pairing = null;

  /** @param {import("../page/device.js").Device} device */
  constructor(device) {
    this.device = device;
  }

  /** @returns {boolean} */
  get isPairing() {
    return this.#pairing !== null;
  }

  /** @returns {boolean} the pairing comes from a link, not from a word that was typed */
  get isByLink() {
    return this.#pairing !== null && this.#pairing.keyHash !== null;
  }

  /** @param {Bytes} secret @param {string | null} keyHash pinned by a link */
  pairWith(secret, keyHash) {
    this.#pairing = { secret, keyHash, nonce: "" };
  }

  giveUpPairing() {
    this.#pairing = null;
  }

  /** @param {string} nonce of the challenge @returns {Promise<import("../wire/protocol.js").Message>} */
  async answer(nonce) {
    const { key, publicKey } = this.device;
    const signature = await helloSignature(key, nonce, publicKey);
    if (!this.#pairing) return helloPupil(publicKey, signature);
    this.#pairing.nonce = nonce;
    const { secret } = this.#pairing;
    const proof = await pupilProof(await macKey(secret), nonce, publicKey);
    return pair({ lookup: await lookup(secret), deviceKey: publicKey, proof, signature });
  }

  /**
   * Check who welcomed us, and remember the robot after pairing.
   *
   * @param {import("../wire/protocol.js").Message} welcome
   * @throws {NotSafe}
   */
  async admit(welcome) {
    const known = this.device.pairing;
    if (!this.#pairing) {
      if (!known || known.robotKey !== welcome.robot_key) throw new NotSafe();
    } else {
      await this.#checkPairing(this.#pairing, welcome);
      this.#pairing = null;
    }
    await this.device.remember({
      robot: welcome.robot,
      robotName: welcome.robot_name,
      robotKey: welcome.robot_key,
    });
  }

  /**
   * @param {{secret: Bytes, keyHash: string | null, nonce: string}} pairing
   * @param {import("../wire/protocol.js").Message} welcome
   */
  async #checkPairing({ secret, keyHash, nonce }, welcome) {
    const key = await macKey(secret);
    const expected = await bridgeProof(key, nonce, welcome.robot_key, this.device.publicKey);
    if (welcome.proof !== expected) throw new NotSafe();
    if (keyHash !== null && (await fingerprintOfKey(welcome.robot_key)) !== keyHash) throw new NotSafe();
  }
}
