import assert from "node:assert/strict";
import { test } from "node:test";

import { Voice } from "../../../pupil_app/js/child/voice.js";

/** One microphone of the browser. */
class Stream {
  readyState = "live";
  enabled = true;
  muted = false;
  getAudioTracks = () => [this];
  getTracks = () => [this];
  stop() {
    this.readyState = "ended";
  }
}

/**
 * @param {(Stream | Error)[]} streams that the browser gives, in turn
 * @returns {{voice: Voice, told: {type: string, silenced?: boolean, works?: boolean}[]}}
 */
function childWith(streams) {
  const getUserMedia = async () => {
    const next = streams.shift();
    if (!(next instanceof Stream)) throw next;
    return next;
  };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia } }, configurable: true });
  const told = [];
  const voice = new Voice({
    sound: /** @type {any} */ (null),
    tell: (event) => told.push(event),
    lost: () => told.push({ type: "lost" }),
    replaced: () => told.push({ type: "replaced" }),
  });
  return { voice, told };
}

/** @param {{type: string}[]} told */
const silences = (told) => told.filter(({ type }) => type === "silenced").map(({ silenced }) => silenced);

test("nobody is told that a child is heard while its microphone is being got back", async () => {
  const muted = Object.assign(new Stream(), { muted: true });
  const { voice, told } = childWith([muted, new Stream()]);
  await voice.open();
  voice.check();
  assert.deepEqual(silences(told), [true]);

  const back = voice.reopen();
  voice.check(); // the page looks regularly, and now finds no microphone
  assert.deepEqual(silences(told), [true]);

  assert.equal(await back, true);
  assert.deepEqual(silences(told), [true, false]);
});

test("looking goes on when a microphone could not be got back", async () => {
  const { voice, told } = childWith([new Stream(), new DOMException("none", "NotFoundError"), new Stream()]);
  await voice.open();
  assert.equal(await voice.reopen(), false);
  assert.deepEqual(silences(told), [false]);
  voice.check();
  assert.deepEqual(silences(told), [false, false]);
});

test("two who get a microphone back at once are both waited for", async () => {
  const muted = Object.assign(new Stream(), { muted: true });
  const { voice, told } = childWith([muted, new Stream(), new Stream()]);
  await voice.open();
  voice.check();
  const both = [voice.reopen(), voice.reopen()];
  voice.check();
  assert.deepEqual(silences(told), [true]);
  await Promise.all(both);
  assert.equal(silences(told).at(-1), false);
});
