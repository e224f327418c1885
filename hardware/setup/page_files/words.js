// @ts-check
/** PURE. Texts of the page, in German and English. No I/O. */

/** @type {Record<string, Record<string, string>>} */
export const WORDS = {
  de: {
    title: "Karlssons Körper",
    pan: "Kopf links/rechts (pan)",
    tilt: "Kopf hoch/runter (tilt)",
    left: "links",
    right: "rechts",
    up: "oben",
    down: "unten",
    waiting: "Warte auf den Körper.",
    gone: "Der Körper antwortet nicht: {text}",
    lost: "Das Programm für diese Seite ist beendet.",
    moving: "in Bewegung",
    still: "in Ruhe",
    limp: "stromlos",
    held: "gehalten",
    paused: "von der Klasse angehalten",
    shows: "zeigt: {signal}",
    target: "Ziel",
    sent: "gesendet",
    present: "gemessen",
    load: "Last",
    temperature: "Temperatur",
    volts: "Spannung",
    limits: "Grenzen",
    step: "Sprungantwort",
    step_hint: "Der Kopf springt um ein Stück. Hände weg.",
    step_pan: "Sprung pan",
    step_tilt: "Sprung tilt",
    stepping: "Der Kopf springt.",
    busy: "Ein Sprung läuft schon.",
    delay: "Verzug (10 %)",
    rise: "Anstieg (10–90 %)",
    overshoot: "Überschwingen",
    settling: "Ausgeregelt",
    rest: "Restfehler",
    never: "nie",
    seconds: "Sekunden",
    degrees: "Grad",
    battery: "Akku",
    hours: "Stunden übrig",
    board: "Pi",
    dropped: "Verworfen",
    faults: "Fehler",
    none: "keine",
    undervoltage: "Unterspannung",
    throttled: "gedrosselt",
    decimal: ",",
  },
  en: {
    title: "Karlsson's body",
    pan: "head left/right (pan)",
    tilt: "head up/down (tilt)",
    left: "left",
    right: "right",
    up: "up",
    down: "down",
    waiting: "Waiting for the body.",
    gone: "The body does not answer: {text}",
    lost: "The program behind this page has ended.",
    moving: "moving",
    still: "still",
    limp: "limp",
    held: "held",
    paused: "paused by the class",
    shows: "shows: {signal}",
    target: "target",
    sent: "sent",
    present: "measured",
    load: "load",
    temperature: "temperature",
    volts: "voltage",
    limits: "limits",
    step: "Step response",
    step_hint: "The head steps a little. Hands away.",
    step_pan: "Step pan",
    step_tilt: "Step tilt",
    stepping: "The head steps.",
    busy: "A step is being made already.",
    delay: "delay (10 %)",
    rise: "rise (10–90 %)",
    overshoot: "overshoot",
    settling: "settled",
    rest: "rest error",
    never: "never",
    seconds: "seconds",
    degrees: "degrees",
    battery: "battery",
    hours: "hours left",
    board: "Pi",
    dropped: "dropped",
    faults: "faults",
    none: "none",
    undervoltage: "undervoltage",
    throttled: "throttled",
    decimal: ".",
  },
};

/** @param {string} search of the address @param {string} preferred by the browser */
export function languageOf(search, preferred) {
  const asked = new URLSearchParams(search).get("lang") ?? preferred.slice(0, 2);
  return asked in WORDS ? asked : "en";
}

/**
 * @param {string} language @param {string} key @param {Record<string, string>} [values]
 * @returns {string}
 */
export function say(language, key, values = {}) {
  const text = WORDS[language]?.[key];
  if (text === undefined) throw new RangeError(`no words for ${key}`);
  return text.replace(/\{([a-z]+)\}/g, (whole, name) => values[name] ?? whole);
}

/**
 * Return a number with its unit; an unknown one is a dash.
 * @param {number | null | undefined} value @param {number} digits @param {string} unit
 * @param {string} [decimal] decimal separator
 */
export function figure(value, digits, unit, decimal = ".") {
  if (value === null || value === undefined) return "–";
  const number = value.toFixed(digits).replace(".", decimal);
  return unit === "°" ? `${number}°` : `${number} ${unit}`.trim();
}
