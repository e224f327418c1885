// @ts-check
/**
 * What the system does to sound, picture and microphone: a call, another app, a headset that is pulled
 * out, a page in the background. It is looked at twice a second and whenever the browser says something.
 *
 * Sound and picture go on by themselves where the browser allows it; else `Sound` asks for a tap. A
 * microphone comes back by itself when the child is back at the page; else a tap on it gets it back.
 */

/** Interval of the look at everything; all that happens is noticed within a second. */
const LOOK_MS = 500;

/** Time that the system gets to return a microphone by itself when the page is seen again. */
const RETURN_MS = 700;

export class Interruptions {
  #isHealing = false;

  /**
   * @param {{
   *   sound: import("../lesson/sound.js").Sound,
   *   picture: import("./class_picture.js").ClassPicture,
   *   voice: import("./voice.js").Voice,
   *   mayHeal: () => boolean,
   * }} parts `mayHeal` tells whether this screen uses a microphone that does not work
   */
  constructor({ sound, picture, voice, mayHeal }) {
    this.sound = sound;
    this.picture = picture;
    this.voice = voice;
    this.mayHeal = mayHeal;
  }

  start() {
    setInterval(() => this.#look(), LOOK_MS);
    document.addEventListener("visibilitychange", () => this.#comeBack());
    addEventListener("pageshow", () => this.#comeBack());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.#comeBack());
  }

  #look() {
    void this.sound.check();
    this.picture.check();
    this.voice.check();
  }

  #comeBack() {
    this.#look();
    if (document.visibilityState === "hidden" || this.#isHealing) return;
    this.#isHealing = true;
    setTimeout(() => void this.#heal(), RETURN_MS);
  }

  async #heal() {
    try {
      if (document.visibilityState === "visible" && this.mayHeal()) await this.voice.heal();
    } finally {
      this.#isHealing = false;
    }
  }
}
