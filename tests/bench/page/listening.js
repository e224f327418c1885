// @ts-check
// The ear of a robot that is a browser: answers an offer with a picture, and keeps the voice.

const SOUND_HZ = 48000;

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

/**
 * Answer the child's offer with this picture and the page's microphone.
 * @param {RTCSessionDescriptionInit} offer
 * @param {() => MediaStreamTrack} film called when the offer has been taken
 */
export async function answerWith(offer, film) {
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

export const heard = {
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
};
