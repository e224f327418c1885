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

/**
 * Longest wait for the browser's permission prompt: an unanswered one must not keep the child from
 * listening. An answer that comes later still counts.
 */
export const ANSWER_MS = 4000;

export class Microphone {
  /** @type {MediaStream | null} */
  #stream = null;
  /**
   * Pending request to the browser.
   *
   * @type {Promise<MediaStreamTrack | null> | null}
   */
  #asked = null;
  /**
   * Request that nobody waits for any more.
   *
   * @type {Promise<MediaStreamTrack | null> | null}
   */
  #overdue = null;
  /**
   * Reason why the last request failed.
   *
   * @type {Obstacle}
   */
  obstacle = "denied";

  /**
   * @param {() => void} lost called when the device goes away
   * @param {() => void} [silenced] called when the system mutes the device or gives it back
   * @param {() => void} [late] called when a microphone came after `open` had given up waiting
   */
  constructor(lost, silenced = () => undefined, late = () => undefined) {
    this.lost = lost;
    this.silenced = silenced;
    this.late = late;
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

  /** @returns {boolean} the system gives silence instead of the child's voice: a call, another app, a switch */
  get isSilenced() {
    return this.track?.muted === true;
  }

  /** @returns {Promise<MediaStreamTrack | null>} null where it is blocked, missing, unanswered, or closed meanwhile */
  async open() {
    if (this.track) return this.track;
    const asked = this.#asked ?? this.#ask();
    const track = await Promise.race([asked, late()]);
    if (track !== undefined) return track;
    if (asked === this.#asked) {
      this.obstacle = "unanswered";
      if (this.#overdue !== asked) void asked.then((found) => found && this.late());
      this.#overdue = asked;
    }
    return null;
  }

  /** Tell of a device that went away, once. Call this regularly: not every browser says it by itself. */
  check() {
    if (!this.#stream || this.track) return;
    this.#stream = null;
    this.lost();
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

  #ask() {
    const asked = request().then(({ stream, obstacle }) => {
      if (asked !== this.#asked) {
        // Closed meanwhile: a stream that the browser still delivers is stopped at once.
        if (stream) stop(stream);
        return null;
      }
      this.#asked = null;
      this.obstacle = obstacle;
      if (stream) this.#take(stream);
      return this.track;
    });
    this.#asked = asked;
    return asked;
  }

  /** @param {MediaStream} stream */
  #take(stream) {
    this.#stream = stream;
    for (const track of stream.getAudioTracks()) {
      track.enabled = false;
      track.onended = () => this.check();
      track.onmute = track.onunmute = () => {
        if (stream === this.#stream) this.silenced();
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

/** @returns {Promise<undefined>} */
const late = () => new Promise((resolve) => setTimeout(() => resolve(undefined), ANSWER_MS));
