// @ts-check
/** PURE. End of a whisper: the microphone closes once the child has been quiet for a while. No I/O. */

/** Quiet after which a whisper is over, in seconds. */
export const QUIET_S = 5;

/** Level of the own voice, 0 to 1, above which the child is whispering. A quiet room stays below 0.02. */
const WHISPER_LEVEL = 0.03;

export class Whispering {
  /** @type {number | null} */
  #heardS = null;

  /** @param {number} nowS */
  begin(nowS) {
    this.#heardS = nowS;
  }

  end() {
    this.#heardS = null;
  }

  /** @param {number} level @param {number} nowS @returns {boolean} true once, when the whisper is over */
  hear(level, nowS) {
    if (this.#heardS === null) return false;
    if (level >= WHISPER_LEVEL) this.#heardS = nowS;
    if (nowS - this.#heardS < QUIET_S) return false;
    this.#heardS = null;
    return true;
  }
}
