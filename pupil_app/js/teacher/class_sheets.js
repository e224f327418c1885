// @ts-check
/**
 * Sheets of the teacher's page: sends one to the child, and fetches those that the child has sent.
 *
 * Everything is sealed here and opened by the robot, and the other way round; the bridge carries it
 * unread. One sheet goes each way at a time; further ones wait.
 */

import { randomId } from "../wire/proofs.js";
import * as protocol from "../wire/protocol.js";
import { BLOB_BYTES } from "../wire/transfers.js";
import { SealedReceiving } from "./sealed_receiving.js";
import { SealedSending } from "./sealed_sending.js";
import { SheetKeys } from "./sealing.js";

/** Sheets that may wait each way. */
const MOST_WAITING = 4;

/** @typedef {import("../wire/protocol.js").Message} Message */

/**
 * What the page is told. `code` is empty or a code of `TRANSFER_CODES`, `no_class_key`, or
 * `not_allowed`; `share` goes from 0 to 1.
 *
 * @typedef {{type: "sheet_sending", transfer: string, share: number}
 *   | {type: "sheet_sent", transfer: string, code: string}
 *   | {type: "sheet_coming", number: number, share: number}
 *   | {type: "sheet_came", number: number, picture: Blob}
 *   | {type: "sheet_failed", number: number, code: string}} SheetEvent
 */

export class ClassSheets {
  /** @type {SheetKeys | null} */
  #keys = null;
  /** @type {SealedSending[]} */
  #sending = [];
  /** @type {SealedReceiving[]} */
  #fetching = [];
  #up = false;
  /** Work on parts, in the order in which it came. */
  #work = Promise.resolve();

  /**
   * @param {{
   *   send: (message: Message) => boolean,
   *   tell: (event: SheetEvent) => void,
   *   clockMs?: () => number,
   * }} parts `send` gives a message to the bridge; tests replace the clock
   */
  constructor({ send, tell, clockMs }) {
    this.send = send;
    this.tell = tell;
    this.clockMs = clockMs ?? (() => performance.now());
  }

  /**
   * Take the class key of the link. Without it there are no sheets.
   *
   * @param {string | null} text second part of the fragment `#TOKEN.KEY`
   * @returns {Promise<boolean>} whether sheets can be sent and fetched
   */
  async use(text) {
    this.#keys = text ? await SheetKeys.from(text) : null;
    this.#pump();
    return this.can;
  }

  /** @returns {boolean} the link holds a class key */
  get can() {
    return this.#keys !== null;
  }

