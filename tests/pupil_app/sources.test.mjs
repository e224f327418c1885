/**
 * The pages use nothing that the oldest browsers for which they are made do not have: Chrome 100,
 * Firefox 115, Safari 15.4, Samsung Internet 20. Whatever is newer is written with its guard, or is a
 * style that an old browser passes over without harm.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const APP = new URL("../../pupil_app/", import.meta.url);
const files = (suffix) =>
  readdirSync(APP, { recursive: true })
    .filter((name) => name.endsWith(suffix) && !name.includes("node_modules"))
    .map((name) => [name, readFileSync(new URL(name, APP), "utf8")]);

/** Text without comments; in a script also without what stands in quotes. */
const bare = (text) => text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*/g, "$1");
const unquoted = (text) => bare(text).replace(/"(?:[^"\\\n]|\\.)*"/g, '""');

/** Name, and the versions that brought it where they are newer than ours. */
const SYNTAX = {
  "import attributes (Chrome 123, Safari 17.2, Firefox 138)": /\bimport\b[^;]*\bfrom\s*""\s*(with|assert)\b/,
  "static blocks (Safari 16.4)": /\bstatic\s*\{/,
  "look-behind (Safari 16.4)": /\(\?<[=!]/,
  "regular expressions with v (Chrome 112, Firefox 116, Safari 17)": /\/[dgimsuy]*v[dgimsuy]*(?=[\s;,.)])(?<=[^\s*/]\/v)/,
  "using (Chrome 134)": /\b(await\s+)?using\s+\w+\s*=/,
  "decorators": /^\s*@\w+/m,
  "hashbang or import maps (Safari 16.4)": /importmap/,
};

/** Functions and properties that are newer. */
const NEVER = {
  "Object.groupBy, Map.groupBy": /\b(Object|Map)\.groupBy\b/,
  "Array.fromAsync": /\bArray\.fromAsync\b/,
  "Promise.withResolvers, Promise.try": /\bPromise\.(withResolvers|try)\b/,
  "toSorted, toReversed, toSpliced, with": /\.(toSorted|toReversed|toSpliced)\(|\]\.with\(/,
  "methods of iterators": /\.(values|keys|entries)\(\)\s*\.(map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(|\bIterator\./,
  "methods of sets": /\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(/,
  "AbortSignal.timeout, AbortSignal.any": /\bAbortSignal\.(timeout|any)\b/,
  "URL.canParse, URL.parse": /\bURL\.(canParse|parse)\b/,
  "RegExp.escape": /\bRegExp\.escape\b/,
  "bytes in base64": /\.(toBase64|toHex|setFromBase64)\(|\.(fromBase64|fromHex)\(/,
  "isWellFormed": /\.(isWellFormed|toWellFormed)\(/,
  "Array.prototype.group": /\.(groupToMap|group)\(/,
  "checkVisibility": /\.checkVisibility\(/,
  "popover": /\.(showPopover|hidePopover|togglePopover)\(/,
  "requestIdleCallback": /\brequestIdleCallback\(/,
  "constructed style sheets": /\badoptedStyleSheets\b|new CSSStyleSheet\b/,
  "OffscreenCanvas": /\bOffscreenCanvas\b/,
  "moveBefore, setHTML": /\.(moveBefore|setHTML|setHTMLUnsafe)\(/,
  "Temporal, Intl.DurationFormat": /\bTemporal\.|Intl\.DurationFormat/,
  "Error.captureStackTrace, Error.isError": /\bError\.(captureStackTrace|isError)\b/,
  "scheduler": /\bscheduler\.(yield|postTask)\b/,
  "compression streams": /\b(De)?[cC]ompressionStream\b/,
  "Math.sumPrecise, Float16Array": /\bMath\.(sumPrecise|f16round)\b|\bFloat16Array\b/,
};

/** Names that may be used where the same file looks first whether they are there. */
const GUARDED = {
  requestVideoFrameCallback: /"requestVideoFrameCallback" in|requestVideoFrameCallback\?\./,
  wakeLock: /!wakeLock|wakeLock\?\./,
  audioSession: /if \(session\)|audioSession\?\./,
  jitterBufferTarget: /"jitterBufferTarget" in/,
  setCodecPreferences: /"setCodecPreferences" in|setCodecPreferences\?\./,
  trustedTypes: /!types|trustedTypes\?\./,
  userAgentData: /userAgentData\?\./,
  persist: /persist\?\./,
  vibrate: /vibrate\?\.|"vibrate" in/,
  requestFullscreen: /requestFullscreen\?\.|"requestFullscreen" in|fullscreenEnabled/,
  exitFullscreen: /exitFullscreen\?\.|fullscreenElement/,
  startViewTransition: /startViewTransition\?\.|"startViewTransition" in/,
  setSinkId: /setSinkId\?\.|"setSinkId" in/,
  speechSynthesis: /speechSynthesis\?\.|"speechSynthesis" in/,
  serviceWorker: /!serviceWorker|serviceWorker\?\.|"serviceWorker" in/,
  mediaSession: /mediaSession\?\.|"mediaSession" in/,
  orientation: /orientation\?\./,
  getBattery: /getBattery\?\./,
  inert: /"inert" in/,
  structuredClone: /"structuredClone" in/,
};

/** Styles without which a screen would break: nothing else may stand in for them. */
const STYLES = {
  ":has() in a list, which would take the others with it": /:has\([^{}]*,[^{}]*\{|,[^{};]*:has\(/,
  "container queries": /@container|container-type/,
  "color-mix(), light-dark(), oklch()": /\b(color-mix|light-dark|oklch|oklab|lch|lab)\(/,
  "@property": /@property\b/,
  "@scope, @starting-style": /@(scope|starting-style)\b/,
  "translate, rotate and scale of their own": /^\s*(translate|rotate|scale)\s*:/m,
  "anchors": /(?<!text-)\banchor(-name|-scope)?\s*[:(]|position-anchor/,
  "subgrid": /\bsubgrid\b/,
  "linear() easing": /\blinear\(/,
  "ranges in media queries": /@media[^{]*[<>]/,
  "overflow: clip": /overflow(-[xy])?\s*:\s*clip/,
  "field-sizing, interpolate-size": /field-sizing|interpolate-size|calc-size/,
};

/** Properties that WebKit of 2022 knows only by its own name. */
const PREFIXED = ["user-select", "backdrop-filter", "mask", "mask-image", "mask-size", "text-size-adjust"];

/** @returns {string | null} a property without the name that Safari 15.4 knows */
function unprefixed(text) {
  for (const [, body] of bare(text).matchAll(/\{([^{}]*)\}/g)) {
    const names = body.split(";").map((one) => one.split(":")[0].trim());
    const lacking = names.find((name) => PREFIXED.includes(name) && !names.includes(`-webkit-${name}`));
    if (lacking) return lacking;
  }
  return null;
}

/** @returns {string | null} the selector of a rule that stands in another one (Chrome 112, Firefox 117, Safari 16.5) */
function nested(text) {
  const open = [];
  let from = 0;
  const code = bare(text);
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === "{") {
      const selector = code.slice(from, at).trim();
      if (open.some((one) => !one.startsWith("@"))) return selector;
      open.push(selector);
    } else if (code[at] === "}") open.pop();
    if ("{};".includes(code[at])) from = at + 1;
  }
  return null;
}

/** Same property in the same rule, just before, with a value that every browser knows. */
function lacksFallback(text) {
  for (const [, body] of bare(text).matchAll(/\{([^{}]*)\}/g)) {
    const declared = body.split(";").map((one) => one.split(":").map((part) => part.trim()));
    for (const [index, [name, value = ""]] of declared.entries()) {
      if (!/\d(dvh|svh|lvh|dvw|svw|lvw|dvmin|dvmax)\b/.test(value) || name.startsWith("--")) continue;
      if (!declared.slice(0, index).some(([other]) => other === name)) return `${name}: ${value}`;
    }
  }
  return null;
}

for (const [name, text] of files(".js")) {
  test(`${name} can be read by the oldest browsers`, () => {
    const code = unquoted(text);
    for (const [what, pattern] of Object.entries({ ...SYNTAX, ...NEVER })) assert.doesNotMatch(code, pattern, what);
    for (const [what, guard] of Object.entries(GUARDED)) {
      if (new RegExp(`typeof [\\w.]+\\.${what} === "function"`).test(bare(text))) continue;
      if (new RegExp(`\\.${what}\\b|\\{[^}]*\\b${what}\\b[^}]*\\} =`).test(code)) assert.match(bare(text), guard, `${what} unguarded`);
    }
  });
}

test("what speaks before the app is in the language of 2009", () => {
  const code = unquoted(readFileSync(new URL("js/page/unstarted.js", APP), "utf8"));
  assert.doesNotMatch(code, /=>|\b(let|const|class|async|await)\b|^\s*(import|export)\b|`|\?\.|\?\?|\.\.\./m);
});

for (const [name, text] of files(".css")) {
  test(`${name} can be read by the oldest browsers`, () => {
    for (const [what, pattern] of Object.entries(STYLES)) assert.doesNotMatch(bare(text), pattern, what);
    // Chrome 105, Firefox 121: only with something that stands in for it, and says so.
    if (/:has\(/.test(bare(text))) assert.match(text, /browsers without :has/);
    assert.equal(nested(text), null);
    assert.equal(unprefixed(text), null);
    assert.equal(lacksFallback(text), null);
  });
}

test("what is too new is found", () => {
  const bad = [
    'import x from "./x.json" with { type: "json" };', "class A { static { } }", "/(?<=a)b/.test(c);",
    "Object.groupBy(a, b)", "[1].toSorted()", "map.values().map(f)", "AbortSignal.timeout(5)",
  ];
  for (const line of bad) {
    const patterns = Object.values({ ...SYNTAX, ...NEVER });
    assert.ok(patterns.some((pattern) => pattern.test(unquoted(line))), line);
  }
  for (const rule of [".a:has(b), .c {}", ".c, .a:has(b) {}", "@media (width >= 4px) {}", ".a { color: color-mix(in srgb, red, blue) }"]) {
    assert.ok(Object.values(STYLES).some((pattern) => pattern.test(rule)), rule);
  }
  assert.equal(unprefixed(".a { user-select: none }"), "user-select");
  assert.equal(unprefixed(".a { -webkit-user-select: none; user-select: none }"), null);
  assert.equal(nested(".a { .b { top: 0 } }"), ".b");
  assert.equal(nested("@media print { .a { top: 0; &:hover { top: 1px } } }"), "&:hover");
  assert.equal(nested("@media print { .a { top: 0 } } @keyframes b { from { top: 0 } }"), null);
  assert.equal(lacksFallback(".a { height: 100dvh }"), "height: 100dvh");
  assert.equal(lacksFallback(".a { height: 100vh; height: 100dvh }"), null);
});
