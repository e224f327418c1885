// @ts-check
/** PURE. Days in words: "Donnerstag" within a week, "3. Dezember" otherwise. No I/O. */

/** @param {string} iso @returns {[number, number, number] | null} year, month, day */
function parts(iso) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? [year, month, day] : null;
}

/** @param {unknown} value @returns {boolean} whether it is a day that can be named */
export const isDay = (value) => typeof value === "string" && parts(value) !== null;

/**
 * @param {[number, number, number]} date of the Gregorian calendar
 * @returns {number} days since 1 March of the year 0, a Wednesday
 */
function number([year, month, day]) {
  // The year begins in March here, so that the leap day is its last.
  const years = month > 2 ? year : year - 1;
  const months = (month + 9) % 12;
  const leaps = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leaps + Math.floor((153 * months + 2) / 5) + day - 1;
}

/**
 * @param {string} iso the day, as an ISO date @param {string} today as an ISO date
 * @param {import("./words.js").Words} words
 * @param {string} [form] key of the words for a day further away
 * @returns {string} empty for what is no date
 */
export function dayName(iso, today, words, form = "day_and_month") {
  const date = parts(iso);
  const now = parts(today);
  if (!date) return "";
  const left = now ? number(date) - number(now) : Infinity;
  if (left >= 1 && left <= 6) return words.say("weekdays").split(" ")[(number(date) + 2) % 7];
  const month = words.say("months").split(" ")[date[1] - 1];
  return words.say(form, { day: date[2], month });
}
