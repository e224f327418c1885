// @ts-check
/** Two soft notes and a vibration when somebody asks for the teacher. */

/** A fourth upwards, as of a marimba. */
const NOTES_HZ = Object.freeze([587.33, 783.99]);
const GAP_S = 0.16;
const RING_S = 0.34;
const LOUDNESS = 0.22;
const PULSES_MS = Object.freeze([120, 80, 120]);

export class Chime {
  /** @type {AudioContext | null} */
  #audio = null;

  /** Allow sound. Call this in a tap: browsers let sound begin only then. */
  unlock() {
    this.#audio ??= new AudioContext();
    void this.#audio.resume();
  }

  /** Sound and vibrate, as far as the device can. */
  ring() {
    const audio = this.#audio;
    if (!audio) return;
    navigator.vibrate?.([...PULSES_MS]);
    // A call or the system may have taken the sound away meanwhile.
    void audio.resume();
    NOTES_HZ.forEach((hertz, index) => note(audio, hertz, audio.currentTime + 0.03 + index * GAP_S));
  }
}

/** @param {AudioContext} audio @param {number} hertz @param {number} from */
function note(audio, hertz, from) {
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.012);
  gain.gain.exponentialRampToValueAtTime(0.001, from + RING_S);
  for (const [times, share] of [[1, 1], [4, 0.18]]) {
    const tone = new OscillatorNode(audio, { frequency: hertz * times, type: "sine" });
    tone.connect(new GainNode(audio, { gain: share })).connect(gain);
    tone.start(from);
    tone.stop(from + RING_S);
  }
  gain.connect(audio.destination);
}
