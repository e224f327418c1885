// @ts-check
// Put into the page before its own scripts: a child that beeps instead of a microphone.
// One beep every 500 ms, 60 ms long; its pitch names it, as in robot/media/devices/testtone.py.

(() => {
  const PITCHES_HZ = [600, 800, 1000, 1200, 1400, 1600, 1800, 2000];
  const PERIOD_S = 0.5;
  const BEEP_S = 0.06;
  const EDGE_S = 0.004;
  const LOUDNESS = 0.4;
  const AHEAD_S = 1.5;

  /** @type {AudioContext | undefined} */
  let context;
  /** @type {GainNode | undefined} */
  let mouth;
  let number = 0;
  let nextAt = 0;
  /** @type {{number: number, at: number}[]} */
  const beeps = [];
  // In each second: the smallest "wall clock minus context clock" seen, in ms. The context's
  // clock jumps when a block was made, so the smallest is that of a block just made.
  /** @type {Map<number, number>} */
  const offsets = new Map();

  function sampleClock() {
    if (!context) return;
    const offset = performance.timeOrigin + performance.now() - context.currentTime * 1000;
    const second = Math.floor(context.currentTime);
    offsets.set(second, Math.min(offset, offsets.get(second) ?? Infinity));
  }

  function plan() {
    if (!context || !mouth) return;
    while (nextAt < context.currentTime + AHEAD_S) {
      const tone = new OscillatorNode(context, { frequency: PITCHES_HZ[number % 8] });
      const envelope = new GainNode(context, { gain: 0 });
      envelope.gain.setValueAtTime(0, nextAt);
      envelope.gain.linearRampToValueAtTime(LOUDNESS, nextAt + EDGE_S);
      envelope.gain.setValueAtTime(LOUDNESS, nextAt + BEEP_S - EDGE_S);
      envelope.gain.linearRampToValueAtTime(0, nextAt + BEEP_S);
      tone.connect(envelope).connect(mouth);
      tone.start(nextAt);
      tone.stop(nextAt + BEEP_S);
      beeps.push({ number, at: nextAt });
      number += 1;
      nextAt += PERIOD_S;
    }
  }

  async function open() {
    if (!context) {
      context = new AudioContext({ sampleRate: 48000, latencyHint: "interactive" });
      mouth = new GainNode(context);
      nextAt = context.currentTime + 0.2;
      setInterval(sampleClock, 5);
      setInterval(plan, 200);
    }
    await context.resume();
    plan();
  }

  MediaDevices.prototype.getUserMedia = async (constraints) => {
    if (constraints?.video) throw new DOMException("no camera", "NotFoundError");
    await open();
    if (!context || !mouth) throw new DOMException("no sound", "NotFoundError");
    const ear = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    mouth.connect(ear);
    return ear.stream;
  };

  Object.assign(window, {
    /** Beeps that left, as [number, Unix ms]. */
    benchBeeps: () =>
      beeps
        .filter(({ at }) => context && at < context.currentTime)
        .map(({ number: name, at }) => {
          const seconds = [-2, -1, 0, 1, 2].map((step) => offsets.get(Math.floor(at) + step));
          return [name, at * 1000 + Math.min(...seconds.map((value) => value ?? Infinity))];
        }),
  });
})();
