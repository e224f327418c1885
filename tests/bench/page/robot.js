// @ts-check
// A robot that is a browser: sends the stamped picture of robot/media/devices/testcard.py (bars, ball and
// time code) through libwebrtc, and keeps the voice that it hears.

import { answerWith, heard } from "./listening.js";
import { BLACK, WHITE, fill, stamp } from "./stamp.js";

const WIDTH = 640;
const HEIGHT = 480;
const PERIOD_MS = 1000 / 30;
const BARS_YUV = [
  [180, 128, 128],
  [162, 44, 142],
  [131, 156, 44],
  [112, 72, 58],
  [84, 184, 198],
  [65, 100, 212],
  [35, 212, 114],
];

function drawBackground() {
  const card = new Uint8Array((WIDTH * HEIGHT * 3) / 2);
  let offset = 0;
  [1, 2, 2].forEach((scale, plane) => {
    const width = WIDTH / scale;
    const height = HEIGHT / scale;
    for (let y = 0; y < height; y += 1) {
      const isRamp = y >= (height * 4) / 5;
      for (let x = 0; x < width; x += 1) {
        const bar = BARS_YUV[Math.min(6, Math.floor((x * 7) / width))][plane];
        const ramp = plane === 0 ? BLACK + ((WHITE - BLACK) * x) / width : 128;
        card[offset + y * width + x] = isRamp ? ramp : bar;
      }
    }
    offset += width * height;
  });
  return card;
}

/** @param {Uint8Array} card @param {number} unixMs */
function drawBall(card, unixMs) {
  const radius = HEIGHT / 12;
  const there = Math.abs((unixMs % 4000) / 2000 - 1);
  const jump = Math.abs(Math.sin(((unixMs % 1000) / 1000) * 2 * Math.PI));
  const x = radius + there * (WIDTH - 2 * radius);
  const y = (HEIGHT * 4) / 5 - radius - jump * HEIGHT * 0.4;
  for (let row = -radius; row < radius; row += 1) {
    const half = Math.round(Math.sqrt(radius ** 2 - row ** 2));
    const [left, top] = [Math.round(x) - half, Math.round(y) + row];
    fill(card, WIDTH, left, top, left + 2 * half, top + 1, WHITE);
  }
}

/** Draws when it is due and hands over at once: nothing waits in between. */
function film() {
  const track = new /** @type {any} */ (window).MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  const background = drawBackground();
  let due = performance.now();
  const draw = () => {
    const card = background.slice();
    const unixMs = Math.floor(performance.timeOrigin + performance.now());
    drawBall(card, unixMs);
    stamp(card, WIDTH, HEIGHT, unixMs);
    const timestamp = performance.now() * 1000;
    writer.write(
      new VideoFrame(card, { format: "I420", codedWidth: WIDTH, codedHeight: HEIGHT, timestamp }),
    );
    due = Math.max(due + PERIOD_MS, performance.now() - PERIOD_MS);
    setTimeout(draw, Math.max(0, due - performance.now()));
  };
  draw();
  return track;
}

Object.assign(window, {
  benchAnswer: (/** @type {RTCSessionDescriptionInit} */ offer) => answerWith(offer, film),
  ...heard,
});
