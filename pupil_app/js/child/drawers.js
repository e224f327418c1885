// @ts-check
/**
 * Drawers for controls that are not always needed: closed behind buttons on a small screen, open on
 * a large one. The style sheet decides which.
 */

import { element, setAttribute } from "../page/dom.js";
import { button } from "../page/parts.js";

/** @typedef {{key: string, name: string, picture: string, node: HTMLElement, closes: boolean}} Drawer */

export class Drawers {
  /** @type {{opener: HTMLButtonElement, box: HTMLElement}[]} */
  #made = [];
  /** @type {HTMLElement | null} */
  #open = null;

  /**
   * @param {string} label @param {Drawer[]} drawers `closes`: the drawer closes after one tap inside
   */
  constructor(label, drawers) {
    for (const { key, name, picture, node, closes } of drawers) {
      const box = element(
        "div",
        { class: "drawer", id: `drawer-${key}`, "data-open": "false" },
        node,
      );
      const opener = button(name, picture, () => this.#turn(box), "opener");
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", box.id);
      if (closes) box.addEventListener("click", (/** @type {Event} */ event) => this.#done(box, event));
      this.#made.push({ opener, box });
    }
    this.node = element(
      "div",
      {
        class: "more",
        role: "region",
        "aria-label": label,
        on: { keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.#turn(null, true) },
      },
      ...this.#made.map(({ box }) => box),
      element("div", { class: "openers" }, ...this.#made.map(({ opener }) => opener)),
    );
  }

  /** @param {HTMLElement | null} box drawer to open, or to close if it is open @param {boolean} [goesBack] to its opener */
  #turn(box, goesBack = false) {
    const before = this.#open;
    this.#open = box === before ? null : box;
    for (const { opener, box: one } of this.#made) {
      const isOpen = one === this.#open;
      setAttribute(one, "data-open", String(isOpen));
      setAttribute(opener, "aria-expanded", String(isOpen));
      if (goesBack && one === before) opener.focus();
    }
    /** @type {HTMLElement | null | undefined} */ (this.#open?.querySelector("button, input"))?.focus();
  }

  /** @param {HTMLElement} box @param {Event} event */
  #done(box, event) {
    const isButton = event.target instanceof Element && event.target.closest("button") !== null;
    if (isButton && this.#open === box) this.#turn(box, true);
  }
}
