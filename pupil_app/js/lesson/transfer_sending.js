// @ts-check
/**
 * PURE. Sender of blobs over `transfers`, one piece after the other. No I/O.
 *
 * The pieces of a still follow its offer at once; those of a sheet wait until it is taken. A blob
 * survives the peer connection: after `opened` it is offered again, and the receiver says how
 * much it has. The same as `robot/transfer/sending.py`, and tested with the same steps.
 */

import { BLOB_BYTES } from "../wire/transfers.js";
import { DelayWindow } from "./delay_window.js";
import { VoiceGap } from "./voice_gap.js";

/** @typedef {import("../wire/transfers.js").TransferCode} TransferCode */
/** @typedef {import("../wire/transfers.js").TransferMessage} TransferMessage */
/** @typedef {{kind: import("../wire/transfers.js").TransferKind, id: number, data: Uint8Array, number: number}} Outgoing */
/**
 * @typedef {{type: "progress", id: number, acked: number, size: number}
 *   | {type: "delivered", id: number, number: number}
 *   | {type: "undelivered", id: number, code: TransferCode}} SendingNews
 */
/** @typedef {Outgoing & {acked: number, sent: number, unasked: number}} Entry */

/** Blobs of each kind that may wait. */
const MOST_WAITING = 4;

/** Time without an answer after which a blob is given up, counted while the channel is open. */
const ANSWER_MS = 20_000;

export class BlobSending {
  /** @type {Entry[]} */
  #waiting = [];
  /** @type {TransferMessage[]} */
  #withdrawn = [];
  #open = false;
  /** @type {number | null} */
  #offered = null;
  #granted = false;
  /** @type {{end: number, sentMs: number, bytes: number}[]} pieces that asked for a receipt */
  #asked = [];
  /** @type {number | null} */
  #heardMs = null;

  /** Only the app lets pieces follow the voice: the robot knows what it sends itself. */
  gap = new VoiceGap();

  /**
   * @param {number} targetMs delay in queues at which the pieces become slower
   * @param {number} mostWindowBytes
   * @param {number} [startBytes] see `DelayWindow`
   */
  constructor(targetMs, mostWindowBytes, startBytes) {
    this.flight = new DelayWindow(targetMs, mostWindowBytes, startBytes);
  }

