// @ts-check
/** Entrance to the bridge: by link, word or known key, with the refusals on the way. */

import { linkOf, NotSafe, Opening } from "./opening.js";
import { StorageFailed } from "../page/storage.js";
import { wordLetters, wordSecret } from "../wire/proofs.js";
import { Signaling } from "../wire/signaling.js";

/** @typedef {import("../wire/protocol.js").Message} Message */

/** Refusals of a device that is known: it may not be in class, for good or for now. */
const REFUSING = Object.freeze([
  ...["device_locked", "no_loan", "not_begun"],
  ...["loan_locked", "not_ready", "holidays", "closed_now"],
]);

export class Entrance {
  /** The bridge does not know this device. The pairing is kept, since the bridge may be wrong. */
  #isUnknown = false;
  /** This device has made another key since it was last let in. */
  #isNew = false;

  /**
   * @param {{
   *   device: import("../page/device.js").Device,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   lesson: () => import("../lesson/lesson.js").Lesson,
   *   welcomed: () => void,
   * }} parts `welcomed` is called when the bridge has let this device in
   */
  constructor({ device, tell, lesson, welcomed }) {
    this.device = device;
    this.tell = tell;
    this.lesson = lesson;
    this.welcomed = welcomed;
    this.opening = new Opening(device);
    this.signaling = new Signaling({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`,
      answer: (nonce) => this.opening.answer(nonce),
      receive: (message) => this.#receive(message),
      down: () => {
        tell({ type: "link_down" });
        lesson().linkDown();
      },
      isNeeded: () => lesson().runs,
      isWorried: () => lesson().isWorried,
    });
  }

  /** @param {string} fragment of the page's address */
  begin(fragment) {
    const link = linkOf(fragment);
    // The secret must not stay in the address bar, nor in the history.
    if (fragment) history.replaceState(null, "", location.pathname + location.search);
    if (this.lesson().runs) return;
    if (link) {
      this.opening.pairWith(link.secret, link.keyHash);
      this.tell({ type: "pairing_started", by: "link" });
    } else if (this.device.pairing) {
      this.tell({ type: "known", robotName: this.device.pairing.robotName });
    } else {
      this.tell({ type: "unpaired" });
      return;
    }
    this.signaling.start();
  }

  /** @param {string} word */
  async pair(word) {
    // Where no code can be scanned, the whole link can be pasted instead of a word.
    const link = linkOf(word.trim().replace(/^[^#]*#/, ""));
    if (link) {
      this.opening.pairWith(link.secret, link.keyHash);
      this.tell({ type: "pairing_started" });
      return this.signaling.start();
    }
    const letters = wordLetters(word);
    if (!letters) return this.tell({ type: "pairing_failed" });
    this.tell({ type: "pairing_started" });
    this.opening.pairWith(await wordSecret(letters), null);
    this.signaling.start();
  }

  /** Show the start again after an end that may be over, and ask the bridge anew. */
  again() {
    const { pairing } = this.device;
    if (!pairing || this.lesson().runs) return;
    this.tell({ type: "known", robotName: pairing.robotName });
    this.resume();
  }

  /** Connect again after an end, unless the link is up or coming up. */
  resume() {
    if (!this.signaling.runs) this.signaling.start();
  }

  /** @param {Message} message @returns {boolean} whether it could be sent */
  send(message) {
    return this.signaling.send(message);
  }

  /** @param {Message} message */
  #receive(message) {
    if (message.type === "welcome_pupil") void this.#welcome(message);
    else if (message.type === "refused" && this.#refused(message)) return;
    else if (message.type === "own_rights") this.tell({ type: "granted", rights: message.rights });
    else if (message.type === "class_status") this.tell({ type: "class_status", open: message.open });
    else {
      if (message.type === "robot_status") this.#robot(message.online, message.lost);
      this.lesson().receive(message);
    }
  }

  /** @param {boolean} online @param {boolean | undefined} lost its line broke */
  #robot(online, lost) {
    this.tell({ type: "robot_status", online, lost: lost === true });
  }

  /** @param {Message} message */
  async #welcome(message) {
    try {
      await this.opening.admit(message);
    } catch (error) {
      if (!(error instanceof NotSafe)) throw error;
      this.#shut();
      return this.tell({ type: "over", reason: "unsafe" });
    }
    this.#isUnknown = this.#isNew = false;
    this.signaling.succeed(message.answers_ping === true);
    const { robot_name: robotName, robot_online: online, robot_lost: lost } = message;
    this.tell({ type: "welcome", robotName, online, lost: lost === true });
    this.tell({ type: "granted", rights: message.rights });
    this.lesson().welcome(message);
    this.welcomed();
  }

  /** @param {Message} refusal @returns {boolean} whether it was about opening the session */
  #refused({ code, day, opens_s: opensS }) {
    if (this.opening.isPairing && ["pairing", "pairing_used", "locked"].includes(code)) {
      this.#notPaired(code);
      return true;
    }
    if (code === "unknown_device") {
      this.#isUnknown = true;
      // A child who is put out of class reads the reason; the page asks for a new word later.
      if (this.lesson().runs) this.#end("revoked");
      else {
        this.signaling.stop();
        this.tell({ type: "unpaired" });
      }
      return true;
    }
    if (REFUSING.includes(code)) {
      if (code === "device_locked" && this.opening.isPairing && !this.#isNew) {
        void this.#beginAnew();
        return true;
      }
      if (code === "device_locked") this.opening.giveUpPairing();
      this.#end(code, { day: typeof day === "string" ? day : "", opensS: opensS ?? 0 });
      return true;
    }
    return false;
  }

  /** Pair with a new key: a tablet that was locked out and found comes back by a new sheet alone. */
  async #beginAnew() {
    this.#isNew = true;
    this.signaling.stop();
    try {
      await this.device.renew();
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error;
      this.opening.giveUpPairing();
      return this.#end("device_locked");
    }
    this.signaling.start();
  }

  /** @param {string} code */
  #notPaired(code) {
    const link = !this.opening.isByLink || code === "locked" ? "" : code === "pairing_used" ? "used" : "wrong";
    this.opening.giveUpPairing();
    const { pairing } = this.device;
    if (pairing && !this.#isUnknown) {
      // A used link was opened again on the device that had used it.
      this.tell({ type: "known", robotName: pairing.robotName });
      this.signaling.start();
    } else {
      this.signaling.stop();
      this.tell({ type: "pairing_failed", locked: code === "locked", link });
    }
  }

  /**
   * @param {string} reason of the bridge, after which the device stops connecting
   * @param {{day: string, opensS: number}} [when] that belongs to it: an ISO date, and Unix seconds
   */
  #end(reason, when = { day: "", opensS: 0 }) {
    const wasIn = this.lesson().runs;
    if (wasIn) this.lesson().end(reason);
    // The lesson tells why it is over, and nothing of when it may go on.
    if (!wasIn || when.opensS) this.tell({ type: "over", reason, ...when });
    this.signaling.stop();
  }

  #shut() {
    if (this.lesson().runs) this.lesson().leave();
    this.signaling.stop();
  }
}
