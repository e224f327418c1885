// @ts-check
/** Actions of the child with board, papers, phrases and the answer to "understood?"; and what comes back. */

import { firstToSee, obstacleOf } from "./board_state.js";
import { isLive } from "./live.js";
import { viewOf } from "../lesson/looking.js";
import { paperPicture } from "../page/paper_picture.js";

/** Time after which a photo of the board that does not come is given up. */
const STILL_MS = 30_000;

/** Time after which the robot must have shown an answer, or a phrase. */
const ANSWER_MS = 4_000;

/** Codes after which the same sheet may be sent again; others need another photo. */
const MAY_REPEAT = Object.freeze(["no_room", "busy", "broken", "stopped", "out_of_order", "too_fast", "internal", "not_allowed"]);

const nowS = () => performance.now() / 1000;

/** @typedef {import("../wire/presence.js").RightName} RightName */

export class BoardActs {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #stillTimer;
  /** The child has called back the sheet that is being made small. */
  #stopped = false;
  /** @type {Uint8Array | null} sheet that is on its way, or did not get there: nobody has to photograph it again */
  #sheet = null;
  /** @type {Record<string, ReturnType<typeof setTimeout> | undefined>} until the robot must have taken an answer, or a phrase */
  #timers = {};

  /**
   * @param {{
   *   state: () => import("./state.js").State,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   notice: (key: string | null) => void,
   *   lesson: () => Pick<import("../lesson/lesson.js").Lesson, "sendSheet" | "stopSheet">,
   *   robot: () => Pick<import("../lesson/robot.js").Robot, "takeStill" | "say" | "understood" | "follow">,
   *   view: (slot: string) => void,
   *   set: (change: Partial<import("../page/settings.js").Settings>) => void,
   *   make?: typeof paperPicture,
   * }} parts `view` looks to a saved place; `set` keeps a setting on the device; `make` makes a photo small
   */
  constructor(parts) {
    this.parts = parts;
    this.make = parts.make ?? paperPicture;
  }

  actions() {
    const { tell, state, set } = this.parts;
    return {
      board: () => this.#board(),
      takeStill: () => this.#takeStill(),
      say: (/** @type {string} */ kind) => this.#say(kind, ""),
      sayOwn: (/** @type {string} */ text) => this.#say("text", text),
      aloud: () => (this.#may("speech") ? set({ aloud: !state().settings.aloud }) : undefined),
      understood: (/** @type {"yes" | "no"} */ answer) => this.#understood(answer),
      followTeacher: () => this.#followTeacher(),
      mayPick: () => this.#may("sheets"),
      paper: (/** @type {File} */ file) => void this.#paper(file),
      sendAgain: () => this.#sendAgain(),
      stopPaper: () => this.#stopPaper(),
      papers: () => {
        tell({ type: "menu", page: null });
        tell({ type: "viewer_opened", at: firstToSee(state()) });
      },
      turnPaper: (/** @type {number} */ step) => tell({ type: "viewer_turned", step }),
      closePapers: () => tell({ type: "viewer_closed" }),
    };
  }

  /**
   * Take what the lesson tells of papers.
   *
   * @param {{type: string, [field: string]: any}} event
   * @returns {boolean} false if it is about something else
   */
  hear(event) {
    const { tell } = this.parts;
    switch (event.type) {
      case "still":
        this.#stillCame(event);
        return true;
      case "still_coming":
        this.#waitForStill();
        tell({ ...event, atS: nowS() });
        return true;
      case "sheet_coming":
        tell({ ...event, atS: nowS() });
        return true;
      case "still_broken":
        this.#stillFailed("");
        return true;
      case "sheet":
        this.#sheetCame(event);
        return true;
      case "sheet_sending":
        if (event.id === this.parts.state().leaving?.id) {
          tell({ type: "leaving", id: event.id, share: event.share, atS: nowS() });
        }
        return true;
      case "sheet_sent":
        this.#sent(event);
        return true;
      case "denied":
        this.#denied(event);
        return true;
      default:
        return false;
    }
  }

  /** @param {import("./state.js").State} before @param {import("./state.js").State} after */
  follow(before, after) {
    if (before.still.status !== after.still.status && after.still.status !== "coming") clearTimeout(this.#stillTimer);
    if (after.phase === "over" && before.phase !== "over") this.#stopped = true;
    if (this.#sheet && !after.leaving && !after.unsent) this.#sheet = null;
    // Papers are gone as soon as nothing shows them: replaced, or the lesson is over.
    const kept = new Set([...after.sheets, after.photo].map((one) => one?.address));
    for (const one of [...before.sheets, before.photo]) if (one && !kept.has(one.address)) URL.revokeObjectURL(one.address);
  }

  // ---- board

  #board() {
    const { state, tell, notice, view } = this.parts;
    if (!isLive(state())) return notice("dead");
    if (viewOf(state().presence, "board")) return view("board");
    tell({ type: "menu", page: "places" });
    notice("board_first");
  }

  #takeStill() {
    const { state, tell, notice, robot } = this.parts;
    if (!this.#may("still")) return;
    if (state().still.status === "coming" || !robot().takeStill()) return;
    notice(null);
    tell({ type: "still_coming", share: 0 });
    this.#waitForStill();
  }

  #waitForStill() {
    clearTimeout(this.#stillTimer);
    this.#stillTimer = setTimeout(() => this.#stillFailed(""), STILL_MS);
  }

  /** @param {string} why */
  #stillFailed(why) {
    if (this.parts.state().still.status === "coming") this.parts.tell({ type: "still_failed", why });
  }

  #followTeacher() {
    const { state, notice, robot } = this.parts;
    if (!this.#may("zoom")) return;
    const on = state().presence?.following !== true;
    if (robot().follow(on)) notice(on ? "following" : "following_off");
  }

  // ---- phrases

  /** @param {string} kind @param {string} text */
  #say(kind, text) {
    const { state, tell, notice, robot } = this.parts;
    if (!this.#isThere("speech")) return;
    const now = state();
    const aloud = now.settings.aloud && now.presence?.can_speak === true && now.presence.rights.speech === "on";
    const number = robot().say({ kind, text, aloud });
    if (number === null) return;
    tell({ type: "menu", page: null });
    tell({ type: "phrase", phrase: { number, kind, text: text.trim(), aloud } });
    notice(aloud ? "phrase_spoken" : "phrase_shown");
    clearTimeout(this.#timers.phrase);
    this.#timers.phrase = setTimeout(() => {
      if (this.#lives() && (state().presence?.phrase?.number ?? 0) < number) notice("not_arrived");
    }, ANSWER_MS);
  }

  /** @param {"yes" | "no"} answer a second tap takes it back */
  #understood(answer) {
    const { state, tell, notice, robot } = this.parts;
    if (!this.#isThere("speech")) return;
    const wanted = state().understood === answer ? null : answer;
    tell({ type: "menu", page: null });
    if (!robot().understood(wanted)) return;
    tell({ type: "understood", answer: wanted });
    notice(wanted ? `understood_${wanted}` : "understood_back");
    clearTimeout(this.#timers.answer);
    this.#timers.answer = setTimeout(() => this.#settleAnswer(), ANSWER_MS);
  }

  /** Show what the class sees: an answer that the robot has not taken is not pressed. */
  #settleAnswer() {
    const { state, tell, notice } = this.parts;
    const { understood, presence } = state();
    const told = presence?.understood ?? null;
    if (!this.#lives() || understood === told) return;
    tell({ type: "understood", answer: told });
    notice("not_arrived");
  }

  // ---- papers

  /** @param {File} file as it was chosen */
  async #paper(file) {
    const { tell } = this.parts;
    if (!this.#may("sheets") || this.parts.state().leaving) return;
    this.#stopped = false;
    tell({ type: "menu", page: null });
    tell({ type: "leaving", id: 0, share: 0 });
    const made = await this.make(file);
    if (this.#stopped) return;
    if ("code" in made) this.#notSent(made.code);
    else this.#send(made.bytes);
  }

  #sendAgain() {
    const sheet = this.#sheet;
    if (!sheet || !this.#may("sheets") || this.parts.state().leaving) return;
    this.#stopped = false;
    this.parts.tell({ type: "menu", page: null });
    this.#send(sheet);
  }

  /** @param {Uint8Array} sheet */
  #send(sheet) {
    const { tell, lesson } = this.parts;
    this.#sheet = sheet;
    const sent = lesson().sendSheet(sheet);
    if ("code" in sent) this.#notSent(sent.code);
    else tell({ type: "leaving", id: sent.id, share: 0, atS: nowS() });
  }

  #stopPaper() {
    const { state, tell, notice, lesson } = this.parts;
    const { leaving } = state();
    if (!leaving) return;
    this.#stopped = true;
    if (leaving.id) lesson().stopSheet(leaving.id);
    tell({ type: "left_device" });
    notice("transfer_stopped");
  }

  /** @param {any} event */
  #sent({ id, code = "" }) {
    const { state, tell, notice } = this.parts;
    if (id !== state().leaving?.id) return;
    if (code) return this.#notSent(code);
    tell({ type: "left_device" });
    notice("sheet_arrived");
  }

