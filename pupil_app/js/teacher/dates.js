// @ts-check
/** Days and times of the clock, as the teacher's language writes them. */

/**
 * @param {import("../page/words.js").Words} words @param {string} day ISO date
 * @returns {string} for example "Montag, 7. Dezember 2026"; empty for what is no date
 */
export function dayInWords({ language }, day) {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return "";
  const form = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });
  return form.format(date);
}

/**
 * @param {import("../page/words.js").Words} words @param {number} agoS
 * @returns {string} the time of the clock so many seconds ago, for example "10:02"
 */
export function clock({ language }, agoS) {
  const form = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { hour: "2-digit", minute: "2-digit" });
  return form.format(new Date(Date.now() - agoS * 1000));
}
