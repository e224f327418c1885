// @ts-check
/**
 * PURE. Receiver of blobs over `transfers`. No I/O.
 *
 * Nothing takes memory before it was admitted, and never more than its announced size. The same as
 * `robot/transfer/receiving.py`, and tested with the same steps.
 */

import { BLOB_BYTES, VOICE_UNKNOWN } from "../wire/transfers.js";

/** @typedef {import("../wire/transfers.js").TransferCode} TransferCode */
/** @typedef {import("../wire/transfers.js").TransferKind} TransferKind */
/** @typedef {import("../wire/transfers.js").TransferMessage} TransferMessage */
/**
 * @typedef {{type: "arrived", kind: TransferKind, id: number, number: number, data: import("../wire/bytes.js").Bytes}
 *   | {type: "arriving", kind: TransferKind, id: number, got: number, size: number}
 *   | {type: "broken", kind: TransferKind, id: number}} ReceivingNews
 */
/** @typedef {{replies: TransferMessage[], news: ReceivingNews[]}} Taken */
/**
 * @typedef {{kind: TransferKind, id: number, size: number, number: number, touchedMs: number,
 *   active: boolean, data: import("../wire/bytes.js").Bytes, got: number}} Incoming
 */

/** Time for which an interrupted blob is kept. */
const IDLE_MS = 60_000;

/** Outcomes that are remembered, for a sender that did not hear them. */
const MOST_REMEMBERED = 16;

export class BlobReceiving {
  /** @type {Map<TransferKind, Incoming>} */
  #incoming = new Map();
  /** @type {Map<number, {size: number, answer: TransferMessage | null}>} */
  #outcomes = new Map();

  /**
   * @param {(offer: import("../wire/transfers.js").Offer) => TransferCode | null} admit returns the
   *   code of a refusal; called before anything is kept
   */
  constructor(admit) {
    this.admit = admit;
  }

  /** Begin on a new channel, over which the sender offers again. */
  opened() {
    for (const one of this.#incoming.values()) one.active = false;
  }

  /** @param {TransferMessage} message of the sender @param {number} nowMs @returns {Taken} */
  receive(message, nowMs) {
    switch (message.type) {
      case "offer":
        return this.#offered(message, nowMs);
      case "piece":
        return this.#took(message, nowMs);
      case "withdraw":
        return { replies: [], news: this.#with(message.id).map((one) => this.#forget(one)) };
      default:
        return { replies: [], news: [] };
    }
  }

  /**
   * Decide on a whole blob: with the number it got, or the code of a refusal.
   *
   * @param {number} id @param {number | TransferCode} outcome @returns {TransferMessage} reply
   */
  finish(id, outcome) {
    /** @type {TransferMessage} */
    const answer = typeof outcome === "number" ? { type: "kept", id, number: outcome } : { type: "refuse", id, code: outcome };
    const before = this.#outcomes.get(id);
    if (before) before.answer = answer;
    return answer;
  }

  /** @param {number} nowMs @returns {ReceivingNews[]} what was dropped, since it waited for too long */
  tick(nowMs) {
    const late = [...this.#incoming.values()].filter(({ touchedMs }) => nowMs - touchedMs >= IDLE_MS);
    return late.map((one) => this.#forget(one));
  }

  /** Forget everything, since the stay is over. */
  clear() {
    this.#incoming.clear();
    this.#outcomes.clear();
  }

  /** @param {import("../wire/transfers.js").Offer} offer @param {number} nowMs @returns {Taken} */
  #offered(offer, nowMs) {
    const { kind, id, size, number } = offer;
    const done = this.#outcomes.get(id);
    if (done) {
      if (done.size !== size) return refused(id, "out_of_order");
      /** @type {TransferMessage[]} */
      const replies = [{ type: "go", id, offset: size }];
      if (done.answer) replies.push(done.answer);
      return { replies, news: [] };
    }
    const known = this.#incoming.get(kind);
    if (known && known.id === id && known.size === size) {
      known.active = true;
      known.touchedMs = nowMs;
      return { replies: [{ type: "go", id, offset: known.got }], news: [] };
    }
    if (known?.active) return refused(id, "busy");
    if (size < 1 || size > BLOB_BYTES) return refused(id, "too_large");
    // What crossed over an older channel is not offered any more: its sender has forgotten it.
    const news = known ? [this.#forget(known)] : [];
    const code = this.admit(offer);
    if (code !== null) return { ...refused(id, code), news };
    const data = new Uint8Array(size);
    this.#incoming.set(kind, { kind, id, size, number, touchedMs: nowMs, active: true, data, got: 0 });
    return { replies: [{ type: "go", id, offset: 0 }], news };
  }

  /** @param {import("../wire/transfers.js").Piece} piece @param {number} nowMs @returns {Taken} */
  #took({ id, offset, data, asks }, nowMs) {
    const one = this.#with(id)[0];
    if (!one?.active) return { replies: [], news: [] }; // of a blob that was refused or withdrawn meanwhile
    const end = offset + data.length;
    if (offset !== one.got || end > one.size || !data.length) {
      return { ...refused(id, "out_of_order"), news: [this.#forget(one)] };
    }
    one.data.set(data, offset);
    one.got = end;
    one.touchedMs = nowMs;
    /** @type {TransferMessage[]} */
    const replies = asks ? [{ type: "ack", id, upto: end, at_ms: nowMs % 2 ** 32, after_voice_ms: VOICE_UNKNOWN }] : [];
    if (end < one.size) {
      return { replies, news: asks ? [{ type: "arriving", kind: one.kind, id, got: end, size: one.size }] : [] };
    }
    this.#incoming.delete(one.kind);
    this.#outcomes.set(id, { size: one.size, answer: null });
    for (const oldest of this.#outcomes.keys()) {
      if (this.#outcomes.size <= MOST_REMEMBERED) break;
      this.#outcomes.delete(oldest);
    }
    return { replies, news: [{ type: "arrived", kind: one.kind, id, number: one.number, data: one.data }] };
  }

  /** @param {number} id */
  #with(id) {
    return [...this.#incoming.values()].filter((one) => one.id === id);
  }

  /** @param {Incoming} one @returns {ReceivingNews} */
  #forget(one) {
    this.#incoming.delete(one.kind);
    return { type: "broken", kind: one.kind, id: one.id };
  }
}

/** @param {number} id @param {TransferCode} code @returns {Taken} */
const refused = (id, code) => ({ replies: [{ type: "refuse", id, code }], news: [] });
