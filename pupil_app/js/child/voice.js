// @ts-check
/** Voice of the child: its microphone, which may open too late to be wanted, and the echo test. */

import { Microphone } from "../lesson/microphone.js";

export class Voice {
  /** @type {(() => void) | null} */
  #endEcho = null;
  /** Number of the newest request, by which a slow microphone finds out that it is too late. */
  #request = 0;

  /**
   * @param {{
   *   sound: import("../lesson/sound.js").Sound,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   lost: () => void,
   * }} parts `lost` is called when the microphone goes away
   */
  constructor({ sound, tell, lost }) {
    this.sound = sound;
    this.tell = tell;
    this.microphone = new Microphone(lost);
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
