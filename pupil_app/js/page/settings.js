// @ts-check
/**
 * PURE. Settings of this device: the thumb's side, own sounds, the calm look, one switch. No I/O.
 *
 * They are stored under `KEY` by `page/memory.js`. Stored values that cannot be used become the usual ones.
 */

/**
 * @typedef {{
 *   hand: "right" | "left",
 *   sounds: number,
 *   calm: boolean,
 *   one_switch: boolean,
 *   scan_s: number,
 *   aloud: boolean,
 * }} Settings `sounds` is the volume of the app's own sounds from 0 to 1, `scan_s` the time on one control,
 *   `aloud`: the robot speaks the sentences that the child taps
 */

/** Name under which the settings are stored. */
export const KEY = "settings";

/** @type {Readonly<Settings>} */
export const USUAL = Object.freeze({ hand: "right", sounds: 0.3, calm: false, one_switch: false, scan_s: 1.5, aloud: false });

/** Shortest and longest time on one control, in seconds. */
export const SCAN_S = Object.freeze({ least: 0.8, most: 4 });

/** @type {Readonly<Record<keyof Settings, (value: unknown) => boolean>>} */
const FITS = Object.freeze({
  hand: (value) => value === "right" || value === "left",
  sounds: (value) => typeof value === "number" && Number.isFinite(value),
  calm: (value) => typeof value === "boolean",
  one_switch: (value) => typeof value === "boolean",
  scan_s: (value) => typeof value === "number" && Number.isFinite(value),
  aloud: (value) => typeof value === "boolean",
});

/** @param {number} value @param {number} least @param {number} most */
const between = (value, least, most) => Math.min(most, Math.max(least, value));

/**
 * @param {unknown} kept as it was read from memory
 * @returns {Settings} complete and within their limits
 */
export function settingsOf(kept) {
  const given = kept !== null && typeof kept === "object" ? /** @type {Record<string, unknown>} */ (kept) : {};
  /** @type {Record<string, unknown>} */
  const settings = { ...USUAL };
  for (const [name, fits] of Object.entries(FITS)) if (fits(given[name])) settings[name] = given[name];
  const { sounds, scan_s } = /** @type {Settings} */ (settings);
  return /** @type {Settings} */ ({
    ...settings,
    sounds: between(sounds, 0, 1),
    scan_s: between(scan_s, SCAN_S.least, SCAN_S.most),
  });
}
