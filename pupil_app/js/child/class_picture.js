// @ts-check
/** Picture of the class: that of the newest connection, or the old one until the newest brings a picture. */

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
}
