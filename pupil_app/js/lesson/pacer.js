// @ts-check
/** PURE. Pace of commands of which only the newest counts: looks and crops. No I/O. */

/** Interval of commands; more would queue on the wire without an effect that is sooner. */
export const COMMAND_INTERVAL_S = 0.05;

/** Interval at which a command is repeated until it has its effect: `control` never retransmits. */
const AGAIN_S = 0.2;

/** Time after which a command without its effect is repeated no more. */
const GIVE_UP_S = 3;

/**
 * Pacer: the newest at once, at most 20 a second, repeated until it has its effect.
 *
 * @template T
 */
export class Pacer {
  /** @type {T | null} */
  #target = null;
  #fresh = false;
  #saidS = -Infinity;
  #untilS = 0;
  /** @type {(measured: T, target: T) => boolean} */
  #isThere;

  /** @param {(measured: T, target: T) => boolean} isThere whether the command has had its effect */
  constructor(isThere) {
    this.#isThere = isThere;
  }

  /** @param {T} target @param {number} nowS */
  set(target, nowS) {
    this.#target = target;
    this.#fresh = true;
    this.#untilS = nowS + GIVE_UP_S;
  }

  /** @param {T} measured @param {number} nowS @returns {T | null} target to send now */
  due(measured, nowS) {
    if (this.#target === null) return null;
    const waits = nowS - this.#saidS;
    if (!this.#fresh) {
      if (this.#isThere(measured, this.#target) || nowS > this.#untilS) {
        this.#target = null;
        return null;
      }
      if (waits < AGAIN_S) return null;
    }
    if (waits < COMMAND_INTERVAL_S) return null;
    this.#fresh = false;
    this.#saidS = nowS;
    return this.#target;
  }

  /** @returns {T | null} */
  get target() {
    return this.#target;
  }

  stop() {
    this.#target = null;
  }
}
