// @ts-check
/** Wi-Fi: where the robot is, what is in reach, joining and forgetting. No key is ever shown. */

import { element } from "/app/js/page/dom.js";
import { get, post } from "./asking.js";
import { button, Section } from "./section.js";
import { whyNot } from "./words.js";

export class Wifi {
  #asked = 0;

  /** @param {import("./words.js").Language} language @param {import("./words.js").Say} say */
  constructor(language, say) {
    this.language = language;
    this.say = say;
    this.now = element("p", {});
    this.list = element("ul", { class: "networks" });
    this.search = button(say("wifi_search"), () => this.look());
    this.section = new Section("wifi", say("wifi"), "", [this.now, this.search], [this.list]);
    this.section.onToggle = (open) => open && this.look();
  }

  async look() {
    const number = ++this.#asked;
    this.search.disabled = true;
    this.section.tell(this.say("wifi_searching"));
    const answer = await get("/api/wifi");
    if (number !== this.#asked) return;
    this.search.disabled = false;
    if (!answer.ok) return this.section.tell(whyNot(this.language, answer.body), true);
    const { networks, takes_key, words } = answer.body;
    this.now.textContent = words[this.language];
    this.list.replaceChildren(...networks.map((/** @type {any} */ one) => this.#network(one, takes_key)));
    this.section.tell(networks.length ? (takes_key ? "" : this.say("wifi_qr")) : this.say("wifi_empty"));
  }

  /** @param {any} network @param {boolean} takesKey @returns {HTMLElement} */
  #network({ name, percent, lock, known, used }, takesKey) {
    const state = used ? "wifi_used" : known ? "wifi_known" : "";
    const about = [state && this.say(state), this.say(`wifi_${lock}`), percent === null ? "" : `${percent} %`];
    const node = element(
      "li",
      {},
      element("strong", { text: name }),
      element("span", { class: "about", text: ` ${about.filter(Boolean).join(" · ")}` }),
    );
    if (!used && lock === "open") node.append(button(this.say("wifi_join", { name }), () => this.#join(name, "")));
    if (!used && lock === "locked" && takesKey) node.append(this.#keyForm(name));
    if (known && !used) node.append(button(this.say("wifi_forget", { name }), () => this.#forget(name)));
    return node;
  }

  /** @param {string} name @returns {HTMLElement} */
  #keyForm(name) {
    const field = element("input", {
      type: "password",
      autocomplete: "off",
      minlength: 8,
      maxlength: 63,
      required: true,
      "aria-label": this.say("wifi_key", { name }),
      placeholder: this.say("wifi_key", { name }),
    });
    const form = element("form", {}, field, element("button", { class: "button", text: this.say("wifi_join", { name }) }));
    form.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      const key = field.value;
      field.value = "";
      void this.#join(name, key);
    });
    return form;
  }

  /** @param {string} name @param {string} key */
  async #join(name, key) {
    this.section.tell(this.say("wifi_joining"));
    const answer = await post("/api/wifi/join", { name, key });
    // Who came over the robot's own network has lost it by now, whether or not it went well.
    if (answer.status === 0) return this.section.tell(this.say("wifi_moved", { name }));
    await this.#done(answer, "wifi_joined");
  }

  /** @param {string} name */
  async #forget(name) {
    await this.#done(await post("/api/wifi/forget", { name }), "wifi_forgotten");
  }

  /** @param {import("./asking.js").Answer} answer @param {string} key */
  async #done(answer, key) {
    if (!answer.ok) return this.section.tell(whyNot(this.language, answer.body), true);
    await this.look();
    this.section.tell(this.say(key));
  }
}
