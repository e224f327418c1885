// @ts-check
// Put into the page before its own scripts: keeps peer connections for their statistics,
// some of the shown pictures pixel by pixel, and lets the child speak instead of beep.

(() => {
  const GRAB_EVERY_MS = 1000;
  const MOST_GRABS = 40;

  /** @type {RTCPeerConnection[]} */
  const peers = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    /** @param {any[]} given */
    constructor(...given) {
      super(...given);
      peers.push(this);
    }
  };

  async function stats() {
    const sums = { frames: 0, keyFrames: 0, bytes: 0, width: 0 };
    for (const peer of peers) {
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "transport") sums.bytes += report.bytesReceived ?? 0;
        if (report.type !== "inbound-rtp" || report.kind !== "video") continue;
        sums.frames += report.framesDecoded ?? 0;
        sums.keyFrames += report.keyFramesDecoded ?? 0;
        sums.width = report.frameWidth ?? sums.width;
      }
    }
    return sums;
  }

  /** @type {{width: number, height: number, luma: Uint8Array}[]} */
  let grabs = [];
  let grabbing = false;
  let nextGrabAt = 0;

  /** @param {HTMLVideoElement} video */
  async function grab(video) {
    const frame = new VideoFrame(video);
    try {
      const whole = new Uint8Array(frame.allocationSize());
      const [{ offset, stride }] = await frame.copyTo(whole);
      const { width, height } = frame.visibleRect ?? { width: 0, height: 0 };
      if (!/^(I420|NV12)/.test(frame.format ?? "")) return;
      const luma = new Uint8Array(width * height);
      for (let row = 0; row < height; row += 1) {
        const at = offset + row * stride;
        luma.set(whole.subarray(at, at + width), row * width);
      }
      grabs.push({ width, height, luma });
    } finally {
      frame.close();
    }
  }

  const watched = new WeakSet();
  setInterval(() => {
    for (const video of document.querySelectorAll("video")) {
      if (watched.has(video)) continue;
      watched.add(video);
      const see = () => {
        video.requestVideoFrameCallback(see);
        if (!grabbing || performance.now() < nextGrabAt || grabs.length >= MOST_GRABS) return;
        nextGrabAt = performance.now() + GRAB_EVERY_MS;
        void grab(video);
      };
      video.requestVideoFrameCallback(see);
    }
  }, 50);

  /** @type {AudioContext | undefined} */
  let context;
  let startedAt = 0;
  /** @type {Map<number, number>} */
  const offsets = new Map();

  function sampleClock() {
    if (!context) return;
    const offset = performance.timeOrigin + performance.now() - context.currentTime * 1000;
    const second = Math.floor(context.currentTime);
    offsets.set(second, Math.min(offset, offsets.get(second) ?? Infinity));
  }

  /** @param {string} base64 16-bit mono at 48 kHz */
  function decoded(base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return Float32Array.from(new Int16Array(bytes.buffer), (sample) => sample / 32768);
  }

  async function speak() {
    if (!context) {
      context = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
      setInterval(sampleClock, 5);
    }
    await context.resume();
    const samples = decoded(/** @type {any} */ (window).benchSpeech);
    const words = new AudioBuffer({ length: samples.length, sampleRate: 48000 });
    words.copyToChannel(samples, 0);
    const mouth = new AudioBufferSourceNode(context, { buffer: words, loop: true });
    const ear = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    mouth.connect(ear);
    startedAt = context.currentTime + 0.3;
    mouth.start(startedAt);
    return ear.stream;
  }

  if ("benchSpeech" in window) {
    MediaDevices.prototype.getUserMedia = async (constraints) => {
      if (constraints?.video) throw new DOMException("no camera", "NotFoundError");
      return speak();
    };
  }

  Object.assign(window, {
    benchStats: stats,
    benchGrab: (/** @type {boolean} */ wanted) => {
      grabbing = wanted;
      if (wanted) grabs = [];
    },
    benchGrabbed: async () => {
      const reader = new FileReader();
      await new Promise((resolve) => {
        reader.onload = resolve;
        reader.readAsDataURL(
          new Blob(/** @type {BlobPart[]} */ (grabs.map((one) => one.luma))),
        );
      });
      const sizes = grabs.map(({ width, height }) => [width, height]);
      return [sizes, String(reader.result).replace(/^.*,/, "")];
    },
    benchSpoken: () => [startedAt, [...offsets]],
  });
})();