  /**
   * Send a sheet to the child. The robot washes it and says with `sheet_sent` whether it was taken.
   *
   * @param {Uint8Array} picture JPEG, PNG or WebP, as `page/paper_picture.js` makes it
   * @returns {{transfer: string} | {code: string}} its id, or why it is not sent
   */
  sendSheet(picture) {
    if (!this.can) return { code: "no_class_key" };
    if (!picture.length || picture.length > BLOB_BYTES) return { code: "too_large" };
    if (this.#sending.length >= MOST_WAITING) return { code: "busy" };
    const sending = new SealedSending(randomId(), picture);
    this.#sending.push(sending);
    this.#pump();
    return { transfer: sending.transfer };
  }

  /** @param {string} transfer  Stop sending a sheet. */
  stop(transfer) {
    this.#sending = this.#sending.filter((one) => one.transfer !== transfer);
    this.#pump();
  }

  /**
   * Fetch a sheet that the child has sent; `sheet_came` brings it.
   *
   * @param {number} number 1 is the oldest of those that `presence.sheets.for_class` counts
   * @returns {{number: number} | {code: string}} its number, or why it is not fetched
   */
  fetch(number) {
    if (!this.can) return { code: "no_class_key" };
    if (this.#fetching.some((one) => one.number === number)) return { number };
    if (this.#fetching.length >= MOST_WAITING) return { code: "busy" };
    this.#fetching.push(new SealedReceiving(number));
    this.#pump();
    return { number };
  }

  /** Go on, since the bridge has let this page in. */
  up() {
    this.#up = true;
    this.#sending[0]?.resume();
    this.#fetching[0]?.resume();
    this.#pump();
  }

  /** Wait, since the link to the bridge is gone. */
  down() {
    this.#up = false;
  }

  /** Forget everything that waits, since the child's stay is over. */
  forget() {
    for (const { transfer } of this.#sending.splice(0)) this.tell({ type: "sheet_sent", transfer, code: "stopped" });
    for (const { number } of this.#fetching.splice(0)) this.tell({ type: "sheet_failed", number, code: "stopped" });
  }

  /** Repeat what got no answer. Call it every second or so. */
  tick() {
    this.#pump();
  }

  /**
   * Take a message of the bridge; those that are not about sheets are left alone.
   *
   * @param {Message} message
   */
  receive(message) {
    if (message.type === "sealed") {
      this.#work = this.#work.then(() => this.#part(message));
    } else if (message.type === "sealed_ack") {
      this.#acknowledged(message.transfer, message.part, message.code);
    } else if (message.type === "refused" && message.re === "sealed") {
      this.#refused(message.code);
    } else if (message.type === "refused" && message.re === "sealed_ask" && message.code !== "too_fast") {
      const asked = this.#fetching.shift();
      if (asked) this.tell({ type: "sheet_failed", number: asked.number, code: message.code });
      this.#pump();
    }
  }

  /** @returns {Promise<void>} settles when all parts that came were looked at */
  get settled() {
    return this.#work;
  }

  /** @param {string} code */
  #refused(code) {
    const first = this.#sending[0];
    // What is too fast, or finds no robot, is sent again when it is due.
    if (!first || code === "too_fast" || code === "robot_away") return;
    first.heard(first.acked, code);
    this.#settle(first);
  }

  /** @param {string} transfer @param {number} part @param {string} code */
  #acknowledged(transfer, part, code) {
    const first = this.#sending[0];
    if (!first || first.transfer !== transfer) return;
    first.heard(part, code);
    if (!first.end) this.tell({ type: "sheet_sending", transfer, share: first.acked / first.parts });
    this.#settle(first);
  }

  /** @param {SealedSending} sending */
  #settle(sending) {
    if (sending.end) {
      this.#sending = this.#sending.filter((one) => one !== sending);
      this.tell({ type: "sheet_sent", transfer: sending.transfer, code: sending.end.code });
    }
    this.#pump();
  }

  /** @param {Message} message */
  async #part({ transfer, part, parts, data }) {
    const [fetching, keys] = [this.#fetching[0], this.#keys];
    if (!fetching || !keys) return;
    const wanted = fetching.wants({ transfer, part, parts });
    if (wanted === "open") {
      fetching.took(await keys.open({ transfer, part, parts }, data), this.clockMs());
    }
    if (wanted !== "drop" && !fetching.failed) this.send(protocol.sealedAck(transfer, part));
    if (fetching.failed) this.send(protocol.sealedAck(transfer, part, fetching.failed));
    else if (fetching.isWhole) this.#came(fetching);
    else this.tell({ type: "sheet_coming", number: fetching.number, share: fetching.share });
    this.#pump();
  }

  /** @param {SealedReceiving} fetching */
  #came(fetching) {
    this.#fetching = this.#fetching.filter((one) => one !== fetching);
    const picture = new Blob(/** @type {BlobPart[]} */ (fetching.pieces), { type: "image/jpeg" });
    this.tell({ type: "sheet_came", number: fetching.number, picture });
  }

  #pump() {
    if (!this.#up) return;
    const nowMs = this.clockMs();
    const wish = this.#fetching[0]?.ask(nowMs);
    if (wish) this.send(protocol.sealedAsk(wish.number, wish.part));
    const failed = this.#fetching[0];
    if (failed?.failed) {
      this.#fetching.shift();
      this.tell({ type: "sheet_failed", number: failed.number, code: failed.failed });
    }
    const first = this.#sending[0];
    const out = first?.next(nowMs);
    if (out) this.#work = this.#work.then(() => this.#seal(out));
    else if (first?.end) this.#settle(first);
  }

  /** @param {import("./sealed_sending.js").PartOut} out */
  async #seal({ transfer, part, parts, data }) {
    if (!this.#keys) return;
    const sealed = await this.#keys.seal({ transfer, part, parts }, data);
    if (this.#up && this.#sending[0]?.transfer === transfer) {
      this.send(protocol.sealed({ transfer, part, parts, data: sealed }));
    }
  }
}
