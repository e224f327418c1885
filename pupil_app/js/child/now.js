// @ts-check
/** PURE. The one sentence about the state for the child, and the pace at which it is read out. No I/O. */

import { isNear, paperSentence } from "./board_state.js";
import { endOf, isShut } from "./ends.js";
import { LONG_AFTER_S } from "../lesson/silence.js";
import { isCalled } from "./live.js";
import { sentence as phraseSentence } from "../page/phrases.js";
import { isAway, isFaulty, isHeard, isPaused, isShowingItself, isWithoutPicture, line, lost } from "./state.js";

/** Levels of the battery, from full to empty. */
const LEVELS = Object.freeze(["ok", "low", "very_low", "empty"]);

/** Failed tries in a row after which the child is told; the app keeps trying. */
const MANY_TRIES = 3;

/** A screen reader gets at most one message in this time, in seconds. */
export const STATUS_INTERVAL_S = 5;

/** @type {Readonly<Record<import("../lesson/microphone.js").Obstacle, string>>} */
const OF_OBSTACLE = Object.freeze({
  denied: "mic_blocked",
  missing: "mic_missing",
  busy: "mic_busy",
  unanswered: "mic_unanswered",
});

/** @param {import("./state.js").State} state @returns {string} key of the sentence about the missing microphone */
export const obstacleSentence = ({ obstacle }) => OF_OBSTACLE[obstacle];

/** @param {import("./state.js").State} state @returns {string} key of the sentence to show */
export function sentence(state) {
  switch (state.screen) {
    case "loading":
      return state.linkUp ? "start" : "pairing_busy";
    case "pair":
      return pairingSentence(state);
    case "mine":
      return "mine_title";
    case "settings":
      return "settings_title";
    case "rights":
      return state.withdrawing ? "right_sure" : "rights_title";
    case "check":
      return "device_check";
    case "ready":
      return readySentence(state);
    case "class":
      return classSentence(state);
    case "ended":
    case "unsafe":
    case "failed":
      return endOf(state).sentence;
    default:
      return isShut(state) ? "not_today" : "start";
  }
}

/** @param {import("./state.js").State} state @returns {string} */
export function readySentence(state) {
  if (state.phase === "busy") return "busy";
  if (!state.linkUp) return "network_waiting";
  if (!state.robotOnline) return state.robotLost ? "robot_lost" : "robot_off";
  if (state.tired) return "battery_low";
  if (state.faulty || state.tries >= MANY_TRIES) return "failed";
  return "connecting";
}

/** @param {import("./state.js").State} state */
function pairingSentence({ pairing, settings, installed }) {
  if (pairing.busy) return "pairing_busy";
  if (pairing.locked) return "pairing_locked";
  if (pairing.link) return pairing.link === "used" ? "link_used" : "link_wrong";
  if (pairing.wrong) return settings.calm ? "code_wrong" : "word_wrong";
  // An iPad's home screen has a storage of its own: what was paired in the browser is unknown here.
  if (installed) return settings.calm ? "pairing_app_code" : "pairing_app";
  return settings.calm ? "pairing_code" : "pairing_word";
}

/** @param {import("./state.js").State} state */
function classSentence(state) {
  if (isAway(state)) {
    if (state.phase === "busy") return "busy";
    if (state.tired) return "battery_low";
    if (state.faulty) return "failed";
    return state.phase === "lost" && state.silentS < LONG_AFTER_S ? "reconnecting" : "reconnecting_long";
  }
  if (isPaused(state)) return "class_paused";
  if (state.wishes.rest) return state.question ? "need_someone" : "break";
  // Nothing hides that the child is called; once it speaks, it must read that it is heard.
  if (isCalled(state) && !state.wishes.microphone) return "your_turn";
  if (state.question) return "need_someone";
  // A notice stays for long, and a child that speaks must not wait for its end.
  if (state.silenced && state.wishes.microphone) return "mic_silenced";
  if (state.notice && isTrue(state, state.notice.key)) return state.notice.key;
  if (state.keeping) return "view_which";
  if (isShowingItself(state)) return "reconnecting";
  return lostSentence(state) ?? paperSentence(state) ?? helpSentence(state) ?? handSentence(state) ?? ownSentence(state);
}

/**
 * @param {import("./state.js").State} state @param {string} notice
 * @returns {boolean} false for a notice that the class hears the child while it cannot
 */
const isTrue = (state, notice) => (notice !== "mic_on" && notice !== "whisper") || isHeard(state);

/** @param {import("./state.js").State} state */
function lostSentence(state) {
  const gone = lost(state);
  if (isFaulty(state)) return "lost_body";
  if (gone.includes("camera") && gone.includes("microphone")) return "lost_both";
  if (gone.includes("camera")) return "lost_camera";
  if (gone.includes("microphone")) return "lost_microphone";
  if (gone.includes("speaker")) return "lost_speaker";
  if (isWithoutPicture(state) && !state.wishes.sound_only) return "picture_off";
  if (gone.includes("body") || state.presence?.fault) return "lost_body";
  return null;
}

