// @ts-check
/** View of the camera, a picture each second, while somebody looks at it. */

import { element, setHidden } from "/app/js/page/dom.js";
import { file, post } from "./asking.js";
import { button, Section } from "./section.js";
import { whyNot } from "./words.js";

const EVERY_MS = 1000;

export class Preview {
  #on = false;
  #url = "";

  /** @param {import("./words.js").Language} language @param {import("./words.js").Say} say */
  constructor(language, say) {
    this.language = language;
    this.say = say;
    this.picture = element("img", { class: "view", alt: say("preview_alt"), hidden: true });
    this.place = element("p", { class: "hint", text: say("preview_place"), hidden: true });
    this.toggle = button(say("preview_start"), () => (this.#on ? this.stop() : this.#start()));
    this.section = new Section("preview", say("preview"), say("preview_hint"), [this.toggle], [this.picture, this.place]);
    this.section.onToggle = (open) => open || this.stop();
    document.addEventListener("visibilitychange", () => document.hidden && this.stop());
    addEventListener("pagehide", () => this.stop());
  }

  /** @param {any} state */
  show(state) {
    const why = state.refused.preview;
    this.toggle.disabled = !!why && !this.#on;
    if (!why) return;
    if (this.#on) this.#end(whyNot(this.language, { error: why }));
    else this.section.tell(whyNot(this.language, { error: why }));
  }

  stop() {
    if (!this.#on) return;
    this.#end(this.say("ended"));
    void post("/api/preview", { on: false });
  }

  async #start() {
    this.#set(true);
    this.section.tell(this.say("preview_waits"));
    const answer = await post("/api/preview", { on: true });
    if (!answer.ok) return this.#end(whyNot(this.language, answer.body), true);
    while (this.#on) {
      const next = performance.now() + EVERY_MS;
      const found = await file("/api/preview");
      if (!this.#on) return;
      if (!(found instanceof Blob)) return this.#end(whyNot(this.language, found.body), found.body.error !== "ended");
      this.#draw(found);
      await new Promise((done) => setTimeout(done, Math.max(0, next - performance.now())));
    }
  }

  /** @param {Blob} data */
  #draw(data) {
    const before = this.#url;
    this.#url = URL.createObjectURL(data);
    this.picture.src = this.#url;
    if (before) URL.revokeObjectURL(before);
    setHidden(this.picture, false);
    setHidden(this.place, false);
    this.section.tell("");
  }

  /** @param {string} text @param {boolean} [bad] */
  #end(text, bad = false) {
    this.#set(false);
    setHidden(this.picture, true);
    setHidden(this.place, true);
    this.picture.removeAttribute("src");
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = "";
    this.section.tell(text, bad);
  }

  /** @param {boolean} on */
  #set(on) {
    this.#on = on;
    this.toggle.textContent = this.say(on ? "preview_stop" : "preview_start");
  }
}
