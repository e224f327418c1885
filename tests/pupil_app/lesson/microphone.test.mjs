import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Microphone } from "../../../pupil_app/js/lesson/microphone.js";

mock.timers.enable({ apis: ["setTimeout"] });

/** Streams that the browser hands out when the test says so. */
class Stream {
  readyState = "live";
  enabled = true;
  getAudioTracks = () => [this];
  getTracks = () => [this];
  stop() {
    this.readyState = "ended";
  }
}

/** @returns {((stream: Stream | Error) => void)[]} answers to the questions the browser was asked */
function browser() {
  const answers = [];
  const getUserMedia = () =>
    new Promise((resolve, reject) => {
      answers.push((found) => (found instanceof Error ? reject(found) : resolve(found)));
    });
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices: { getUserMedia } }, configurable: true });
  return answers;
}

test("a microphone opens switched off", async () => {
  const answers = browser();
  const microphone = new Microphone(() => undefined);
  const opened = microphone.open();
  const stream = new Stream();
  answers[0](stream);
  assert.equal(await opened, stream);
  assert.equal(stream.enabled, false);
  microphone.turn(true);
  assert.equal(stream.enabled, true);
  microphone.close();
  assert.equal(stream.readyState, "ended");
  assert.equal(microphone.track, null);
});

test("one that was closed while the browser still asked is stopped as it comes", async () => {
  const answers = browser();
  const microphone = new Microphone(() => undefined);
  const opened = microphone.open();
  microphone.close();
  const stream = new Stream();
  answers[0](stream);
  assert.equal(await opened, null);
  assert.equal(stream.readyState, "ended");
  assert.equal(microphone.track, null);
});

test("one that was closed and opened again is only the newer one", async () => {
  const answers = browser();
  const microphone = new Microphone(() => undefined);
  const first = microphone.open();
  microphone.close();
  const second = microphone.open();
  const [old, fresh] = [new Stream(), new Stream()];
  answers[1](fresh);
  assert.equal(await second, fresh);
  answers[0](old);
  assert.equal(await first, null);
  assert.deepEqual([old.readyState, fresh.readyState], ["ended", "live"]);
});

test("two who want it at once ask the browser once", async () => {
  const answers = browser();
  const microphone = new Microphone(() => undefined);
  const both = [microphone.open(), microphone.open()];
  assert.equal(answers.length, 1);
  const stream = new Stream();
  answers[0](stream);
  assert.deepEqual(await Promise.all(both), [stream, stream]);
  assert.equal(stream.readyState, "live");
});

test("a question that nobody answers keeps nobody from listening, and a late answer counts", async () => {
  const answers = browser();
  let came = 0;
  const microphone = new Microphone(() => undefined, undefined, () => (came += 1));
  for (let round = 0; round < 2; round += 1) {
    const late = microphone.open();
    mock.timers.tick(4000);
    assert.equal(await late, null);
    assert.equal(microphone.obstacle, "unanswered");
  }
  assert.equal(answers.length, 1);
  const stream = new Stream();
  answers[0](stream);
  await new Promise(setImmediate);
  assert.deepEqual([came, microphone.track, stream.enabled], [1, stream, false]);
});

test("a late answer after the microphone was closed is stopped, and told to nobody", async () => {
  const answers = browser();
  let came = 0;
  const microphone = new Microphone(() => undefined, undefined, () => (came += 1));
  const late = microphone.open();
  mock.timers.tick(4000);
  await late;
  microphone.close();
  const stream = new Stream();
  answers[0](stream);
  await new Promise(setImmediate);
  assert.deepEqual([came, stream.readyState], [0, "ended"]);
});

test("a late refusal is none that would be told", async () => {
  const answers = browser();
  let came = 0;
  const microphone = new Microphone(() => undefined, undefined, () => (came += 1));
  const late = microphone.open();
  mock.timers.tick(4000);
  await late;
  answers[0](new Error("denied"));
  await new Promise(setImmediate);
  assert.deepEqual([came, microphone.obstacle], [0, "denied"]);
});

test("a microphone that the system mutes says so, and so does one that it gives back", async () => {
  const answers = browser();
  const told = [];
  const microphone = new Microphone(() => undefined, () => told.push(microphone.isSilenced));
  const opened = microphone.open();
  const stream = new Stream();
  answers[0](stream);
  await opened;
  assert.equal(microphone.isSilenced, false);
  stream.muted = true;
  stream.onmute();
  stream.muted = false;
  stream.onunmute();
  microphone.close();
  stream.onmute();
  assert.deepEqual(told, [true, false]);
});

for (const [name, obstacle] of [
  ["NotAllowedError", "denied"],
  ["SecurityError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
]) {
  test(`${name} means that the microphone is ${obstacle}`, async () => {
    const answers = browser();
    const microphone = new Microphone(() => undefined);
    const opened = microphone.open();
    answers[0](new DOMException("", name));
    assert.equal(await opened, null);
    assert.equal(microphone.obstacle, obstacle);
  });
}

test("a microphone that is busy for a moment is asked for again, but not for ever", async () => {
  const answers = browser();
  const microphone = new Microphone(() => undefined);
  const settle = () => new Promise(setImmediate);
  const refuse = async (/** @type {number} */ waitMs) => {
    answers.at(-1)(new DOMException("", "NotReadableError"));
    await settle();
    mock.timers.tick(waitMs);
    await settle();
  };
  const first = microphone.open();
  await refuse(300);
  const stream = new Stream();
  answers[1](stream);
  assert.equal(await first, stream);
  microphone.close();
  const second = microphone.open();
  for (const waitMs of [300, 1000, 5000]) await refuse(waitMs);
  assert.equal(await second, null);
  assert.deepEqual([answers.length, microphone.obstacle], [5, "busy"]);
});
