/**
 * How often Karlsson's drawing flashes, whatever comes in haste: the whole drawing on a page of stand-ins
 * under a clock of the test. No browser.
 *
 * What counts as a flash: https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds
 */

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { APART_MS, CALM_MS, LightPace } from "../../../pupil_app/js/page/figure_pace.js";
import { SCENES } from "../../../pupil_app/js/page/figure_scenes.js";
import { SHOWN } from "../../../pupil_app/js/page/signal_table.js";

const MOST = 3;
const CHANGE = 0.1;
const DARKER_BELOW = 0.8;
const SAMPLE_MS = 10;
const SIGNALS = Object.keys(SHOWN);
const GAPS_MS = [10, 40, 90, 170, 260, 345, 500, 1100];
const SEQUENCES = 60;
const LENGTH_MS = 7000;

/** Clock of the test, and what waits for it. */
let nowMs = 0;
let timers = [];
const own = { setTimeout, clearTimeout, random: Math.random, now: performance.now };
globalThis.setTimeout = (run, ms = 0) => {
  const timer = { run, atMs: nowMs + Math.max(1, ms) };
  timers.push(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => (timers = timers.filter((each) => each !== timer));
globalThis.requestAnimationFrame = () => {};
performance.now = () => nowMs;
after(() => {
  Object.assign(globalThis, { setTimeout: own.setTimeout, clearTimeout: own.clearTimeout });
  Object.assign(performance, { now: own.now });
  Math.random = own.random;
});

class Motion {
  effect = { setKeyframes: () => {} };
  constructor(part, frames, options) {
    Object.assign(this, { part, frames, beganMs: nowMs });
    const { duration, iterations = 1 } = typeof options === "number" ? { duration: options } : options;
    Object.assign(this, { duration, iterations });
  }
  cancel() {
    this.part.motions = this.part.motions.filter((each) => each !== this);
  }
  /** Share of the way, or null once it is over. */
  get share() {
    const rounds = (nowMs - this.beganMs) / this.duration;
    return rounds >= this.iterations ? null : rounds % 1;
  }
}

/** Stand-in for an element: what it was told, and what moves it. */
class Part {
  isConnected = true;
  attributes = new Map();
  children = [];
  motions = [];
  style = { setProperty() {}, getPropertyValue: () => "" };
  setAttribute(name, value) {
    this.attributes.set(name, String(value));
  }
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  animate(frames, options) {
    this.motions.push(new Motion(this, frames, options));
    return this.motions[this.motions.length - 1];
  }
  find(kind) {
    for (const child of this.children) {
      const found = child.getAttribute("class") === kind ? child : child.find(kind);
      if (found) return found;
    }
    return null;
  }
}

globalThis.document = { createElement: () => new Part(), createElementNS: () => new Part(), timeline: { currentTime: null } };
globalThis.matchMedia = () => ({ matches: false, addEventListener() {} });
const { Figure } = await import("../../../pupil_app/js/page/figure.js");

/** Value between frames, with even steps where a frame does not say when. */
function along(frames, share, value) {
  const at = frames.map(({ offset }, index) => offset ?? index / (frames.length - 1));
  const next = Math.max(1, at.findIndex((offset) => offset > share));
  const part = (share - at[next - 1]) / (at[next] - at[next - 1]);
  return value(frames[next - 1]) + part * (value(frames[next]) - value(frames[next - 1]));
}

/** Light of the drawing at this moment. */
function seen(figure) {
  const [lit, eyes, near] = ["lit", "eyes", "sound-wave sound-wave-1"].map((kind) => figure.node.find(kind));
  const [shine] = lit.motions.filter(({ share }) => share !== null).slice(-1);
  const [blink] = eyes.motions.filter(({ share }) => share !== null).slice(-1);
  const ring = shine ? along(shine.frames, shine.share, ({ opacity }) => opacity) : Number(lit.style.opacity);
  const open = blink ? along(blink.frames, blink.share, ({ transform }) => Number(transform.slice(7, -1))) : 1;
  const dots = eyes.find("dots-lit").getAttribute("d").split("M").slice(1);
  return { ring, arcs: Number(near.style.opacity ?? 0), eyes: (open * dots.length) / 96, dots: open < 0.5 ? [] : dots };
}

/** Most pairs of opposing changes in any second; a sample is a time and a brightness. */
function mostFlashes(samples) {
  const found = [];
  let [low, high, way] = [samples[0][1], samples[0][1], 0];
  for (const [atMs, value] of samples) {
    if (way <= 0) low = Math.min(low, value);
    if (way >= 0) high = Math.max(high, value);
    if (way <= 0 && value - low >= CHANGE && low < DARKER_BELOW) [way, high] = [found.push(atMs) && 1, value];
    else if (way >= 0 && high - value >= CHANGE && value < DARKER_BELOW) [way, low] = [found.push(atMs) && -1, value];
  }
  return Math.max(0, ...found.map((fromMs) => Math.floor(found.filter((atMs) => atMs >= fromMs && atMs < fromMs + 1000).length / 2)));
}

/** Even numbers from a seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Let the time pass, and call on each sample. */
function pass(ms, sample = () => {}) {
  for (const endMs = nowMs + ms; nowMs < endMs; ) {
    nowMs += SAMPLE_MS;
    for (let due; (due = timers.find(({ atMs }) => atMs <= nowMs)); ) {
      clearTimeout(due);
      due.run();
    }
    sample();
  }
}

/** Most flashes of each light while a random sequence plays. */
function played(seed) {
  const next = random(seed);
  const one = (list) => list[Math.floor(next() * list.length)];
  Math.random = next;
  [nowMs, timers] = [0, []];
  const figure = new Figure("");
  const few = Array.from({ length: 2 + Math.floor(next() * 3) }, () => one(SIGNALS));
  const hasty = next() < 0.5 ? GAPS_MS.slice(0, 4) : GAPS_MS;
  const scenes = [null, one(Object.keys(SCENES)), one(Object.keys(SCENES))];
  const talkative = next() < 0.3;
  const lights = { ring: [], arcs: [], eyes: [] };
  const leds = new Map();
  const sample = () => {
    const { dots, ...shown } = seen(figure);
    for (const name of Object.keys(lights)) lights[name].push([nowMs, shown[name]]);
    for (const dot of dots) if (!leds.has(dot)) leds.set(dot, [[-1, 0]]);
    for (const [dot, samples] of leds) {
      const value = Number(dots.includes(dot));
      if (samples[samples.length - 1][1] !== value) samples.push([nowMs, value]);
    }
  };
  while (nowMs < LENGTH_MS) {
    const what = next();
    const understood = one([undefined, "yes", "no"]);
    if (talkative && what < 0.9) figure.voice(next());
    else if (what < 0.5) figure.update({ type: "presence", signal: one(few), zoomed: next() < 0.3, understood, pan_deg: 60 * next() });
    else if (what < 0.7) figure.scene(one(scenes));
    else figure.voice(next());
    pass(one(hasty), sample);
  }
  return { ...Object.fromEntries(Object.entries(lights).map(([name, samples]) => [name, mostFlashes(samples)])), led: Math.max(0, ...[...leds.values()].map(mostFlashes)) };
}

/** Most flashes of each light in many sequences. */
function worst(sequences) {
  const all = Array.from({ length: sequences }, (_, seed) => played(seed + 1));
  return Object.fromEntries(Object.keys(all[0]).map((light) => [light, Math.max(...all.map((each) => each[light]))]));
}

test("no light of the drawing flashes more than three times a second", () => {
  const found = worst(SEQUENCES);
  for (const [light, flashes] of Object.entries(found)) assert.ok(flashes <= MOST, `${light}: ${flashes}`);
});

test("without the pace the same sequences flash", (context) => {
  for (const wait of ["lookWaitMs", "riseWaitMs"]) context.mock.method(LightPace.prototype, wait, () => 0);
  const found = worst(SEQUENCES);
  for (const [light, flashes] of Object.entries(found)) assert.ok(flashes > MOST, `${light}: ${flashes}`);
});

test("a look that covers comes at once, and one that wakes waits for a third of a second", () => {
  const pace = new LightPace();
  pace.looks(false, 0);
  assert.equal(pace.lookWaitMs(true, 10), 0);
  pace.looks(true, 10);
  for (const covers of [false, true]) assert.equal(pace.lookWaitMs(covers, 20), APART_MS - 10);
  assert.equal(pace.lookWaitMs(false, 10 + APART_MS), 0);
});

test("the drawing shows a pause at once, and the newest of what waits", () => {
  [nowMs, timers] = [0, []];
  const figure = new Figure("");
  const shown = () => figure.node.getAttribute("data-signal");
  const show = (signal) => figure.update({ type: "presence", signal });
  for (const signal of ["present", "paused"]) {
    pass(APART_MS + SAMPLE_MS);
    show("present");
    pass(50);
    show(signal);
    assert.equal(shown(), signal);
    show("seen");
    show("hand");
    assert.equal(shown(), signal);
    pass(APART_MS);
    assert.equal(shown(), "hand");
  }
  // What is over before it was shown is never shown.
  show("present");
  show("hand");
  pass(APART_MS);
  assert.equal(shown(), "hand");
});

test("a drawing that nobody sees yet waits for nothing", () => {
  [nowMs, timers] = [0, []];
  const figure = new Figure("");
  figure.node.isConnected = false;
  for (const signal of ["present", "hand", "seen", "hand"]) {
    figure.update({ type: "presence", signal });
    assert.equal(figure.node.getAttribute("data-signal"), signal);
  }
});

test("a voice that grows is one rise, and one that comes again waits", () => {
  const pace = new LightPace();
  pace.sounds(true, 0);
  assert.equal(pace.riseWaitMs(10), 0);
  pace.sounds(true, 100);
  pace.sounds(false, 200);
  assert.equal(pace.riseWaitMs(210), APART_MS - 110);
});

test("eyes that have just changed do not blink", () => {
  const pace = new LightPace();
  pace.opens(0);
  assert.deepEqual([CALM_MS - 1, CALM_MS].map((atMs) => pace.mayBlink(atMs)), [false, true]);
});
