// @ts-check
/** Sheets of the teacher's page: photos that are chosen here, and pictures that come. Nothing is kept beyond the child's stay. */

import { paperPicture } from "../page/paper_picture.js";
import { ClassSheets } from "./class_sheets.js";

/** @typedef {import("./sheets_state.js").SheetsEvent} SheetsEvent */

export class SheetsDesk {
  #chosen = 0;
  /** Photos are made small one after the other: a phone's memory holds one. */
  #work = Promise.resolve();
  /** Counts the stays; what was chosen in an earlier one is not sent in the next. */
  #stays = 0;

  /**
   * @param {{send: (message: import("../wire/protocol.js").Message) => boolean, tell: (event: SheetsEvent) => void}} parts
   */
  constructor({ send, tell }) {
    this.tell = tell;
    this.path = new ClassSheets({ send, tell });
  }

  /** @param {File} file  Make a chosen photo small, and send it to the child. */
  choose(file) {
    this.#chosen += 1;
    const [id, stay] = [this.#chosen, this.#stays];
    this.tell({ type: "chosen", id });
    this.#work = this.#work.then(async () => {
      const made = await paperPicture(file);
      if (stay !== this.#stays) return;
      const sent = "code" in made ? made : this.path.sendSheet(made.bytes);
      if ("code" in sent) this.tell({ type: "refused", id, code: sent.code });
      else this.tell({ type: "queued", id, transfer: sent.transfer });
    });
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
    this.tell({ type: "forgotten" });
  }
}
