// @ts-check
/** Visible way to what lies below in a part that scrolls: it is there only while something does. */

import { element, setHidden } from "../page/dom.js";
import { icon } from "../page/icons.js";

/** Height that may lie below without being missed. */
const LEAST_PX = 8;

/** Share of the visible height that one tap goes on. */
const STEP = 0.8;

export class MoreBelow {
  /** @param {import("../page/words.js").Words} words @param {HTMLElement} body that scrolls */
  constructor(words, body) {
    this.body = body;
    this.node = element(
      "button",
      { type: "button", class: "item more-below", hidden: true, tabindex: "-1", on: { click: () => this.#scroll() } },
      icon("down"),
      element("span", { class: "label", text: words.say("menu_more") }),
    );
    body.addEventListener("scroll", () => this.mark(), { passive: true });
    // The layout gives the part its room after its content is known.
    this.observer = new ResizeObserver(() => this.mark());
    this.observer.observe(body);
  }

  /** @param {Iterable<Element>} parts of the content, whose size may change */
  watch(parts) {
    for (const part of parts) this.observer.observe(part);
  }

  mark() {
    const { scrollHeight, clientHeight, scrollTop } = this.body;
    setHidden(this.node, scrollHeight - clientHeight - scrollTop < LEAST_PX);
  }

  #scroll() {
    this.body.scrollBy({ top: this.body.clientHeight * STEP });
  }
}
