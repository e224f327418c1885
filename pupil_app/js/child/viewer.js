// @ts-check
/** Viewer of papers beside the running lesson: the photo of the board and the sheets, near and far. */

import { papersOf } from "./board_state.js";
import { Fingers } from "./fingers.js";
import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { sentence, valuesOf } from "./now.js";
import { firstCrop } from "./paper_fit.js";
import { setDead } from "./rail.js";
import { WHOLE } from "../lesson/cropping.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, (...values: any[]) => any>} Actions */

export class Viewer {
  /** Crop with which the paper began; a child that has moved it since keeps its own choice. @type {import("../lesson/cropping.js").Crop} */
  #fitted = WHOLE;

  /** @param {import("../page/words.js").Words} words @param {Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.actions = actions;
    /** @param {string} name @param {string} picture @param {() => void} act @param {string} [kind] */
    const tool = (name, picture, act, kind = "") =>
      element("button", { type: "button", class: `item ${kind}`, "aria-label": words.say(name), on: { click: act } }, icon(picture));
    this.picture = element("img", { alt: "", draggable: "false", decoding: "async", on: { load: () => this.#fit() } });
    this.close = tool("paper_close", "close", () => actions.closePapers(), "close");
    this.older = tool("paper_older", "left", () => actions.turnPaper(-1));
    this.newer = tool("paper_newer", "right", () => actions.turnPaper(1));
    this.wider = tool("wider", "quieter", () => actions.wider());
    this.nearer = tool("nearer", "louder", () => actions.nearer());
    this.caption = element("p", { class: "caption" });
    this.news = element("p", { class: "paper-news", "aria-hidden": "true" });
    this.frame = element("div", { class: "paper-frame" }, this.picture);
    this.node = element(
      "section",
      { class: "viewer", hidden: true, "aria-label": words.say("papers") },
      this.news,
      this.frame,
      element("div", { class: "paper-tools" }, this.caption, this.older, this.newer, this.wider, this.nearer, this.close),
    );
    new ResizeObserver(() => this.#fit()).observe(this.frame);
    new Fingers(this.frame, () => this.#box(), {
      tap: () => undefined,
      beginDrag: () => actions.viewerDragBegins(),
      drag: (pulled) => actions.viewerDrag(pulled),
      beginPinch: () => actions.viewerDragBegins(),
      pinch: (moved) => actions.viewerPinch(moved),
    });
  }

  /** Begin with the part that fills the frame, and again when the device is turned. */
  #fit() {
    const paper = { width: this.picture.naturalWidth, height: this.picture.naturalHeight };
    if (!paper.width || !this.frame.clientWidth) return;
    const crop = firstCrop(paper, this.#box());
    this.actions.viewerFits?.(crop, this.#fitted);
    this.#fitted = crop;
  }

  #box() {
    return { x: 0, y: 0, width: this.frame.clientWidth || 1, height: this.frame.clientHeight || 1 };
  }

  /** @param {State} state @param {boolean} isShown @returns {boolean} whether it was opened just now */
  update(state, isShown) {
    const papers = papersOf(state);
    const { viewer } = state;
    const paper = viewer && papers[viewer.at];
    const opens = this.node.hidden && isShown && Boolean(paper);
    setHidden(this.node, !isShown || !paper);
    if (!viewer || !paper) {
      this.picture.removeAttribute("src");
      return false;
    }
    setAttribute(this.picture, "src", paper.address);
    const sheets = state.sheets.length;
    const name = this.words.say(paper.kind === "photo" ? "paper_photo" : sheets > 1 ? "paper_sheet_of" : "paper_sheet", {
      n: viewer.at + 1,
      most: sheets,
    });
    setAttribute(this.picture, "alt", name);
    setText(this.caption, `${name} ${this.words.say(viewer.crop.zoom > 1 ? "paper_pull" : "paper_goes")}`);
    setHidden(this.older, papers.length < 2);
    setHidden(this.newer, papers.length < 2);
    setDead(this.older, viewer.at === 0);
    setDead(this.newer, viewer.at === papers.length - 1);
    setDead(this.wider, viewer.crop.zoom <= 1);
    const { zoom, x, y } = viewer.crop;
    this.picture.style.transform = `translate(${(0.5 - x) * zoom * 100}%, ${(0.5 - y) * zoom * 100}%) scale(${zoom})`;
    // What stands in Karlsson's bubble, which the viewer covers.
    const key = sentence(state);
    setText(this.news, key === "connected" || key === "near" ? "" : this.words.say(key, valuesOf(state, this.words)));
    return opens;
  }
}
