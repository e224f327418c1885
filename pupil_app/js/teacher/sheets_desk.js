// @ts-check
/** Sheets of the teacher's page: photos that are chosen here, and pictures that come. Nothing is kept beyond the child's stay. */

import { paperPicture } from "../page/paper_picture.js";
import { ClassSheets } from "./class_sheets.js";
import { mayRepeat, MOST_OUT } from "./sheets_state.js";

/** @typedef {import("./sheets_state.js").SheetsEvent} SheetsEvent */

export class SheetsDesk {
  #chosen = 0;
  /** Photos are made small one after the other: a phone's memory holds one. */
  #work = Promise.resolve();
  /** Counts the stays; what was chosen in an earlier one is not sent in the next. */
  #stays = 0;
  /** @type {Map<number, Uint8Array>} pictures that are on their way or failed on it, so that nobody has to take them again */
  #pictures = new Map();
  /** @type {Map<string, number>} which sheet a transfer carries */
  #carried = new Map();

  /**
   * @param {{
   *   send: (message: import("../wire/protocol.js").Message) => boolean,
   *   tell: (event: SheetsEvent) => void,
   *   make?: typeof paperPicture,
   * }} parts `make` makes a photo small
   */
  constructor({ send, tell, make = paperPicture }) {
    this.tell = tell;
    this.make = make;
    this.path = new ClassSheets({ send, tell: (event) => this.#heard(event) });
  }

  /** @param {File} file  Make a chosen photo small, and send it to the child. */
  choose(file) {
    this.#chosen += 1;
    const [id, stay] = [this.#chosen, this.#stays];
    this.tell({ type: "chosen", id });
    this.#work = this.#work.then(async () => {
      const made = await this.make(file);
      if (stay !== this.#stays) return;
      if ("code" in made) return this.tell({ type: "refused", id, code: made.code });
      if (this.#pictures.size >= MOST_OUT) return this.tell({ type: "refused", id, code: "busy" });
      this.#send(id, made.bytes);
    });
  }

  /** @param {number} id  Send a sheet that failed another time. */
  repeat(id) {
    const picture = this.#pictures.get(id);
    if (picture && ![...this.#carried.values()].includes(id)) this.#send(id, picture);
  }

  /** @param {number} id  Forget a sheet that failed. */
  drop(id) {
    this.#pictures.delete(id);
    this.tell({ type: "dropped", id });
  }

  /** @param {number} id @param {Uint8Array} picture */
  #send(id, picture) {
    const sent = this.path.sendSheet(picture);
    if ("code" in sent) {
      this.#pictures.delete(id);
      this.tell({ type: "refused", id, code: sent.code });
      return;
    }
    this.#pictures.set(id, picture);
    this.#carried.set(sent.transfer, id);
    this.tell({ type: "queued", id, transfer: sent.transfer, bytes: picture.length });
  }

  /** @param {import("./class_sheets.js").SheetEvent} event */
  #heard(event) {
    if (event.type === "sheet_sent") {
      const id = this.#carried.get(event.transfer) ?? 0;
      this.#carried.delete(event.transfer);
      if (!mayRepeat(event.code)) this.#pictures.delete(id);
    }
    this.tell(event);
  }

  /** @param {number} number @param {boolean} isHere  Show a sheet that the child has handed in, and fetch it if it is not here. */
  open(number, isHere) {
    this.tell({ type: "opened", number });
    const asked = isHere ? null : this.path.fetch(number);
    if (asked && "code" in asked) this.tell({ type: "sheet_failed", number, code: asked.code });
  }

  close() {
    this.tell({ type: "closed" });
  }

  /** Forget every sheet: the child's stay is over. */
  forget() {
    this.#stays += 1;
    this.path.forget();
    this.#pictures.clear();
    this.#carried.clear();
    this.tell({ type: "forgotten" });
  }
}
