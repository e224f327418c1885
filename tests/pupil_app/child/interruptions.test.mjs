import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { ClassPicture } from "../../../pupil_app/js/child/class_picture.js";
import { Interruptions } from "../../../pupil_app/js/child/interruptions.js";
import { Voice } from "../../../pupil_app/js/child/voice.js";
import { Sound } from "../../../pupil_app/js/lesson/sound.js";

/** Time within which the page notices what the system does. */
const NOTICE_MS = 1000;

/** Time of the test's clock between two looks of the test. */
const STEP_MS = 10;

const forbidden = () => Promise.reject(new DOMException("", "NotAllowedError"));

/** Audio or video element; `answers` tells what the system says to `play`. */
class Element extends EventTarget {
  paused = true;
  volume = 1;
  muted = false;
  srcObject = null;
  dataset = {};
  answers = () => Promise.resolve();
  play() {
    const answer = this.answers();
    answer.then(() => (this.paused = false), () => undefined);
    return answer;
  }
}

/** Element of an iPad, which takes no volume. */
class Fixed extends Element {
  constructor() {
    super();
    Object.defineProperty(this, "volume", { get: () => 1, set: () => undefined });
  }
}

class Track extends EventTarget {
  readyState = "live";
  muted = false;
  enabled = true;
  stop() {
    this.readyState = "ended";
  }
}

const streamOf = (...tracks) => ({ getAudioTracks: () => tracks, getVideoTracks: () => tracks, getTracks: () => tracks });

class Context extends EventTarget {
  static newest;
  state = "suspended";
  answers = () => Promise.resolve((this.state = "running"));
  constructor() {
    super();
    Context.newest = this;
  }
  resume() {
    return this.answers();
  }
  createMediaStreamSource(mediaStream) {
    return { mediaStream, connect: (next) => next, disconnect() {} };
  }
}

class Gain {
  gain = { value: 1 };
  connect(next) {
    return next;
  }
}

let page, devices, given, told, sound, video, voice;

/** Let what is due happen: some of it waits for several promises. */
async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function pass(ms) {
  for (let gone = 0; gone < ms; gone += STEP_MS) {
    mock.timers.tick(STEP_MS);
    await settle();
  }
}

/** @param {() => boolean} noticed @returns {Promise<number>} time until then, in ms */
async function until(noticed) {
  for (let gone = 0; gone <= 5000; gone += STEP_MS) {
    if (noticed()) return gone;
    await pass(STEP_MS);
  }
  return Infinity;
}

/** @param {string} type @param {() => any} wanted value of the newest event of this type */
const last = (type) => told.findLast((event) => event.type === type);

/** A child in class: it hears, sees and speaks. @param {{isIpad?: boolean}} [device] */
async function inClass({ isIpad = false } = {}) {
  const Usual = isIpad ? Fixed : Element;
  globalThis.document.createElement = () => new Usual();
  told = [];
  const element = new Usual();
  video = new Element();
  sound = new Sound(element, (blocked) => told.push({ type: "sound_blocked", blocked }));
  await pass(300);
  const picture = new ClassPicture(video);
  voice = new Voice({
    sound,
    tell: (event) => told.push(event),
    lost: () => told.push({ type: "lost" }),
    replaced: () => told.push({ type: "replaced" }),
  });
  const mayHeal = () => voice.track === null || voice.microphone.isSilenced;
  new Interruptions({ sound, picture, voice, mayHeal }).start();
  await voice.open();
  sound.unlock();
  await sound.play(streamOf(new Track()));
  video.srcObject = streamOf(new Track());
  await video.play();
  await pass(1000);
  told.length = 0;
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  page = new EventTarget();
  globalThis.addEventListener = page.addEventListener.bind(page);
  globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  globalThis.AudioContext = Context;
  globalThis.GainNode = Gain;
  given = [];
  devices = Object.assign(new EventTarget(), {
    getUserMedia: async () => {
      given.push(new Track());
      return streamOf(given.at(-1));
    },
  });
  const navigator = { mediaDevices: devices, permissions: { query: async () => ({ state: "granted" }) } };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
});

