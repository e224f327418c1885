// @ts-check
/** Start of both pages: their words, a sentence for when these do not come, and a new start. */

import { survivesReload } from "./memory.js";
import { Words } from "./words.js";

/** Waits before the second, third and fourth try: one lost request must not leave a blank page. */
const WAITS_MS = Object.freeze([300, 1000, 2000]);

/** Longest wait for a file of some kilobytes. */
const ANSWER_MS = 5000;

/** Words that the page itself holds, in both languages; all others are in the language files. */
const UNSTARTED = typeof document === "undefined" ? null : document.getElementById("unstarted");

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

/** Load the page anew when it comes back whole: its connections are gone, and its clocks stood still. */
export function reloadOnReturn() {
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && survivesReload()) location.reload();
  });
}

/**
 * Show in both languages that the page could not start.
 *
 * @param {HTMLElement} root
 */
export function sayUnreachable(root) {
  if (!UNSTARTED) return;
  UNSTARTED.classList.add("is-over");
  root.replaceChildren(UNSTARTED);
}
