// @ts-check
/**
 * Stills and sheets of one lesson, over the newest connection's channel `transfers`.
 *
 * The state stays here when a connection is rebuilt, and ends with the lesson. What is sent waits for
 * acknowledgements, so that the voice and the commands beside it do not wait.
 */

import { BLOB_BYTES, decode, encode } from "../wire/transfers.js";
import { PiecePace } from "./piece_pace.js";
import { BlobReceiving } from "./transfer_receiving.js";
import { BlobSending } from "./transfer_sending.js";

/** Delay in queues at which pieces become slower: the voice of the child waits behind them. */
const TARGET_MS = 7;

/** Most bytes without an acknowledgement. */
const MOST_WINDOW_BYTES = 16 * 1024;

/** Most bytes that may wait in the browser. Its queue holds pieces back from the line for nothing. */
const MOST_BUFFERED_BYTES = 4 * 1024;

/** Stills and sheets that may be on their way to this device at once: one of each. */
const MOST_IN_BYTES = BLOB_BYTES;

/** First byte of a JPEG. */
const JPEG = 0xff;

/** @typedef {import("../wire/transfers.js").TransferMessage} TransferMessage */
/** @typedef {import("../wire/transfers.js").TransferCode} TransferCode */

/**
 * What the page is told; `share` goes from 0 to 1. `id` names a sheet that this device sends, `number`
 * is that of a sheet that comes. `picture` is a JPEG or WebP that the robot has made itself.
 *
 * @typedef {{type: "sheet_sending", id: number, share: number}
 *   | {type: "sheet_sent", id: number, code: TransferCode | ""}
 *   | {type: "still_coming" | "sheet_coming", number: number, share: number}
 *   | {type: "still" | "sheet", number: number, picture: Blob}
 *   | {type: "still_broken" | "sheet_broken", number: number}} TransferEvent
 */

/** @typedef {Pick<RTCDataChannel, "readyState" | "bufferedAmount" | "bufferedAmountLowThreshold" | "onbufferedamountlow" | "onmessage" | "onopen" | "onclose" | "binaryType"> & {send: (data: any) => void}} Channel */

