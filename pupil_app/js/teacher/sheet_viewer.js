// @ts-check
/** Viewer of the sheets that the child has handed in. A sheet is shown here and saved nowhere. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { button } from "../page/parts.js";
import { remaining } from "../page/remaining.js";
import { remedy } from "./sheets_state.js";
import { enlarged, kept, MOST_SCALE, pinched, STEP, WHOLE } from "./sheet_zoom.js";

/** @typedef {import("./sheet_zoom.js").Point} Point */

/** Way that an arrow key moves the view, in px. */
const ARROW_PX = 80;

/** @type {Readonly<Record<string, Point>>} */
const ARROWS = Object.freeze({
  ArrowLeft: { x: ARROW_PX, y: 0 },
  ArrowRight: { x: -ARROW_PX, y: 0 },
  ArrowUp: { x: 0, y: ARROW_PX },
  ArrowDown: { x: 0, y: -ARROW_PX },
});

const MIDDLE = Object.freeze({ x: 0, y: 0 });

export class SheetViewer {
  /** @type {Blob | null} */
  #picture = null;
  #address = "";
  /** @type {import("./sheet_zoom.js").Shown} */
  #shown = WHOLE;
  /** @type {Map<number, Point>} fingers on the sheet */
  #fingers = new Map();
  #number = 0;
  /** @type {readonly number[]} of the sheets that the robot holds */
  #numbers = [];

