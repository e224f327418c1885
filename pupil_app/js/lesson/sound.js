// @ts-check
/** Sound for the child: the class, a test tone, and its own voice in the echo test. */

import { Loudest } from "./loudest.js";

/** Times after which a volume that an iPad does not take has certainly gone back to 1. */
const PROBE_MS = Object.freeze([0, 50, 250]);

/** Longest wait for a clock of sound that was interrupted. */
const RESUME_MS = 400;

/** Longest wait for an element that has to play again; some engines never answer. */
const REVIVE_MS = 600;

/** Delay of the echo, so that the child does not take it for its own voice. */
const ECHO_DELAY_S = 1;

export class Sound {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} */
  #gain = null;
  /** @type {MediaStreamAudioSourceNode | null} */
  #source = null;
  /** @type {MediaStream | null} */
  #stream = null;
  #volume = 0.8;
  #isReviving = false;
  /** A tap is needed, and was requested. */
  #isBlocked = false;
  /** The volume of elements cannot be set, so a gain node sets it. */
  #usesGain = false;

  /**
   * @param {HTMLAudioElement} element @param {(blocked: boolean) => void} blocked
   */
  constructor(element, blocked) {
    this.element = element;
    this.blocked = blocked;
    // A call, Siri or a headset that is pulled out pauses it.
    element.addEventListener("pause", () => void this.check());
    this.#probe();
  }

  /** Allow sound. Call this in a tap: browsers let sound begin only then. */
  unlock() {
    const session = /** @type {any} */ (navigator).audioSession;
    // Without this an iPad changes its volume when the microphone opens.
    if (session) session.type = "play-and-record";
    void this.#audio().resume();
    if (this.#stream) void this.play(this.#stream);
  }

  /** @param {MediaStream} stream of the class */
  async play(stream) {
    this.#stream = stream;
    if (this.element.srcObject !== stream) this.element.srcObject = stream;
    if (this.#usesGain) this.#throughGain(stream);
    this.setVolume(this.#volume);
    try {
      await this.element.play();
      const runs = !this.#usesGain || (await this.#runs());
      if (stream === this.#stream) this.#tell(!runs);
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.#tell(true);
    }
  }

  /** @param {boolean} blocked */
  #tell(blocked) {
    this.#isBlocked = blocked;
    this.blocked(blocked);
  }

  /**
   * Let the class be heard again if the system has stopped its sound. Call this regularly. If a tap is
   * needed for it, `blocked` is told.
   */
  async check() {
    const stream = this.#stream;
    if (!stream || this.#isReviving) return;
    const stands = this.element.paused || (this.#usesGain && this.#context?.state !== "running");
    if (!stands) {
      // The system has let the sound go on by itself.
      if (this.#isBlocked) this.#tell(false);
      return;
    }
    this.#isReviving = true;
    await Promise.race([this.play(stream), wait(REVIVE_MS)]);
    this.#isReviving = false;
  }

  /** @param {number} volume 0 to 1 */
  setVolume(volume) {
    this.#volume = volume;
    if (this.#usesGain && this.#gain) this.#gain.gain.value = volume;
    else this.element.volume = volume;
  }

  silence() {
    this.#stream = null;
    this.#source?.disconnect();
    this.#source = null;
    this.element.srcObject = null;
  }

  /** Three soft notes. */
  chime() {
    const audio = this.#audio();
    void audio.resume();
    [523.25, 659.25, 783.99].forEach((hertz, index) => {
      const from = audio.currentTime + 0.05 + index * 0.28;
      const tone = new OscillatorNode(audio, { frequency: hertz, type: "sine" });
      const gain = new GainNode(audio, { gain: 0 });
      gain.gain.linearRampToValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(0.25 * this.#volume, from + 0.04);
      gain.gain.exponentialRampToValueAtTime(0.001, from + 0.55);
      tone.connect(gain).connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.6);
    });
  }

  /**
   * Play the child's own voice, a second later.
   *
   * @param {MediaStream} stream of the microphone @param {(level: number) => void} tell 0 to 1
   * @returns {() => void} ends it
   */
  echo(stream, tell) {
    const audio = this.#audio();
    void audio.resume();
    const source = audio.createMediaStreamSource(stream);
    const delay = new DelayNode(audio, { delayTime: ECHO_DELAY_S, maxDelayTime: ECHO_DELAY_S + 1 });
    const gain = new GainNode(audio, { gain: 0.8 });
    const analyser = new AnalyserNode(audio, { fftSize: 1024 });
    source.connect(analyser);
    source.connect(delay).connect(gain).connect(audio.destination);
    const loudest = new Loudest();
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
      tell(loudest.take(Math.min(1, Math.sqrt(power) * 5), performance.now()));
    }, 100);
    return () => {
      clearInterval(timer);
      for (const node of [source, delay, gain]) node.disconnect();
      tell(0);
    };
  }

  /**
   * Find out whether the volume of an element can be set. On iPads it goes back to 1, in a later task.
   */
  #probe() {
    const probe = document.createElement("audio");
    probe.volume = 0.5;
    for (const waitMs of PROBE_MS) {
      setTimeout(() => {
        if (probe.volume === 0.5 || this.#usesGain) return;
        this.#usesGain = true;
        if (this.#stream) void this.play(this.#stream);
      }, waitMs);
    }
  }

  /** @returns {Promise<boolean>} whether sound that goes through the context is heard */
  async #runs() {
    const audio = this.#audio();
    // Without a tap this may stay pending for ever.
    await Promise.race([audio.resume().catch(() => undefined), wait(RESUME_MS)]);
    return audio.state === "running";
  }

  /** @param {MediaStream} stream */
  #throughGain(stream) {
    this.element.muted = true;
    if (this.#source?.mediaStream === stream) return;
    const audio = this.#audio();
    this.#gain ??= new GainNode(audio, { gain: this.#volume });
    this.#source?.disconnect();
    this.#source = audio.createMediaStreamSource(stream);
    this.#source.connect(this.#gain).connect(audio.destination);
  }

  /** @returns {AudioContext} for notes and measurements of the app's own */
  get context() {
    return this.#audio();
  }

  /** @returns {AudioContext} */
  #audio() {
    if (!this.#context) {
      this.#context = new AudioContext({ latencyHint: "interactive" });
      // A call or Siri interrupts it, and may give it back.
      this.#context.addEventListener("statechange", () => void this.check());
    }
    return this.#context;
  }
}

/** @param {number} ms @returns {Promise<void>} */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
