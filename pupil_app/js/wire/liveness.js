// @ts-check
/**
 * PURE. Whether the bridge still hears us: when to ask it, and when a socket is given up. No I/O.
 *
 * A network can die without a word, and a browser then shows an open socket for minutes. Any message
 * of the bridge is a sign of life. Times in seconds of a monotonic clock.
 */

/** Time without a sign of the bridge, after a question, after which a socket is given up. */
export const PATIENCE_S = 1;

/** Quiet of the bridge after which it is asked, while somebody else is missing. */
const WORRIED_S = 0.5;

/** The same while everything is as it should be. */
const CALM_S = 5;

/**
 * Longest waits for a socket that is connecting, in turns: a packet into a dead network is not sent
 * again to the next one, and a slow line needs longer.
 */
const CONNECTING_S = Object.freeze([1.5, 1.5, 4]);

/**
 * Sockets in a row that may fail before the bridge is asked by HTTP first. A browser holds further ones
 * back, and longer with each: Firefox soon, Chromium after a dozen.
 */
const FAILED_SOCKETS = 3;

/** Longest wait for the first word of the bridge, once the socket is open. */
const FIRST_WORD_S = 4;

/** Longest wait for the welcome of a bridge that has spoken. */
const WELCOME_S = 10;

/** Longest wait between two tries while a lesson needs the bridge. */
const NEEDED_RETRY_S = 1;

/** @typedef {"connecting" | "open" | "challenged" | "welcomed"} Stage */

export class Liveness {
  /** @type {Stage} */
  #stage = "connecting";
  #sinceS = 0;
  #heardS = 0;
  /** @type {number | null} */
  #askedS = null;
  #answers = false;
  // The first try of all may take long: nothing shows yet that the network is dead.
  #tries = CONNECTING_S.length - 2;
  /** Sockets since the last welcome. */
  #sockets = 0;

  /** @param {number} nowS A try begins: a socket is connecting, or the bridge is asked whether it is there. */
  dialed(nowS) {
    this.#stage = "connecting";
    this.#sinceS = nowS;
    this.#askedS = null;
    this.#answers = false;
    this.#tries += 1;
  }

  /** @param {Stage} stage that the newest socket has reached @param {number} nowS */
  reached(stage, nowS) {
    this.#stage = stage;
    this.#sinceS = nowS;
    if (stage === "connecting") this.#sockets += 1;
    if (stage !== "welcomed") return;
    this.#tries = -1;
    this.#sockets = 0;
  }

  /** @param {boolean} answers the bridge answers questions, as its welcome says */
  knows(answers) {
    this.#answers = answers;
  }

  /** @param {number} nowS Something came from the bridge. */
  heard(nowS) {
    this.#heardS = nowS;
    this.#askedS = null;
  }

  /** @param {number} nowS @param {boolean} isWorried @returns {boolean} whether the bridge is to be asked now */
  isDue(nowS, isWorried) {
    return nowS - this.#heardS >= (isWorried ? WORRIED_S : CALM_S) && this.#mayAsk;
  }

  /** @param {number} nowS @returns {boolean} whether it may be asked; it then counts as asked */
  ask(nowS) {
    if (!this.#mayAsk) return false;
    this.#askedS = nowS;
    return true;
  }

  get #mayAsk() {
    return this.#stage === "welcomed" && this.#answers && this.#askedS === null;
  }

  /** @param {number} nowS @returns {boolean} whether the socket is to be given up */
  isGone(nowS) {
    if (this.#stage === "welcomed") return this.#askedS !== null && nowS - this.#askedS > PATIENCE_S;
    return nowS - this.#sinceS > this.#longestS;
  }

  /** @returns {boolean} the bridge is to be asked by HTTP before the next socket, which might be held back */
  get asksFirst() {
    return this.#sockets >= FAILED_SOCKETS;
  }

  /** @returns {boolean} no word has come through the socket yet, so that nothing is lost with it */
  get isUntried() {
    return this.#stage === "connecting";
  }

  /** @returns {number} */
  get #longestS() {
    if (this.#stage === "connecting") return CONNECTING_S[this.#tries % CONNECTING_S.length];
    return this.#stage === "open" ? FIRST_WORD_S : WELCOME_S;
  }
}

/**
 * @param {number} waitS by the backoff @param {boolean} isNeeded a lesson runs
 * @param {boolean} wasSilent the try before has already taken its time
 * @returns {number} seconds until the next try
 */
export function retryS(waitS, isNeeded, wasSilent) {
  if (!isNeeded) return waitS;
  return wasSilent ? 0 : Math.min(waitS, NEEDED_RETRY_S);
}
