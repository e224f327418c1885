// @ts-check
/** Microphone of the child: sound only, closed until the child opens it. */

/** Mono voice; the browser's own echo and noise handling is the best there is on a tablet. */
const WANTED = Object.freeze({
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  video: false,
});

/**
 * Reason why there is no microphone.
 *
 * @typedef {"denied" | "missing" | "busy" | "unanswered"} Obstacle
 */

/** @typedef {{stream: MediaStream | null, obstacle: Obstacle}} Answer `obstacle` counts only without a stream */

/** Waits before a microphone is requested again that another app holds, or that just woke. */
const BUSY_WAITS_MS = Object.freeze([300, 1000]);

/** Longest wait for the browser's permission prompt; an unanswered one must not keep the child from listening. */
const ANSWER_MS = 20_000;

export class Microphone {
  /** @type {MediaStream | null} */
  #stream = null;
  /**
   * Pending request to the browser.
   *
   * @type {Promise<Answer> | null}
   */
  #asked = null;
  /**
   * Reason why the last request failed.
   *
   * @type {Obstacle}
   */
  obstacle = "denied";

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
    const { stream, obstacle } = await Promise.race([asked, late()]);
    if (asked === this.#asked) {
      this.#asked = null;
      this.obstacle = obstacle;
      if (stream) this.#take(stream);
    }
    // Closed meanwhile, or too late: a stream that the browser still delivers is stopped at once.
    void asked.then(({ stream: found }) => {
      if (found && found !== this.#stream) stop(found);
    });
    return stream && stream === this.#stream ? this.track : null;
  }

  /** @param {boolean} on */
  turn(on) {
    if (this.track) this.track.enabled = on;
  }

  /** Close the microphone, and end a pending request. */
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

/** @returns {Promise<Answer>} */
async function request() {
  for (const waitMs of [...BUSY_WAITS_MS, null]) {
    try {
      return { stream: await navigator.mediaDevices.getUserMedia(WANTED), obstacle: "denied" };
    } catch (error) {
      // Without a microphone the child can still listen.
      const obstacle = obstacleOf(error);
      if (obstacle !== "busy" || waitMs === null) return { stream: null, obstacle };
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return { stream: null, obstacle: "busy" };
}

/** @type {Readonly<Record<string, Obstacle>>} */
const OF_ERROR = Object.freeze({
  NotFoundError: "missing",
  OverconstrainedError: "missing",
  NotReadableError: "busy",
  AbortError: "busy",
  InvalidStateError: "busy",
});

/** @param {unknown} error @returns {Obstacle} */
const obstacleOf = (error) => {
  // A DOMException is no Error in every engine.
  const { name } = /** @type {{name?: unknown}} */ (error ?? {});
  return (typeof name === "string" && OF_ERROR[name]) || "denied";
};

/** @param {MediaStream} stream */
function stop(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** @returns {Promise<Answer>} */
const late = () =>
  new Promise((resolve) => setTimeout(() => resolve({ stream: null, obstacle: "unanswered" }), ANSWER_MS));
