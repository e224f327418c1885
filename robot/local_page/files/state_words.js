// @ts-check
/** PURE. State of the robot in sentences: the most urgent first. No I/O. */

import { hasWords, say, sentence } from "./words.js";

/** @typedef {{text: string, bad: boolean}} Sentence */

const HOT_C = 75;

/**
 * @param {import("./words.js").Language} language @param {any} state as `page_told.py` has it
 * @returns {Sentence[]}
 */
export function sentences(language, state) {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  const words = (key, values) => say(language, key, values);
  const told = [...faults(language, state), ...link(language, state)];
  if (state.lesson) {
    return [good(words("lesson")), good(words("lesson_hint")), ...told, ...power(language, state)];
  }
  if (state.preview) told.unshift(good(words("preview_on")));
  if (state.paused_by.includes("button")) told.unshift(good(words("paused_button")));
  if (state.paused_by.includes("teacher")) told.unshift(good(words("paused_teacher")));
  if (state.closed) told.unshift(good(words("closed")));
  const free = !state.preview && state.paused_by.length === 0 && !state.closed;
  if (free && state.link.up && !told.some(({ bad }) => bad)) told.unshift(good(words("ready")));
  return [...told, ...power(language, state)];
}

/** @param {import("./words.js").Language} language @param {any} state @returns {Sentence[]} */
function faults(language, state) {
  const body = state.troubles.some((/** @type {any} */ one) => one.part === "body");
  const told = state.fault && !body ? [bad(sentence(say(language, "fault", { text: state.fault })))] : [];
  for (const { part, text } of state.troubles) {
    const name = hasWords(language, part) ? say(language, part) : part;
    told.push(bad(sentence(say(language, "trouble", { part: name, text }))));
  }
  return told;
}

/** @param {import("./words.js").Language} language @param {any} state @returns {Sentence[]} */
function link(language, state) {
  if (state.link.up) return [good(say(language, "linked"))];
  const why = state.link.why;
  const told = why ? say(language, "unlinked_why", { why: why[language] }) : say(language, "unlinked");
  return [bad(told), ...(state.robot ? [] : [good(say(language, "not_enrolled"))])];
}

/** @param {import("./words.js").Language} language @param {any} state @returns {Sentence[]} */
function power(language, { power, battery_percent }) {
  /** @type {Sentence[]} */
  const told = [];
  const percent = battery_percent === null ? null : Math.round(battery_percent);
  if (power.level === "empty") told.push(bad(say(language, "empty")));
  else if (percent !== null) {
    const key = power.charging ? "charging" : power.level === "ok" ? "battery" : "low";
    told.push({ text: say(language, key, { percent }), bad: key === "low" });
  }
  if (power.weak_supply) told.push(bad(say(language, "weak_supply")));
  if ((power.soc_c ?? 0) >= HOT_C) told.push(bad(say(language, "hot", { degrees: Math.round(power.soc_c) })));
  return told;
}

/** @param {string} text @returns {Sentence} */
const good = (text) => ({ text, bad: false });

/** @param {string} text @returns {Sentence} */
const bad = (text) => ({ text, bad: true });
