// @ts-check
/** Gauge of the line: reads the browser's statistics once a second. */

import { Awaited, Quality, sample, score } from "./quality.js";

/** @typedef {import("./quality.js").Level} Level */
/** @typedef {{peer: import("./peer.js").Peer, counters: any}} Entry of a peer connection */

const EVERY_S = 1;

export class Gauge {
  #quality = new Quality();
  #picture = new Awaited();
  #readS = 0;
  /** Level of the line that the robot was told last; empty if it was told none. */
  #told = "";

  /** @param {() => number | null} [shown] frames that the child saw so far, where the browser tells */
  constructor(shown = () => null) {
    this.shown = shown;
  }

  /** Another connection carries the lesson now. */
  restart() {
    this.#picture.restart();
    this.#quality.restart();
    this.#told = "";
  }

  /** @param {number} nowS @returns {boolean} */
  isDue(nowS) {
    return nowS - this.#readS >= EVERY_S;
  }

  /**
   * @param {Entry | undefined} entry @param {() => boolean} isPresent
   * @param {() => boolean} expectsPicture @param {() => number} clockS
   * @returns {Promise<Level | null>} null when there is nothing to judge by
   */
  async read(entry, isPresent, expectsPicture, clockS) {
    this.#readS = clockS();
    if (!entry) return null;
    // Also while the robot is silent: the queue on the uplink holds our own packets.
    void entry.peer.adapt(clockS());
    if (!isPresent()) {
      this.#quality.silence();
      return "lost";
    }
    const after = { ...(await entry.peer.counters()), shown: this.shown(), atS: clockS() };
    const before = entry.counters ?? after;
    entry.counters = after;
    const seconds = after.atS - before.atS;
    if (seconds <= 0) return null;
    const isDue = this.#picture.isDue(expectsPicture(), clockS());
    return this.#quality.add(score(sample(before, after, seconds), isDue));
  }

  /** @param {Level} level @returns {boolean} whether the robot has to be told; the level then counts as told */
  isNews(level) {
    const isNew = level !== this.#told;
    this.#told = level;
    return isNew;
  }
}
