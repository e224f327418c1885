// @ts-check
// A robot that is a browser: sends prepared pictures, each stamped as it leaves, and keeps the
// voice that it hears. Which picture is due at a time: tests/bench/networks/loop.py.

import { answerWith, heard } from "./listening.js";
import { stamp } from "./stamp.js";

const FPS = 30;
const CODE_MS = 2 ** 24;
const INTO_PERIOD = 0.3;

const address = new URL(location.href);
const width = Number(address.searchParams.get("width"));
const height = Number(address.searchParams.get("height"));
const size = (width * height * 3) / 2;
const pictures = new Uint8Array(await (await fetch("pictures")).arrayBuffer());
const count = pictures.length / size;

const wall = () => performance.timeOrigin + performance.now();

/** @param {number} stampMs */
function pictureAt(stampMs) {
  const around = 2 * count - 2;
  const step = Math.floor(((stampMs % CODE_MS) * FPS) / 1000) % around;
  return Math.min(step, around - step);
}

/** @param {number} nowMs */
function nextDueMs(nowMs) {
  const start = Math.floor(nowMs / CODE_MS) * CODE_MS;
  const period = Math.floor(((nowMs - start) * FPS) / 1000 + 1 - INTO_PERIOD) + INTO_PERIOD;
  return start + (period * 1000) / FPS;
}

/** Stamps when it is due and hands over at once: nothing waits in between. */
function film() {
  const track = new /** @type {any} */ (window).MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  let dueMs = 0;
  const draw = () => {
    const unixMs = Math.floor(wall());
    const at = pictureAt(unixMs) * size;
    const picture = pictures.slice(at, at + size);
    stamp(picture, width, height, unixMs);
    const timestamp = performance.now() * 1000;
    writer.write(
      new VideoFrame(picture, {
        format: "I420", codedWidth: width, codedHeight: height, timestamp,
      }),
    );
    // A timer may fire a little early: the same moment must not be due twice.
    dueMs = nextDueMs(Math.max(wall(), dueMs + 1));
    setTimeout(draw, dueMs - wall());
  };
  draw();
  return track;
}

Object.assign(window, {
  benchAnswer: (/** @type {RTCSessionDescriptionInit} */ offer) => answerWith(offer, film),
  ...heard,
});
