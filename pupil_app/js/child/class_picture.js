// @ts-check
/** The class's picture as it is shown: the newest line's, and until that brings something, the old one's. */

import { showAtOnce } from "./picture.js";

export class ClassPicture {
  /** @type {MediaStream | null} */
  #coming = null;

  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
  }

  /** @param {MediaStream} picture */
  show(picture) {
    const { video } = this;
    const [track] = picture.getVideoTracks();
    video.dataset.stale = String(video.srcObject !== null);
    if (!video.srcObject || !track?.muted) return this.#showNow(picture);
    // Until the new line brings something, the old picture is better than none.
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
    // A muted picture may always play; a reload in the middle of `play` is no fault.
    video.play().catch(() => undefined);
  }
}