export class Transfers {
  /** @type {Channel | null} */
  #channel = null;
  #sending = new BlobSending(TARGET_MS, MOST_WINDOW_BYTES);
  #receiving = new BlobReceiving(() => null);
  /** @type {Map<number, number>} number of what comes, by its id */
  #numbers = new Map();
  #pace = new PiecePace(this.#sending.gap);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {{
   *   tell: (event: TransferEvent) => void,
   *   clockMs?: () => number,
   *   random?: () => number,
   *   later?: (work: () => void, delayMs: number) => ReturnType<typeof setTimeout>,
   * }} parts tests replace clock, chance and timer
   */
  constructor({ tell, clockMs, random, later }) {
    this.tell = tell;
    this.clockMs = clockMs ?? (() => performance.now());
    this.random = random ?? (() => crypto.getRandomValues(new Uint32Array(1))[0]);
    this.later = later ?? ((work, delayMs) => setTimeout(work, delayMs));
  }

  /**
   * Send a sheet to the class. Further ones wait; `sheet_sending` and `sheet_sent` tell how it goes.
   *
   * @param {Uint8Array} picture JPEG, PNG or WebP, as `page/paper_picture.js` makes it
   * @returns {{id: number} | {code: TransferCode}} its id, or why it is not sent
   */
  sendSheet(picture) {
    const id = this.random();
    const code = this.#sending.add({ kind: "sheet", id, data: picture, number: 0 });
    if (code) return { code };
    this.#pump();
    return { id };
  }

  /**
   * Stop sending a sheet.
   *
   * @param {number} id
   * @returns {boolean} false if it is not on its way any more
   */
  stopSheet(id) {
    const stopped = this.#sending.withdraw(id);
    this.#pump();
    return stopped;
  }

  /**
   * Go on over this channel; what was half-way continues where it was.
   *
   * @param {Channel} channel
   */
  use(channel) {
    if (this.#channel === channel) return;
    this.#channel = channel;
    channel.binaryType = "arraybuffer";
    channel.bufferedAmountLowThreshold = MOST_BUFFERED_BYTES / 2;
    channel.onmessage = ({ data }) => {
      if (this.#channel === channel) this.#hear(data);
    };
    channel.onbufferedamountlow = () => this.#pump();
    channel.onopen = () => this.#begin(channel);
    if (channel.readyState === "open") this.#begin(channel);
    else this.#sending.closed();
  }

  /** Give up what is silent for too long. Call it every second or so. */
  tick() {
    this.#told(this.#sending.tick(this.clockMs()));
    this.#came(this.#receiving.tick(this.clockMs()));
    this.#pump();
  }

  /** Forget everything, since the lesson is over. */
  clear() {
    clearTimeout(this.#timer);
    this.#channel = null;
    this.#told(this.#sending.clear());
    this.#receiving.clear();
    this.#numbers.clear();
  }

  /** @param {Channel} channel */
  #begin(channel) {
    if (this.#channel !== channel) return;
    this.#sending.opened(this.clockMs());
    this.#receiving.opened();
    this.#pump();
  }

  /** @param {unknown} data */
  #hear(data) {
    const message = decode(data);
    if (!message) return;
    const nowMs = this.clockMs();
    if (message.type === "offer" || message.type === "piece" || message.type === "withdraw") {
      if (message.type === "offer") this.#note(message);
      const { replies, news } = this.#receiving.receive(message, Math.floor(nowMs));
      for (const reply of replies) this.#send(reply);
      this.#pump();
      this.#came(news);
    } else {
      const news = this.#sending.receive(message, nowMs);
      this.#pump();
      // Last: the line does not wait for what the page makes of it.
      this.#told(news);
    }
  }

  /** @param {import("../wire/transfers.js").Offer} offer */
  #note({ id, number, size }) {
    if (size > MOST_IN_BYTES) return;
    this.#numbers.set(id, number);
    for (const oldest of this.#numbers.keys()) {
      if (this.#numbers.size <= 16) break;
      this.#numbers.delete(oldest);
    }
  }

  /** @param {import("./transfer_receiving.js").ReceivingNews[]} all */
  #came(all) {
    for (const news of all) {
      const number = this.#numbers.get(news.id) ?? 0;
      if (news.type === "arriving") {
        this.tell({ type: `${news.kind}_coming`, number, share: news.got / news.size });
      } else if (news.type === "broken") {
        this.tell({ type: `${news.kind}_broken`, number });
      } else {
        this.#send(this.#receiving.finish(news.id, 0));
        this.tell({ type: news.kind, number, picture: new Blob([news.data], { type: formOf(news.data) }) });
      }
    }
  }

  /** @param {import("./transfer_sending.js").SendingNews[]} all */
  #told(all) {
    for (const news of all) {
      if (news.type === "progress") {
        this.tell({ type: "sheet_sending", id: news.id, share: news.acked / news.size });
      } else {
        this.tell({ type: "sheet_sent", id: news.id, code: news.type === "delivered" ? "" : news.code });
      }
    }
  }

  #pump() {
    const channel = this.#channel;
    if (!channel || channel.readyState !== "open") return;
    while (this.#sending.hasNext()) {
      if (channel.bufferedAmount > MOST_BUFFERED_BYTES) return; // goes on as soon as it is low
      const waitMs = this.#pace.waitMs(this.clockMs());
      if (waitMs > 0) {
        clearTimeout(this.#timer);
        this.#timer = this.later(() => this.#pump(), waitMs);
        return;
      }
      const message = this.#sending.next(this.clockMs());
      if (!message) return;
      const { sizeBytes, tripMs } = this.#sending.flight;
      if (message.type === "piece") this.#pace.spent(message.data.length, sizeBytes, tripMs, this.clockMs());
      this.#send(message);
    }
  }

  /** @param {TransferMessage} message */
  #send(message) {
    if (this.#channel?.readyState !== "open") return;
    try {
      this.#channel.send(encode(message));
    } catch (error) {
      // It closes just now; everything goes on over the next connection.
      console.warn("not sent", error instanceof Error ? error.name : "");
    }
  }
}

/** @param {Uint8Array} data @returns {string} media type; sheets are JPEG, stills WebP */
const formOf = (data) => (data[0] === JPEG ? "image/jpeg" : "image/webp");
