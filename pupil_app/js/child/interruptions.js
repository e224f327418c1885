// @ts-check
/**
 * What the system does to sound, picture and microphone: a call, another app, a headset that is pulled
 * out, a page in the background. It is looked at four times a second and whenever the browser says
 * something; all that happens is noticed within a second, also without a word of the browser.
 *
 * Sound and picture go on by themselves where the browser allows it; else `Sound` asks for a tap. A
 * microphone comes back by itself when the child is back at the page; else a tap on it gets it back.
 */

import { every } from "../lesson/pulse.js";

/** Interval of the look at everything. */
const LOOK_MS = 250;

/** Time without a look after which the page was frozen, or the device asleep. */
const FROZEN_MS = 3000;

/** Time that the system gets to return a microphone by itself when the page is seen again. */
const RETURN_MS = 700;

export class Interruptions {
  #isHealing = false;
  #lookedMs = Infinity;

  /**
   * @param {{
   *   sound: import("../lesson/sound.js").Sound,
   *   picture: import("./class_picture.js").ClassPicture,
   *   voice: import("./voice.js").Voice,
   *   mayHeal: () => boolean,
   *   pulse?: typeof every,
   * }} parts `mayHeal` tells whether this screen uses a microphone that does not work
   */
  constructor({ sound, picture, voice, mayHeal, pulse = every }) {
    this.sound = sound;
    this.picture = picture;
    this.voice = voice;
    this.mayHeal = mayHeal;
    this.pulse = pulse;
  }

  start() {
    // A hidden page goes on speaking and hearing, and its own timers are slow.
    this.pulse(LOOK_MS, () => this.#beat());
    document.addEventListener("visibilitychange", () => this.#comeBack());
    addEventListener("pageshow", () => this.#comeBack());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.#comeBack());
  }

  #beat() {
    // Not every browser says that it wakes a page.
    if (Date.now() - this.#lookedMs > FROZEN_MS) this.#comeBack();
    else this.#look();
  }

  #look() {
    this.#lookedMs = Date.now();
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
