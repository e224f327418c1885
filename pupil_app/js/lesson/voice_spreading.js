// @ts-check
/**
 * Copies of the child's voice that follow further behind, where the robot asks for them.
 *
 * A browser takes a transform only for a connection that sends nothing yet, so another connection is
 * built for the first wish. Most lines never need it: their voice takes no way through a worker. In a
 * browser that sends no copies or knows no transforms (Chrome before 141) the voice stays as it is.
 */

import { ownWorker } from "./own_worker.js";

/** @type {any} newer than the types at hand */
const Transform = /** @type {any} */ (globalThis).RTCRtpScriptTransform;

const ADDRESS = "/app/js/lesson/voice_copies_worker.js";

/** Time after which a worker that did not come, as on a bad line, is loaded again. */
const AGAIN_MS = 10_000;

/** @typedef {(packets: number) => void} Spread takes how many packets a copy follows behind */

export class VoiceSpreading {
  /** @type {Worker | null} */
  #worker = null;
  #runs = false;

  /** @param {number} [againMs] */
  constructor(againMs = AGAIN_MS) {
    this.againMs = againMs;
  }

  /** @param {() => void} runs  Start the worker, and tell once connections can be spread. Later calls do nothing. */
  start(runs) {
    if (this.#worker || !Transform) return;
    try {
      this.#worker = ownWorker(ADDRESS, { type: "module" });
      this.#worker.onmessage = () => {
        this.#runs = true;
        runs();
      };
      this.#worker.onerror = () => this.#failed(runs);
    } catch {
      // The voice goes as the browser makes it.
    }
  }

  /** @param {() => void} runs */
  #failed(runs) {
    if (this.#runs) return;
    this.#worker = null;
    setTimeout(() => this.start(runs), this.againMs);
  }

  /**
   * Let the copies of this sender be spread. Call it before the first offer.
   *
   * @param {any} sender an `RTCRtpSender` @returns {Spread | null} null where that cannot be
   */
  attach(sender) {
    if (!this.#runs || !this.#worker || !("transform" in sender)) return null;
    const { port1, port2 } = new MessageChannel();
    try {
      sender.transform = new Transform(this.#worker, { port: port2 }, [port2]);
    } catch (error) {
      console.warn("no transform", error instanceof Error ? error.name : "");
      return null;
    }
    return (packets) => port1.postMessage(packets);
  }
}
