// @ts-check
// Put into the page before its own scripts: writes down when pictures and sound of the class come,
// and gives the child a steady tone in place of a microphone. Times are Unix milliseconds of this
// machine's clock.

(() => {
  const BLOCK = 512;
  // The tone is 0.125 loud; what a browser makes up in a gap fades away.
  const LOUD = 0.09;
  const MOST_ENTRIES = 100_000;

  const wall = (/** @type {number} */ now) => performance.timeOrigin + now;

  /** @type {{frames: number[], sounds: number[], words: string[], streams: number}} */
  const log = { frames: [], sounds: [], words: [], streams: 0 };

  /** @param {HTMLVideoElement} video */
  function watch(video) {
    const next = (/** @type {number} */ now) => {
      if (log.frames.length < MOST_ENTRIES) log.frames.push(wall(now));
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  /** @type {AudioContext | undefined} */
  let context;
  /** @type {MediaStreamAudioSourceNode | undefined} */
  let source;
  /** @type {ScriptProcessorNode | undefined} */
  let ear;
  let plays = false;

  // Sound counts while the element plays the stream, and what is in the stream is loud.
  /** @param {HTMLMediaElement} element @param {MediaStream} stream */
  function listen(element, stream) {
    context ??= new AudioContext({ sampleRate: 48_000 });
    const clock = context;
    if (!ear) {
      ear = clock.createScriptProcessor(BLOCK, 1, 1);
      const offset = () => performance.now() - clock.currentTime * 1000;
      let least = Infinity;
      ear.onaudioprocess = ({ inputBuffer, playbackTime }) => {
        // Blocks come late where the page is busy; the clock of sound does not.
        least = Math.min(least + 0.01, offset());
        const loudest = inputBuffer.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
        if (plays && loudest > LOUD && log.sounds.length < MOST_ENTRIES) log.sounds.push(wall(least + playbackTime * 1000));
      };
      ear.connect(clock.destination);
    }
    log.streams += 1;
    source?.disconnect();
    source = clock.createMediaStreamSource(stream);
    source.connect(ear);
    plays = false;
    element.addEventListener("playing", () => (plays = true), { once: true });
  }

  const { get, set } = /** @type {PropertyDescriptor} */ (
    Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "srcObject")
  );
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", {
    configurable: true,
    get,
    set(stream) {
      set?.call(this, stream);
      if (this instanceof HTMLAudioElement && stream) listen(this, stream);
      if (this instanceof HTMLVideoElement && !this.dataset.watched) {
        this.dataset.watched = "yes";
        watch(this);
      }
    },
  });

  const VOICE_HZ = 300;
  const VOICE_LOUDNESS = 0.25;

  MediaDevices.prototype.getUserMedia = async (constraints) => {
    if (constraints?.video) throw new DOMException("no camera", "NotFoundError");
    const mouth = new AudioContext({ sampleRate: 48_000, latencyHint: "interactive" });
    const heard = new MediaStreamAudioDestinationNode(mouth, { channelCount: 1 });
    const tone = new OscillatorNode(mouth, { frequency: VOICE_HZ });
    tone.connect(new GainNode(mouth, { gain: VOICE_LOUDNESS })).connect(heard);
    tone.start();
    await mouth.resume();
    return heard.stream;
  };

  // The sentence in the bubble, or that of a scene in place of it.
  let said = "";
  new MutationObserver(() => {
    const parts = [...document.querySelectorAll(".bubble .said, .scene-words p:not(.hint)")];
    const words = parts.filter((part) => part.checkVisibility()).map((part) => part.textContent?.trim()).filter(Boolean).join(" ");
    if (words !== said && words) log.words.push((said = words));
  }).observe(document, { subtree: true, childList: true, characterData: true });

  Object.assign(globalThis, { benchRoam: log });
})();