  /**
   * Take a blob to send.
   *
   * @param {Outgoing} blob `id` names it in every connection
   * @returns {TransferCode | null} the code of a refusal
   */
  add(blob) {
    if (!blob.data.length || blob.data.length > BLOB_BYTES) return "too_large";
    if (this.#waiting.filter((one) => one.kind === blob.kind).length >= MOST_WAITING) return "no_room";
    const stills = this.#waiting.filter((one) => one.kind === "still").length;
    const at = blob.kind === "still" ? stills : this.#waiting.length;
    this.#waiting.splice(at, 0, { ...blob, acked: 0, sent: 0, unasked: 0 });
    return null;
  }

  /** @param {number} id @returns {boolean} false if it is not there any more */
  withdraw(id) {
    const found = this.#find(id);
    if (!found) return false;
    if (id === this.#offered || found.acked) this.#withdraw(id);
    this.#drop(found);
    return true;
  }

  /** @param {number} nowMs  Begin on a new channel: offer again what was crossing. */
  opened(nowMs) {
    this.#open = true;
    this.#offered = null;
    this.#granted = false;
    this.#asked = [];
    this.flight.restart();
    this.gap.restart();
    this.#heardMs = nowMs;
  }

  /** Wait for another channel. */
  closed() {
    this.#open = this.#granted = false;
    this.#offered = null;
  }

  /** Forget everything, since the stay is over. @returns {SendingNews[]} */
  clear() {
    const gone = this.#waiting.map(({ id }) => /** @type {SendingNews} */ ({ type: "undelivered", id, code: "stopped" }));
    this.#waiting = [];
    this.#withdrawn = [];
    this.closed();
    return gone;
  }

  /** @param {TransferMessage} message of the receiver @param {number} nowMs @returns {SendingNews[]} */
  receive(message, nowMs) {
    const found = this.#find(message.id);
    if (!found) return [];
    switch (message.type) {
      case "go":
        return message.id === this.#offered && !this.#granted ? this.#go(found, message.offset, nowMs) : [];
      case "ack":
        return this.#acknowledged(found, message, nowMs);
      case "kept":
        this.#drop(found);
        return [{ type: "delivered", id: message.id, number: message.number }];
      case "refuse":
        return this.#fail(found, message.code);
      default:
        return [];
    }
  }

  /** @param {number} nowMs @returns {SendingNews[]} what was given up, since the receiver says nothing */
  tick(nowMs) {
    const first = this.#waiting[0];
    const waits = this.#open && first && first.id === this.#offered;
    if (!waits || this.#heardMs === null || nowMs - this.#heardMs < ANSWER_MS) return [];
    this.#withdraw(first.id);
    return this.#fail(first, "stopped");
  }

  /** @returns {boolean} `next` has a message now */
  hasNext() {
    if (!this.#open) return false;
    const first = this.#waiting[0];
    if (this.#withdrawn.length || (first && first.id !== this.#offered)) return true;
    return this.#mayFlow() && !this.#isFull(first);
  }

  /** @param {number} nowMs @returns {TransferMessage | null} next message to send */
  next(nowMs) {
    if (!this.#open) return null;
    const withdrawn = this.#withdrawn.shift();
    if (withdrawn) return withdrawn;
    const first = this.#waiting[0];
    if (!first) return null;
    if (this.#offered !== first.id) {
      this.#offered = first.id;
      // Nobody refuses a still, so its pieces follow at once. Of what was half-way, only the receiver
      // knows where it goes on.
      this.#granted = first.kind === "still" && !first.sent;
      this.#heardMs = nowMs;
      this.#asked = [];
      return { type: "offer", kind: first.kind, id: first.id, size: first.data.length, number: first.number };
    }
    if (!this.#mayFlow() || this.#isFull(first)) return null;
    return this.#piece(first, nowMs);
  }

  #mayFlow() {
    const first = this.#waiting[0];
    return this.#open && this.#granted && first?.id === this.#offered && first.sent < first.data.length;
  }

  /** @param {Entry} one */
  #isFull(one) {
    // Without an acknowledgement to wait for, one more piece asks for it.
    return this.#asked.length > 0 && this.#isOver(one);
  }

  /** @param {Entry} one */
  #isOver(one) {
    return one.sent - one.acked + this.#pieceBytes > this.flight.sizeBytes;
  }

  get #pieceBytes() {
    return Math.min(this.flight.pieceBytes, this.gap.mostBytes);
  }

  /** @param {Entry} one @param {number} nowMs @returns {TransferMessage} */
  #piece(one, nowMs) {
    const offset = one.sent;
    const data = one.data.subarray(offset, offset + this.#pieceBytes);
    one.sent += data.length;
    one.unasked += data.length;
    const asks = one.sent === one.data.length || this.#isOver(one) || one.unasked > this.#pieceBytes;
    if (asks) {
      one.unasked = 0;
      this.#asked.push({ end: one.sent, sentMs: nowMs, bytes: data.length });
    }
    return { type: "piece", id: one.id, offset, data, asks };
  }

  /** @param {Entry} one @param {number} offset @param {number} nowMs @returns {SendingNews[]} */
  #go(one, offset, nowMs) {
    if (offset > one.data.length) return this.#fail(one, "out_of_order");
    this.#granted = true;
    this.#heardMs = nowMs;
    this.#asked = [];
    one.acked = one.sent = offset;
    one.unasked = 0;
    return [{ type: "progress", id: one.id, acked: offset, size: one.data.length }];
  }

  /** @param {Entry} one @param {import("../wire/transfers.js").Ack} ack @param {number} nowMs @returns {SendingNews[]} */
  #acknowledged(one, { upto, at_ms, after_voice_ms }, nowMs) {
    if (upto <= one.acked || upto > one.sent) return [];
    const ackedBytes = upto - one.acked;
    one.acked = upto;
    this.#heardMs = nowMs;
    let newest;
    while (this.#asked.length && this.#asked[0].end <= upto) newest = this.#asked.shift();
    if (newest && one.id === this.#offered) {
      this.flight.acknowledged(ackedBytes, newest.sentMs, at_ms, nowMs);
      if (this.gap.everyMs) this.flight.keepTo(newest.bytes / this.gap.everyMs);
      this.gap.heard(newest.sentMs + this.flight.waitedMs, after_voice_ms, newest.bytes, nowMs);
    }
    return [{ type: "progress", id: one.id, acked: upto, size: one.data.length }];
  }

  /** @param {number} id */
  #withdraw(id) {
    this.#withdrawn.push({ type: "withdraw", id, code: "stopped" });
    if (this.#withdrawn.length > 2 * MOST_WAITING) this.#withdrawn.shift();
  }

  /** @param {Entry} one @param {TransferCode} code @returns {SendingNews[]} */
  #fail(one, code) {
    this.#drop(one);
    return [{ type: "undelivered", id: one.id, code }];
  }

  /** @param {Entry} one */
  #drop(one) {
    this.#waiting = this.#waiting.filter((other) => other !== one);
    if (this.#offered !== one.id) return;
    this.#offered = null;
    this.#granted = false;
    this.#asked = [];
  }

  /** @param {number} id */
  #find(id) {
    return this.#waiting.find((one) => one.id === id);
  }
}
