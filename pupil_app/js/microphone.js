// @ts-check
/** The child's microphone: sound only, closed until the child opens it. */

/** Mono voice; the browser's own echo and noise handling is the best there is on a tablet. */
const WANTED = Object.freeze({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
});

/** A question of the browser that nobody answers must not keep the child from listening. */
const ANSWER_MS = 20_000;

export class Microphone {
  /** @type {MediaStream | null} */
  #stream = null;
  /**
   * The question to the browser that is still open.
   *
   * @type {Promise<MediaStream | null> | null}
   */
  #asked = null;

  /** @param {() => void} lost called when the device goes away */
  constructor(lost) {
    this.lost = lost;
  }

  /** @returns {MediaStreamTrack | null} */
  get track() {
    const track = this.#stream?.getAudioTracks()[0];
    return track && track.readyState === "live" ? track : null;
  }

  /** @returns {MediaStream | null} */
  get stream() {
    return this.track ? this.#stream : null;
  }

  /** @returns {Promise<MediaStreamTrack | null>} null where it is blocked, missing, or closed meanwhile */
  async open() {
    if (this.track) return this.track;
    this.#asked ??= request();
    const asked = this.#asked;
    const stream = await Promise.race([asked, late()]);
    if (asked === this.#asked) {
      this.#asked = null;
      if (stream) this.#take(stream);
    }
    // Closed meanwhile, or too late: what the browser brings all the same is stopped at once.
    void asked.then((found) => {
      if (found && found !== this.#stream) stop(found);
    });
    return stream && stream === this.#stream ? this.track : null;
  }

  /** @param {boolean} on */
  turn(on) {
    if (this.track) this.track.enabled = on;
  }

  /** Also ends an opening that is under way. */
  close() {
    this.#asked = null;
    if (this.#stream) stop(this.#stream);
    this.#stream = null;
  }

  /** @param {MediaStream} stream */
  #take(stream) {
    this.#stream = stream;
    for (const track of stream.getAudioTracks()) {
      track.enabled = false;
      track.onended = () => {
        if (stream === this.#stream) this.lost();
      };
    }
  }
}

/** @returns {Promise<MediaStream | null>} */
async function request() {
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch {
    return null; // not allowed, or none there: the child can still listen
  }
}

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** @returns {Promise<null>} */
const late = () => new Promise((resolve) => setTimeout(() => resolve(null), ANSWER_MS));