/** @param {import("./state.js").State} state */
function helpSentence(state) {
  if (!state.wishes.help) return null;
  return state.presence?.help.coming ? "help_coming" : "help_called";
}

/** @param {import("./state.js").State} state */
function handSentence(state) {
  const hand = state.presence?.hand;
  if (!state.wishes.hand) return null;
  return hand?.raised && hand.seen ? "hand_seen" : "hand_up";
}

/** @param {import("./state.js").State} state */
function ownSentence(state) {
  if (state.wishes.microphone && !isHeard(state)) return "lost_speaker";
  if (state.wishes.whisper) return "whisper";
  if (state.wishes.microphone) return "mic_on";
  if (state.microphone === "blocked") return obstacleSentence(state);
  if (state.wishes.listen_only) return "listen_only";
  if (state.wishes.sound_only) return "sound_only";
  if (!state.hasPicture) return "no_picture";
  if (line(state) !== "good") return "network_so_so";
  if (isNear(state)) return "near";
  return "connected";
}

/**
 * @param {import("./state.js").State} state @param {import("../page/words.js").Words} words
 * @returns {{name: string, text: string, phrase: string}} what the sentences are filled in with
 */
export const valuesOf = ({ robotName, presence, phrase }, words) => ({
  name: robotName,
  text: presence?.said?.text ?? "",
  phrase: phrase ? inShort(phraseSentence(words, phrase)) : "",
});

/** Characters of a phrase that Karlsson repeats: his bubble is small on a phone. */
const REPEATED = 28;

/** @param {string} text @returns {string} */
const inShort = (text) => (text.length > REPEATED ? `${text.slice(0, REPEATED - 1).trimEnd()}…` : text);

/**
 * @param {import("./state.js").State} before @param {import("./state.js").State} after
 * @returns {string | null} notice about an answer of the class that has just come
 */
export function answerNotice({ presence: before }, { presence: after, wishes, phrase }) {
  if (!after?.presence) return null;
  if (after.said && after.said.number !== before?.said?.number) return `said_${after.said.kind}`;
  if (after.phrase_seen && !before?.phrase_seen && phrase?.number === after.phrase?.number) return "phrase_seen";
  if (after.feeling_seen && !before?.feeling_seen && wishes.feeling) return "feeling_known";
  return null;
}

/** @param {import("./state.js").State} state @returns {number} index of the battery level; 0 is full */
const levelOf = (state) => Math.max(0, LEVELS.indexOf(state.presence?.power?.level));

/**
 * @param {import("./state.js").State} before @param {import("./state.js").State} after
 * @returns {boolean} the battery fell by a level, which is always said
 */
export const isMoreTired = (before, after) => after.presence?.presence != null && levelOf(after) > levelOf(before);

/**
 * Return the notice about a change of the child's own wishes.
 *
 * @param {import("../lesson/wishes.js").Wishes} before @param {import("../lesson/wishes.js").Wishes} after
 * @returns {string | null}
 */
export function noticeOf(before, after) {
  const voice = voiceNotice(before, after);
  // First of all the child reads whether it is heard.
  if (voice && !after.rest && !after.listen_only) return voice;
  if (!before.listen_only && after.listen_only) return "listen_only";
  if (!before.sound_only && after.sound_only) return "sound_only";
  if (before.rest && !after.rest) return after.hand ? "hand_up" : "welcome_back";
  if (before.hand && !after.hand && !after.rest && !after.listen_only) return "hand_down";
  if (!before.hand && after.hand) return "hand_up";
  if ((before.listen_only && !after.listen_only) || (before.sound_only && !after.sound_only)) return "welcome_back";
  return null;
}

/**
 * @param {import("../lesson/wishes.js").Wishes} before @param {import("../lesson/wishes.js").Wishes} after
 * @returns {string | null}
 */
function voiceNotice(before, after) {
  if (before.microphone && !after.microphone) return "mic_off";
  if (!before.whisper && after.whisper) return "whisper";
  if (after.microphone && !after.whisper && (before.whisper || !before.microphone)) return "mic_on";
  return null;
}

/** Pacer for the live region: one message in five seconds, always the newest. */
export class StatusPacer {
  #shown = "";
  #shownS = -Infinity;
  #wanted = "";

  /** @param {string} text */
  want(text) {
    this.#wanted = text;
  }

  /** @param {number} nowS @returns {string | null} text for the live region now */
  due(nowS) {
    if (this.#wanted === this.#shown || nowS - this.#shownS < STATUS_INTERVAL_S) return null;
    this.#shown = this.#wanted;
    this.#shownS = nowS;
    return this.#shown;
  }
}
