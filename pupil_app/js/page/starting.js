// @ts-check
/** What both pages need before they can say a word: the words themselves, or a sentence without them. */

import { button } from "./parts.js";
import { element } from "./dom.js";
import { Words } from "./words.js";

/** Waits before the second, third and fourth try: one request that was lost is no reason for a blank page. */
const WAITS_MS = Object.freeze([300, 1000, 2000]);

/** A file of some kilobytes that has not come by then will not. */
const ANSWER_MS = 5000;

/** The only words that are not in the language files: for when those do not come. */
const UNREACHABLE = Object.freeze([
  ["de", "Es klappt gerade nicht. Lade die Seite neu."],
  ["en", "It does not work just now. Load the page again."],
]);

/**
 * @param {string} language
 * @returns {Promise<Words>}
 * @throws {Error} where the words do not come, also when asked for again
 */
export async function loadWords(language) {
  for (const waitMs of WAITS_MS) {
    try {
      return new Words(language, await fetched(language));
    } catch (error) {
      console.warn("words failed", error instanceof Error ? error.name : "");
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return new Words(language, await fetched(language));
}

/** @param {string} language @returns {Promise<Record<string, string>>} */
async function fetched(language) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), ANSWER_MS);
  try {
    const answer = await fetch(`/app/lang/${language}.json`, { signal: late.signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Say in both languages that the page could not begin.
 *
 * @param {HTMLElement} root
 */
export function sayUnreachable(root) {
  root.replaceChildren(
    element(
      "section",
      { class: "unstarted" },
      ...UNREACHABLE.map(([lang, text]) => element("h1", { lang, text })),
      button("Neu laden · Reload", "", () => location.reload(), "primary"),
    ),
  );
}