/** Deeds of a system of which the browser says nothing, and the page's way to show that it noticed. */
const SILENT = {
  "the microphone is muted": {
    act: () => (given.at(-1).muted = true),
    noticed: () => last("silenced")?.silenced === true,
  },
  "the microphone has ended": {
    act: () => given.at(-1).stop(),
    noticed: () => last("lost") !== undefined,
  },
  "the sound is paused, and may go on": {
    act: () => (sound.element.paused = true),
    noticed: () => !sound.element.paused,
  },
  "the sound is paused, and needs a tap": {
    act: () => Object.assign(sound.element, { paused: true, answers: forbidden }),
    noticed: () => last("sound_blocked")?.blocked === true,
  },
  "the picture is paused": {
    act: () => (video.paused = true),
    noticed: () => !video.paused,
  },
  "the clock of sound is interrupted, and may go on": {
    isIpad: true,
    act: () => (Context.newest.state = "interrupted"),
    noticed: () => Context.newest.state === "running",
  },
  "the clock of sound is interrupted by a call, and never answers": {
    isIpad: true,
    act: () => Object.assign(Context.newest, { state: "interrupted", answers: () => new Promise(() => undefined) }),
    noticed: () => last("sound_blocked")?.blocked === true,
  },
  "the clock of sound refuses to go on": {
    isIpad: true,
    act: () => Object.assign(Context.newest, { state: "suspended", answers: forbidden }),
    noticed: () => last("sound_blocked")?.blocked === true,
  },
};

for (const [name, { act, noticed, isIpad }] of Object.entries(SILENT)) {
  test(`noticed within a second, though the browser says nothing: ${name}`, async () => {
    // At any time between two looks.
    for (const offsetMs of [0, 60, 120, 180, 240]) {
      await inClass({ isIpad });
      await pass(offsetMs);
      act();
      assert.equal(noticed(), false);
      const tookMs = await until(noticed);
      assert.ok(tookMs <= NOTICE_MS, `${tookMs} ms`);
      mock.timers.reset();
      mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
    }
  });
}

test("what the browser says is noticed at once", async () => {
  await inClass();
  const [track] = given;
  track.muted = true;
  track.onmute();
  assert.equal(last("silenced").silenced, true);
  track.stop();
  track.onended();
  assert.equal(told.filter(({ type }) => type === "lost").length, 1);
  await pass(2000);
  assert.equal(told.filter(({ type }) => type === "lost").length, 1);
  sound.element.paused = true;
  sound.element.dispatchEvent(new Event("pause"));
  await settle();
  assert.equal(sound.element.paused, false);
});

test("a clock of sound that the system gives back asks for no tap any more", async () => {
  await inClass({ isIpad: true });
  Object.assign(Context.newest, { state: "interrupted", answers: () => new Promise(() => undefined) });
  await until(() => last("sound_blocked")?.blocked === true);
  await pass(3000);
  Context.newest.state = "running";
  Context.newest.dispatchEvent(new Event("statechange"));
  const tookMs = await until(() => last("sound_blocked").blocked === false);
  assert.ok(tookMs <= NOTICE_MS, `${tookMs} ms`);
});

test("an element that never answers does not end the looking", async () => {
  await inClass();
  Object.assign(sound.element, { paused: true, answers: () => new Promise(() => undefined) });
  await pass(2000);
  sound.element.answers = forbidden;
  assert.ok((await until(() => last("sound_blocked")?.blocked === true)) <= NOTICE_MS);
});

/** Ways in which a page comes back whose microphone the system has kept. */
const RETURNS = {
  "it is seen again": () => document.dispatchEvent(new Event("visibilitychange")),
  "it comes out of the store of pages": () => page.dispatchEvent(new Event("pageshow")),
  "a headset was pulled out": () => devices.dispatchEvent(new Event("devicechange")),
};

for (const [name, act] of Object.entries(RETURNS)) {
  test(`the microphone is back within a second: ${name}`, async () => {
    await inClass();
    given.at(-1).stop();
    act();
    const tookMs = await until(() => voice.track !== null);
    assert.ok(tookMs <= NOTICE_MS, `${tookMs} ms`);
    assert.deepEqual([given.length, last("replaced")?.type], [2, "replaced"]);
  });
}

test("a page that was frozen without a word gets its microphone back", async () => {
  await inClass();
  given.at(-1).muted = true;
  mock.timers.setTime(Date.now() + 60_000);
  const tookMs = await until(() => given.length === 2);
  assert.ok(tookMs <= NOTICE_MS, `${tookMs} ms`);
});

test("a hidden page does not ask for a microphone", async () => {
  await inClass();
  document.visibilityState = "hidden";
  given.at(-1).stop();
  document.dispatchEvent(new Event("visibilitychange"));
  await pass(3000);
  assert.deepEqual([given.length, last("lost")?.type], [1, "lost"]);
});