  /**
   * @param {import("../page/words.js").Words} words
   * @param {{openSheet: (number: number) => void, closeSheet: () => void}} actions
   */
  constructor(words, { openSheet, closeSheet }) {
    this.words = words;
    this.title = element("h2", { id: "sheet-title" });
    this.close = button(words.say("teacher_sheet_close"), "", closeSheet, "primary");
    this.nearer = named("louder", words.say("teacher_sheet_nearer"), () => this.#zoom(STEP));
    this.farther = named("quieter", words.say("teacher_sheet_farther"), () => this.#zoom(1 / STEP));
    this.before = named("left", words.say("teacher_sheet_before"), () => this.#turnTo(openSheet, -1));
    this.next = named("right", words.say("teacher_sheet_next"), () => this.#turnTo(openSheet, 1));
    this.image = element("img", { draggable: "false", on: { load: () => this.#place(), error: () => this.#place() } });
    this.news = element("p", { class: "news", role: "status" });
    this.left = element("p", { class: "left", "aria-live": "off" });
    this.again = button(words.say("teacher_sheet_again"), "again", () => openSheet(this.#number), "primary");
    this.progress = element("progress", { max: 1, value: 0, "aria-labelledby": "sheet-title" });
    this.stage = element("div", { class: "sheet-stage" }, this.image, element("div", { class: "coming" }, this.news, this.progress, this.left, this.again));
    this.node = element(
      "dialog", { class: "sheet-viewer", "aria-labelledby": "sheet-title" },
      element("div", { class: "bar" }, this.title, this.close),
      this.stage,
      element("div", { class: "bar tools" }, this.before, this.farther, this.nearer, this.next),
    );
    this.node.addEventListener("cancel", (/** @type {Event} */ event) => {
      event.preventDefault();
      closeSheet();
    });
    this.node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.#key(event));
    this.#listen();
    addEventListener("resize", () => this.#place());
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS */
  update({ sheets, presence, pupilName }, nowS) {
    const { words } = this;
    const { open } = sheets;
    if (open === null) return this.#leave();
    this.#numbers = presence?.sheets.class_numbers ?? [];
    this.#number = open;
    const [count, place] = [this.#numbers.length, this.#numbers.indexOf(open)];
    const picture = sheets.came[open] ?? null;
    const key = count > 1 && place >= 0 ? "teacher_sheet_of" : "teacher_sheet_from";
    setText(this.title, words.say(key, { pupil: pupilName, n: place + 1, count }));
    setHidden(this.before, count < 2);
    setHidden(this.next, count < 2);
    this.before.disabled = this.#beside(-1) === undefined;
    this.next.disabled = this.#beside(1) === undefined;
    setAttribute(this.image, "alt", words.say("teacher_sheet_from", { pupil: pupilName }));
    setHidden(this.image, picture === null);
    setHidden(this.news, picture !== null);
    setHidden(this.progress, picture !== null || sheets.code !== "");
    setHidden(this.again, picture !== null || sheets.code === "");
    setText(this.news, words.say(sheets.code ? remedy(sheets.code) : "teacher_sheet_coming", { pupil: pupilName }));
    this.progress.value = sheets.share;
    if (picture !== this.#picture) this.#show(picture);
    if (!this.node.open) {
      this.node.showModal();
      this.close.focus();
    }
    this.#enable();
    this.tick({ sheets }, nowS);
  }

  /** @param {Pick<import("./teacher_state.js").TeacherState, "sheets">} state @param {number} nowS  Say how long the sheet still takes. */
  tick({ sheets }, nowS) {
    const isComing = sheets.open !== null && !(sheets.open in sheets.came) && sheets.code === "";
    const left = isComing ? remaining(sheets.pace, nowS) : null;
    setText(this.left, left ? this.words.say(left.key, left.values) : "");
  }

  /** @param {number} step @returns {number | undefined} number of the sheet before or after this one */
  #beside(step) {
    const beside = (/** @type {number} */ number) => step * (number - this.#number) > 0;
    const found = this.#numbers.filter(beside);
    return step < 0 ? found.at(-1) : found[0];
  }

  /** @param {(number: number) => void} openSheet @param {number} step */
  #turnTo(openSheet, step) {
    const number = this.#beside(step);
    if (number !== undefined) openSheet(number);
  }

  #leave() {
    this.#show(null);
    if (this.node.open) this.node.close();
  }

  /** @param {Blob | null} picture */
  #show(picture) {
    this.#picture = picture;
    this.#fingers.clear();
    this.#shown = WHOLE;
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = picture ? URL.createObjectURL(picture) : "";
    if (picture) this.image.src = this.#address;
    else this.image.removeAttribute("src");
  }

  #listen() {
    const { stage } = this;
    stage.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
      if (this.#fingers.size >= 2) return;
      stage.setPointerCapture(event.pointerId);
      this.#fingers.set(event.pointerId, this.#point(event));
    });
    stage.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.#move(event));
    for (const kind of ["pointerup", "pointercancel"]) {
      stage.addEventListener(kind, (/** @type {PointerEvent} */ event) => this.#fingers.delete(event.pointerId));
    }
    stage.addEventListener("wheel", (/** @type {WheelEvent} */ event) => {
      event.preventDefault();
      this.#turn(enlarged(this.#shown, Math.exp(-event.deltaY / 400), this.#point(event)));
    }, { passive: false });
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const were = [...this.#fingers.values()];
    if (!this.#fingers.has(event.pointerId)) return;
    this.#fingers.set(event.pointerId, this.#point(event));
    const are = [...this.#fingers.values()];
    if (were.length === 2) return this.#turn(pinched(this.#shown, [were[0], were[1]], [are[0], are[1]]));
    const { scale, x, y } = this.#shown;
    this.#turn({ scale, x: x + are[0].x - were[0].x, y: y + are[0].y - were[0].y });
  }

  /** @param {MouseEvent} event @returns {Point} from the middle of the viewer */
  #point({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect();
    return { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 };
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "+" || event.key === "=") this.#zoom(STEP);
    else if (event.key === "-") this.#zoom(1 / STEP);
    else if (event.key in ARROWS) this.#turn({ ...this.#shown, x: this.#shown.x + ARROWS[event.key].x, y: this.#shown.y + ARROWS[event.key].y });
    else return;
    event.preventDefault();
  }

  /** @param {number} factor */
  #zoom(factor) {
    this.#turn(enlarged(this.#shown, factor, MIDDLE));
  }

  /** @param {import("./sheet_zoom.js").Shown} shown */
  #turn(shown) {
    this.#shown = shown;
    this.#place();
  }

  #place() {
    const sheet = { width: this.image.offsetWidth, height: this.image.offsetHeight };
    const { width, height } = this.stage.getBoundingClientRect();
    this.#shown = kept(this.#shown, sheet, { width, height });
    const { scale, x, y } = this.#shown;
    this.image.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    this.#enable();
  }

  #enable() {
    this.farther.disabled = this.#picture === null || this.#shown.scale <= 1;
    this.nearer.disabled = this.#picture === null || this.#shown.scale >= MOST_SCALE;
  }
}

/** @param {string} picture @param {string} name @param {() => void} act @returns {HTMLButtonElement} with a picture alone */
const named = (picture, name, act) =>
  element("button", { type: "button", class: "button plain", "aria-label": name, on: { click: act } }, icon(picture));
