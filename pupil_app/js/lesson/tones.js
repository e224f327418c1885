// @ts-check
/** Short notes of the app's own, and the level of a voice. */

import { Loudest } from "./loudest.js";

/** Time from one note to the next, in seconds. */
const STEP_S = 0.16;

/** Time in which a note fades, in seconds. */
const FADE_S = 0.22;

/** Loudness of a note at full volume. */
const GAIN = 0.5;

/** Interval of levels. */
const LEVEL_MS = 50;

/**
 * @param {AudioContext} audio @param {readonly number[]} notesHz @param {number} volume 0 to 1
 */
export function playNotes(audio, notesHz, volume) {
  void audio.resume();
  notesHz.forEach((hertz, index) => {
    const from = audio.currentTime + 0.02 + index * STEP_S;
    const tone = new OscillatorNode(audio, { frequency: hertz, type: "triangle" });
    const gain = new GainNode(audio, { gain: 0 });
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(GAIN * volume, from + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.001, from + FADE_S);
    tone.connect(gain).connect(audio.destination);
    tone.start(from);
    tone.stop(from + FADE_S + 0.02);
  });
}

/**
 * Measure how loud a stream is, 20 times a second. What is told may be drawn: it does not flicker.
 *
 * @param {AudioContext} audio @param {MediaStream} stream @param {(level: number) => void} tell 0 to 1
 * @returns {() => void} ends it
 */
export function measureLevel(audio, stream, tell) {
  const source = audio.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(audio, { fftSize: 1024 });
  source.connect(analyser);
  const loudest = new Loudest();
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
    tell(loudest.take(Math.min(1, Math.sqrt(power) * 5), performance.now()));
  }, LEVEL_MS);
  return () => {
    clearInterval(timer);
    source.disconnect();
    tell(0);
  };
}
