// @ts-check
/**
 * PURE. Wishes of the child about board, phrases and the question of whether it has understood. No I/O.
 *
 * Nothing is sent that the robot does not know or the right does not allow.
 */

import { clamped, roundedCrop } from "./cropping.js";
import { PHRASE_CHARACTERS, tidy } from "../wire/plain_text.js";

/** @typedef {import("../wire/presence.js").RightName} RightName */

export class Board {
  /** Number of the newest phrase that was said here. */
  #phrases = 0;

  /**
   * @param {Pick<import("./commands.js").Commands, "crop" | "event">} commands
   * @param {() => import("../wire/protocol.js").Message | null} robot newest state of the robot
   * @param {string} [language] of the page, in which the robot speaks
   */
  constructor(commands, robot, language = "de") {
    this.commands = commands;
    this.robot = robot;
    this.language = language;
  }

  /** @param {RightName} right @returns {boolean} whether the child may do it now */
  may(right) {
    return this.robot()?.rights[right] === "on";
  }

  /** @returns {boolean} whether the robot can enlarge the picture, and the child may have it */
  get #zooms() {
    return this.may("zoom") && this.robot()?.zoom_most > 1;
  }

  /** @returns {boolean} whether the robot knows phrases and answers, with or without a voice */
  get #talks() {
    const robot = this.robot();
    return robot !== null && robot.rights.speech !== "unable";
  }

  /**
   * Show this part of the class's picture, until another call.
   *
   * @param {import("./cropping.js").Crop} crop
   * @returns {boolean} whether the child may zoom
   */
  crop(crop) {
    if (!this.#zooms) return false;
    this.commands.crop(roundedCrop(clamped(crop, this.robot()?.zoom_most)));
    return true;
  }

  /** @returns {boolean} whether the child may have stills */
  takeStill() {
    if (!this.may("still")) return false;
    this.commands.event("still", undefined);
    return true;
  }

  /**
   * Say a phrase to the class. It is spoken only where it may be and a voice is installed.
   *
   * @param {{kind: string, text?: string, aloud?: boolean}} phrase `text` with the kind `text` only
   * @returns {number | null} its number in `presence`; null if this robot knows no phrases, or there
   *   is nothing to say
   */
  say({ kind, text = "", aloud = false }) {
    const words = kind === "text" ? tidy(text, PHRASE_CHARACTERS) : "";
    if (!this.#talks || (kind === "text" && !words)) return null;
    const robot = this.robot();
    this.#phrases = Math.max(this.#phrases, robot?.phrase?.number ?? 0) + 1;
    const spoken = aloud && this.may("speech") && robot?.can_speak === true;
    const { language } = this;
    this.commands.event("phrase", { number: this.#phrases, kind, text: words, aloud: spoken, language });
    return this.#phrases;
  }

  /**
   * Answer whether the child has understood.
   *
   * @param {"yes" | "no" | null} answer null takes it back
   * @returns {boolean} whether this robot knows the question
   */
  understood(answer) {
    if (!this.#talks) return false;
    this.commands.event("understood", answer);
    return true;
  }

  /**
   * Let the view follow the teacher, or do so no more.
   *
   * @param {boolean} on
   * @returns {boolean} whether the child may zoom
   */
  follow(on) {
    if (!this.#zooms) return false;
    this.commands.event("follow", on);
    return true;
  }
}