  /** @param {string} code */
  #notSent(code) {
    const { state, tell, notice } = this.parts;
    tell({ type: "left_device", unsent: this.#sheet !== null && MAY_REPEAT.includes(code) });
    notice(code === "not_allowed" ? (obstacleOf(state(), "sheets") ?? "transfer_not_allowed") : `transfer_${code}`);
  }

  /** @param {any} event */
  #stillCame({ number, picture }) {
    clearTimeout(this.#stillTimer);
    if (picture && this.#lives()) this.parts.tell({ type: "photo", number, address: URL.createObjectURL(picture) });
  }

  /** @param {any} event */
  #sheetCame({ number, picture }) {
    if (picture && this.#lives()) this.parts.tell({ type: "sheet", number, address: URL.createObjectURL(picture) });
  }

  /** @returns {boolean} nothing may come to stay after the end */
  #lives() {
    return this.parts.state().screen === "class";
  }

  /** @param {any} event */
  #denied({ re = "" }) {
    const { state, notice } = this.parts;
    const right = /** @type {Record<string, RightName>} */ ({ still: "still", phrase: "speech" })[re] ?? "zoom";
    const why = obstacleOf(state(), right) ?? "right_class";
    if (re === "still") this.#stillFailed(why);
    else notice(why);
  }

  // ---- what may be done

  /** @param {RightName} right @returns {boolean} the robot can do it at all; the child is told if not */
  #isThere(right) {
    const { state, notice } = this.parts;
    const why = isLive(state()) ? obstacleOf(state(), right) : "dead";
    const isUnable = why === "dead" || why === `unable_${right}`;
    if (isUnable) this.#close(why);
    else if (state().notice) notice(null);
    return !isUnable;
  }

  /** @param {RightName} right @returns {boolean} the child is told why not */
  #may(right) {
    const { state } = this.parts;
    const why = isLive(state()) ? obstacleOf(state(), right) : "dead";
    if (why) this.#close(why);
    else if (right === "still") this.parts.tell({ type: "menu", page: null });
    return why === null;
  }

  /** @param {string} why */
  #close(why) {
    this.parts.tell({ type: "menu", page: null });
    this.parts.notice(why);
  }
}

