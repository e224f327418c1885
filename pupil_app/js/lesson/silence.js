// @ts-check
/** PURE. Silence of the robot of a lesson, and what follows from it. No I/O. */

/** Silence of the robot after which commands are repeated through the bridge. */
export const SILENT_AFTER_S = 0.3;

/** Silence, or wait for an answer, after which the bridge is asked whether it is there. */
export const WORRIED_AFTER_S = 0.5;

/** Silence after which the child reads that the line is gone. */
export const LOST_AFTER_S = 1;

/** Silence after which a new peer connection is built beside the old one. */
export const REBUILD_AFTER_S = 2;

/** Silence after which the child reads that it takes longer. */
export const LONG_AFTER_S = 15;

export class Silence {
  #heardS = 0;

  /** @param {number} nowS The robot was heard. */
  heard(nowS) {
    this.#heardS = nowS;
  }

  /** @param {number} nowS A closed connection brings no more messages, so the silence is not waited for. */
  closed(nowS) {
    this.#heardS = Math.min(this.#heardS, nowS - REBUILD_AFTER_S - 0.001);
  }

  /** @param {number} nowS @returns {number} seconds since the robot was last heard */
  forS(nowS) {
    return nowS - this.#heardS;
  }

  /** @param {number} nowS @returns {boolean} a network may have changed */
  isWorrying(nowS) {
    return this.forS(nowS) > WORRIED_AFTER_S;
  }

  /** @param {number} nowS @returns {boolean} the line is gone */
  isLoss(nowS) {
    return this.forS(nowS) > LOST_AFTER_S;
  }

  /** @param {number} nowS @returns {boolean} the connection does not come back by itself */
  isEnd(nowS) {
    return this.forS(nowS) > REBUILD_AFTER_S;
  }
}
