// @ts-check
/** Voice of the child: its microphone, which may open too late to be wanted, and the echo test. */

import { LONG_AFTER_S } from "../lesson/silence.js";
import { Microphone } from "../lesson/microphone.js";

/** Time after which a child may have forgotten that its microphone is open, in milliseconds. */
const LONG_MS = LONG_AFTER_S * 1000;

export class Voice {
  /** Since when the system gives silence; Infinity while it does not. */
  #silentMs = Infinity;
  /** @type {(() => void) | null} */
  #endEcho = null;
  /** Number of the newest request, by which a slow microphone finds out that it is too late. */
  #request = 0;
  /** Microphones that are being got back right now. */
  #reopenings = 0;

  /**
   * @param {{
   *   sound: import("../lesson/sound.js").Sound,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   lost: () => void,
   *   replaced: () => void,
   * }} parts `lost` is called when the microphone goes away, `replaced` when the lesson needs a new
   *   connection for another one
   */
  constructor({ sound, tell, lost, replaced }) {
    this.sound = sound;
    this.tell = tell;
    this.replaced = replaced;
    this.microphone = new Microphone(
      lost,
      () => this.check(),
      () => this.#cameLate(),
    );
  }

  /** @returns {MediaStreamTrack | null} */
  get track() {
    return this.microphone.track;
  }

  /** @returns {MediaStream | null} */
  get stream() {
    return this.microphone.stream;
  }

  /** Cancel a pending request for the microphone. */
  forgo() {
    this.#request += 1;
  }

  /**
   * Open the microphone, and tell whether it works.
   *
   * @returns {Promise<boolean | null>} null where the child wanted something else meanwhile
   */
  async open() {
    this.forgo();
    const request = this.#request;
    const track = await this.microphone.open();
    if (request !== this.#request) return null;
    const works = track !== null;
    this.tell({ type: "microphone", works, obstacle: this.microphone.obstacle });
    return works;
  }

  /** Tell whether the system gives the child's voice, and whether there still is a microphone. Call this regularly: not every browser says it by itself. */
  check() {
    // No microphone for a moment is not yet one that the class hears.
    if (this.#reopenings > 0) return;
    this.microphone.check();
    const silenced = this.microphone.isSilenced;
    this.#silentMs = silenced ? Math.min(this.#silentMs, performance.now()) : Infinity;
    this.tell({ type: "silenced", silenced, long: performance.now() - this.#silentMs >= LONG_MS });
  }

  /**
   * Get the microphone back from the system, or find another one, where the browser need not ask.
   *
   * @returns {Promise<void>}
   */
  async heal() {
    if (!(await isAllowed())) return;
    if (this.microphone.isSilenced || !this.track) await this.reopen();
  }

  /** @returns {Promise<boolean>} whether a microphone works now */
  async reopen() {
    const echoes = this.#endEcho !== null;
    this.#reopenings += 1;
    this.close();
    const works = await this.open().finally(() => (this.#reopenings -= 1));
    this.check();
    if (works && !echoes) this.replaced();
    return works === true;
  }

  #cameLate() {
    this.tell({ type: "microphone", works: true });
    this.replaced();
  }

  /** @param {boolean} sends to the class */
  turn(sends) {
    this.microphone.turn(sends || this.#endEcho !== null);
  }

  close() {
    this.forgo();
    this.stopEcho();
    this.microphone.close();
  }

  /**
   * Start the echo test.
   *
   * @param {import("./check.js").CheckView} view
   */
  async echo(view) {
    this.stopEcho();
    if ((await this.open()) === null) return;
    this.tell({ type: "checked", what: "microphone", good: false });
    const { stream } = this.microphone;
    if (!stream) return;
    this.microphone.turn(true);
    view.listening();
    this.#endEcho = this.sound.echo(stream, (level) => view.level(level));
  }

  stopEcho() {
    this.#endEcho?.();
    this.#endEcho = null;
    this.microphone.turn(false);
  }
}

/** @returns {Promise<boolean>} whether the browser gives the microphone without a question */
async function isAllowed() {
  try {
    const name = /** @type {PermissionName} */ ("microphone");
    return (await navigator.permissions.query({ name })).state === "granted";
  } catch {
    return false; // no such permission in this browser, so it would ask
  }
}
