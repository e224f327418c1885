// Watches what the app asks of the browser. Runs before any script of the page; changes nothing.
(() => {
  const witness = { asked: [], tracks: [], connections: [], videoTracksAdded: 0 };
  window.witness = witness;

  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (constraints) {
    witness.asked.push(JSON.parse(JSON.stringify(constraints)));
    const stream = await getUserMedia.call(this, constraints);
    witness.tracks.push(...stream.getTracks());
    return stream;
  };

  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...args) {
      super(...args);
      witness.connections.push(this);
    }
  };

  // Wait until an async condition holds (waitForFunction takes a promise itself for true).
  witness.until = async (condition, timeoutMs) => {
    const deadline = performance.now() + timeoutMs;
    while (!(await condition())) {
      if (performance.now() > deadline) throw new Error(`never came true: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  const live = () => witness.connections.filter((pc) => pc.connectionState === "connected").at(-1);
  witness.live = live;

  // What a failed test says of each connection: its states, and what has come over it.
  witness.told = async () => {
    const told = [];
    for (const pc of witness.connections) {
      const one = { connection: pc.connectionState, ice: pc.iceConnectionState };
      if (pc.connectionState !== "closed") {
        for (const report of (await pc.getStats()).values()) {
          if (report.type !== "inbound-rtp") continue;
          one[report.kind] = [report.packetsReceived, report.framesDecoded, report.keyFramesDecoded];
        }
      }
      told.push(one);
    }
    return JSON.stringify(told);
  };

  witness.sent = async () => {
    const found = [];
    for (const pc of witness.connections) {
      if (pc.connectionState === "closed") continue;
      for (const report of (await pc.getStats()).values()) {
        if (report.type === "outbound-rtp") found.push({ kind: report.kind, bytes: report.bytesSent });
      }
    }
    return found;
  };

  const countOf = async (pc, kind) => {
    for (const report of (await pc.getStats()).values()) {
      if (report.type === "inbound-rtp" && report.kind === kind) {
        return kind === "video" ? report.framesDecoded ?? 0 : report.totalSamplesReceived ?? 0;
      }
    }
    return 0;
  };

  witness.received = async (kind) => (live() ? countOf(live(), kind) : 0);

  // Over all connections that there were: one that takes over from another begins at nothing.
  const counted = { audio: new Map(), video: new Map() };
  witness.receivedInAll = async (kind) => {
    for (const pc of witness.connections) {
      if (pc.connectionState !== "closed") counted[kind].set(pc, await countOf(pc, kind));
    }
    return [...counted[kind].values()].reduce((sum, count) => sum + count, 0);
  };

  // Since when no packet of sound or picture, or of just one of them, has come.
  const still = {};
  witness.stillForMs = async (kind = "") => {
    let packets = 0;
    for (const report of (await live()?.getStats())?.values() ?? []) {
      if (report.type === "inbound-rtp" && report.kind.includes(kind)) packets += report.packetsReceived;
    }
    if (packets !== still[kind]?.packets) still[kind] = { packets, since: performance.now() };
    return performance.now() - still[kind].since;
  };

  const listen = async () => {
    const track = live()?.getReceivers().find((r) => r.track.kind === "audio")?.track;
    if (!track) return null;
    witness.context ??= new AudioContext();
    await witness.context.resume();
    if (witness.heard !== track) {
      witness.heard = track;
      witness.analyser = new AnalyserNode(witness.context, { fftSize: 8192, smoothingTimeConstant: 0.5 });
      const stream = new MediaStream([track]);
      new MediaStreamAudioSourceNode(witness.context, { mediaStream: stream }).connect(witness.analyser);
    }
    return witness.analyser;
  };

  // How loud the class is now: root mean square, 0 to 1.
  witness.loudness = async () => {
    const analyser = await listen();
    if (!analyser) return 0;
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);
  };

  // How far one pitch stands out of the sound, in dB over the median of all others.
  witness.pitch = async (frequency) => {
    const analyser = await listen();
    if (!analyser) return -Infinity;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    const at = Math.round((frequency / witness.context.sampleRate) * analyser.fftSize);
    const peak = Math.max(...bins.slice(at - 2, at + 3));
    const rest = [...bins.slice(20, 1500)].sort((a, b) => a - b)[740];
    return Number.isFinite(peak) && Number.isFinite(rest) ? peak - rest : -Infinity;
  };

  // A small grey picture of what the child sees now: 160 x 120 values.
  witness.picture = () => {
    const video = document.querySelector("video");
    if (!video?.videoWidth) return null;
    const canvas = new OffscreenCanvas(160, 120);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0, 160, 120);
    const { data } = pen.getImageData(0, 0, 160, 120);
    return Array.from({ length: 160 * 120 }, (_, i) => Math.round((data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3));
  };

  // Mean difference of two such pictures, 0 to 255, over a box given in shares of the whole.
  witness.difference = (before, now, box = [0, 0, 1, 1]) => {
    if (!before || !now) return 0;
    let sum = 0;
    let count = 0;
    for (let y = Math.floor(box[1] * 120); y < box[3] * 120; y += 1) {
      for (let x = Math.floor(box[0] * 160); x < box[2] * 160; x += 1) {
        sum += Math.abs(before[y * 160 + x] - now[y * 160 + x]);
        count += 1;
      }
    }
    return sum / count;
  };
})();
