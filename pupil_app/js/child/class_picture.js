// @ts-check
/** Picture of the class: that of the newest connection, or the old one until the newest brings a picture. */

import { showAtOnce } from "./picture.js";

export class ClassPicture {
  /** @type {MediaStream | null} */
  #coming = null;
  #shown = 0;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    video.addEventListener("pause", () => this.check());
    if ("requestVideoFrameCallback" in video) this.#count();
  }

  /**
   * Number of frames that the child saw since the page began: a decoded frame need not be shown.
   *
   * @returns {number | null} null where nobody can tell: a hidden page shows none, and Firefox before
   *   132 does not count those of a stream
   */
  get shown() {
    const isCounted = "requestVideoFrameCallback" in this.video && document.visibilityState === "visible";
    return isCounted ? this.#shown : null;
  }

  /** Let the picture go on that the system has paused. Call this regularly. */
  check() {
    if (this.video.srcObject && this.video.paused) void this.video.play().catch(() => undefined);
  }

  /** @param {MediaStream} picture */
  show(picture) {
    const { video } = this;
    const [track] = picture.getVideoTracks();
    video.dataset.stale = String(video.srcObject !== null);
    if (!video.srcObject || !track?.muted) return this.#showNow(picture);
    // The old picture stays until the new connection brings one.
    this.#coming = picture;
    track.addEventListener("unmute", () => {
      if (this.#coming === picture) this.#showNow(picture);
    });
  }

  clear() {
    this.#coming = null;
    this.video.srcObject = null;
  }

  /** @param {MediaStream} picture */
  #showNow(picture) {
    const { video } = this;
    this.#coming = null;
    video.dataset.stale = "false";
    showAtOnce(video, picture);
    // A muted picture may always play; `play` fails only when a new load interrupts it.
    video.play().catch(() => undefined);
  }

  #count() {
    /** @type {any} */ (this.video).requestVideoFrameCallback(() => {
      this.#shown += 1;
      this.#count();
    });
  }
}
