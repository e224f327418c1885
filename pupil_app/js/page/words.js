// @ts-check
/** PURE. Sentences by key, with names filled in. No I/O. */

export const LANGUAGES = Object.freeze(["de", "en"]);

/** @param {string} search of the address @returns {string} */
export function languageOf(search) {
  const wanted = new URLSearchParams(search).get("lang") ?? "";
  return LANGUAGES.includes(wanted) ? wanted : "de";
}

export class Words {
  /** @param {string} language @param {Record<string, string>} texts */
  constructor(language, texts) {
    this.language = language;
    this.texts = texts;
  }

  /**
   * @param {string} key @param {Record<string, string | number>} [values] for `{name}` and others
   * @returns {string}
   */
  say(key, values = {}) {
    const text = this.texts[key];
    if (text === undefined) throw new RangeError(`no words for ${key}`);
    return text.replace(/\{([a-z]+)\}/g, (whole, name) => String(values[name] ?? whole));
  }
}
