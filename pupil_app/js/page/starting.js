// @ts-check
/** Loading of the words for both pages, and a sentence for when they do not come. */

import { button } from "./parts.js";
import { element } from "./dom.js";
import { Words } from "./words.js";

/** Waits before the second, third and fourth try: one lost request must not leave a blank page. */
const WAITS_MS = Object.freeze([300, 1000, 2000]);

/** Longest wait for a file of some kilobytes. */
const ANSWER_MS = 5000;

/** Words for when the language files do not come; all others are in those files. */
const UNREACHABLE = Object.freeze([
  ["de", "Es klappt gerade nicht. Lade die Seite neu."],
  ["en", "It does not work just now. Load the page again."],
]);

/**
 * @param {string} language
 * @returns {Promise<Words>}
 * @throws {Error} if the words do not come after all tries
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
 * Show in both languages that the page could not start.
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
