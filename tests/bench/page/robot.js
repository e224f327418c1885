// @ts-check
// A robot that is a browser: sends the stamped picture of robot/media/testcard.py (bars, ball and
// time code) through libwebrtc, and keeps the voice that it hears.

const WIDTH = 640;
const HEIGHT = 480;
const PERIOD_MS = 1000 / 30;
const COLUMNS = 16;
const CODE_PARTS = 20;
const WHITE = 235;
const BLACK = 16;
const BARS_YUV = [
  [180, 128, 128],
  [162, 44, 142],
  [131, 156, 44],
  [112, 72, 58],
  [84, 184, 198],
  [65, 100, 212],
  [35, 212, 114],
];
const SOUND_HZ = 48000;

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

/** @param {Uint8Array} card @param {number} left @param {number} top @param {number} width @param {number} height @param {number} value */
function fill(card, left, top, width, height, value) {
  for (let y = top; y < top + height; y += 1) {
    card.fill(value, y * WIDTH + left, y * WIDTH + left + width);
  }
}

/** @param {Uint8Array} card @param {number} unixMs */
function stamp(card, unixMs) {
  const code = unixMs % 2 ** 24;
  const check = (((code >> 16) + (code >> 8) + code) & 0xff) ^ 0xa5;
  const bits = code * 256 + check;
  const width = WIDTH / COLUMNS;
  const height = HEIGHT / CODE_PARTS;
  for (let index = 0; index < 32; index += 1) {
    const white = Math.floor(bits / 2 ** (31 - index)) % 2 === 1;
    const row = Math.floor(index / COLUMNS);
    fill(card, (index % COLUMNS) * width, row * height, width, height, white ? WHITE : BLACK);
  }
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
    fill(card, Math.round(x) - half, Math.round(y) + row, 2 * half, 1, WHITE);
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
    stamp(card, unixMs);
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

const LISTENER = `
  registerProcessor("listener", class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage([Date.now() + 0.5, Int16Array.from(samples, (s) => s * 32767)]);
      return true;
    }
  });`;

/** @type {number[]} */
let times = [];
/** @type {Int16Array[]} */
let pieces = [];

/** @param {MediaStream} voice */
async function listen(voice) {
  // Without an element that plays it, a remote voice is not even decoded.
  const player = new Audio();
  player.muted = true;
  player.srcObject = voice;
  await player.play();
  const context = new AudioContext({ sampleRate: SOUND_HZ, latencyHint: "interactive" });
  await context.audioWorklet.addModule(
    URL.createObjectURL(new Blob([LISTENER], { type: "text/javascript" })),
  );
  const listener = new AudioWorkletNode(context, "listener", { channelCount: 1, channelCountMode: "explicit" });
  listener.port.onmessage = ({ data: [at, samples] }) => {
    times.push(at);
    pieces.push(samples);
  };
  context.createMediaStreamSource(voice).connect(listener).connect(context.destination);
}

/** @param {RTCSessionDescriptionInit} offer */
async function answer(offer) {
  const classroom = await navigator.mediaDevices.getUserMedia({ audio: true });
  const peer = new RTCPeerConnection({ iceServers: [] });
  peer.ontrack = ({ track }) => void listen(new MediaStream([track]));
  await peer.setRemoteDescription(offer);
  const picture = film();
  const streams = new MediaStream([picture, ...classroom.getTracks()]);
  for (const track of streams.getTracks()) peer.addTrack(track, streams);
  const gathered = new Promise((resolve) => {
    peer.onicecandidate = ({ candidate }) => candidate || resolve(undefined);
  });
  await peer.setLocalDescription();
  await gathered;
  return { sdp: peer.localDescription?.sdp, type: peer.localDescription?.type };
}

Object.assign(window, {
  benchAnswer: answer,
  benchForget: () => {
    times = [];
    pieces = [];
  },
  benchHeard: async () => {
    const reader = new FileReader();
    const kept = [...pieces];
    const at = [...times];
    await new Promise((resolve) => {
      reader.onload = resolve;
      reader.readAsDataURL(new Blob(/** @type {BlobPart[]} */ (kept)));
    });
    return [at, kept.map((piece) => piece.length), String(reader.result).replace(/^.*,/, "")];
  },
});
