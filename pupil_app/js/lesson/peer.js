// @ts-check
/**
 * One `RTCPeerConnection`: the child's voice up, picture and sound of the class down, three channels.
 *
 * Its description never changes: another description gets a new peer connection. Only the form
 * of our own voice may change (`adapt`), which the other side need not know.
 */

import { connection } from "./servers.js";
import { Uplink, asking } from "./uplink.js";

/**
 * Candidates found within this time are part of the offer; later ones are trickled. Nobody waits
 * for a server that does not answer.
 */
const GATHERING_MS = 100;

/** Most candidates that the bridge accepts for one attempt. */
const CANDIDATES = 20;

/** A channel with more unsent bytes is stuck; commands then go through the bridge. */
const BUFFERED_BYTES = 16 * 1024;

/** Headers of IPv4 and UDP and the tag of SRTP, which a browser does not count. */
const ENVELOPE_BYTES = 38;

/** RED first, since it makes up for a lost packet. Without RED there is repair within Opus. */
const SOUND = ["audio/red", "audio/opus"];

/**
 * Tell whether this browser can make a connection as a lesson needs it. A blocked one may be missing,
 * may throw, or may only fail when it is used.
 *
 * @returns {Promise<boolean>}
 */
export async function canCall() {
  const closed = () => undefined;
  let peer;
  try {
    peer = new Peer({ iceServers: [], track: null, state: closed, message: closed, candidate: closed });
    const { sdp = "" } = await peer.pc.createOffer();
    return /^m=audio /m.test(sdp) && /^m=video /m.test(sdp) && /^m=application /m.test(sdp);
  } catch (error) {
    console.warn("no connection", error instanceof Error ? error.name : "");
    return false;
  } finally {
    peer?.close();
  }
}

export class Peer {
  picture = new MediaStream();
  sound = new MediaStream();
  #candidates = 0;
  #trickling = false;
  #closed = false;
  #answer = "";
  #uplink = new Uplink();
  #voice = this.#uplink.voice;
  /** @type {MediaStreamTrack | null} */
  #track;
  /** @type {import("./voice_spreading.js").Spread | null} */
  #spread = null;
  #hasCopies = false;

  /**
   * @param {{
   *   iceServers: RTCIceServer[],
   *   track: MediaStreamTrack | null,
   *   spreading?: Pick<import("./voice_spreading.js").VoiceSpreading, "attach">,
   *   state: (state: RTCPeerConnectionState) => void,
   *   message: (text: unknown) => void,
   *   candidate: (text: string, mid: string) => void,
   * }} parts `track` is the child's microphone; null only listens
   */
  constructor({ iceServers, track, spreading, state, message, candidate }) {
    this.pc = connection(
      iceServers,
      (servers) => new RTCPeerConnection({ iceServers: servers, bundlePolicy: "max-bundle" }),
    );
    this.control = this.pc.createDataChannel("control", { ordered: false, maxRetransmits: 0 });
    this.events = this.pc.createDataChannel("events", { ordered: true });
    /** Stills and sheets; an older robot never answers there. */
    this.transfers = this.pc.createDataChannel("transfers", { ordered: true });
    this.#track = track;
    this.#addSound(track, spreading);
    const { receiver } = this.pc.addTransceiver("video", { direction: "recvonly" });
    // Pictures are shown at once; on a bad line the robot asks for a delay. Sound keeps its buffer:
    // without one it breaks up.
    if ("jitterBufferTarget" in receiver) /** @type {any} */ (receiver).jitterBufferTarget = 0;
    this.pc.ontrack = ({ track: received }) =>
      (received.kind === "video" ? this.picture : this.sound).addTrack(received);
    this.pc.onconnectionstatechange = () => {
      if (!this.#closed) state(this.pc.connectionState);
    };
    for (const channel of [this.control, this.events]) {
      channel.onmessage = ({ data }) => {
        if (!this.#closed) message(data);
      };
      channel.onclose = () => {
        if (!this.#closed) state("failed");
      };
    }
    this.pc.onicecandidate = ({ candidate: found }) => this.#found(found, candidate);
  }

  /** @returns {boolean} the child's microphone is in it, on or off */
  get sends() {
    return this.#track?.readyState === "live";
  }

  /** @returns {boolean} the robot has a codec for the picture that this browser knows */
  get hasPicture() {
    const sections = this.#answer.split(/^(?=m=)/m);
    return !sections.some((one) => one.startsWith("m=video ") && /^a=inactive/m.test(one));
  }

  /** @returns {boolean} sound of the class comes in; true where the browser does not tell */
  get isHeard() {
    const receiver = this.pc.getReceivers().find(({ track }) => track.kind === "audio");
    return (receiver?.getSynchronizationSources?.() ?? [receiver]).length > 0;
  }

  /** @returns {Promise<string>} the offer, with the candidates that came quickly */
  async offer() {
    await this.pc.setLocalDescription();
    await this.#gathered();
    this.#trickling = true;
    return this.pc.localDescription?.sdp ?? "";
  }

  /** @param {string} sdp the robot's answer, already checked */
  async accept(sdp) {
    await this.pc.setRemoteDescription({ type: "answer", sdp });
    this.#answer = sdp;
  }

  /**
   * @param {"control" | "events"} label @param {import("../wire/protocol.js").Message} message
   * @returns {boolean} whether the channel took it
   */
  send(label, message) {
    const channel = this[label];
    if (channel.readyState !== "open" || channel.bufferedAmount > BUFFERED_BYTES) return false;
    channel.send(JSON.stringify(message));
    return true;
  }

  /** @returns {Promise<import("./quality.js").Counters>} what came in so far */
  async counters() {
    const counters = { received: 0, lost: 0, frames: 0, sounds: 0, samples: 0, concealed: 0, jitterS: 0, roundTripS: null };
    const report = await this.pc.getStats();
    report.forEach((/** @type {any} */ entry) => {
      if (entry.type === "inbound-rtp") {
        counters.received += entry.packetsReceived ?? 0;
        counters.lost += entry.packetsLost ?? 0;
        counters.frames += entry.framesDecoded ?? 0;
        // Packets that RED or Opus restored count as lost, but their sound is not concealed.
        counters.samples += entry.totalSamplesReceived ?? 0;
        counters.concealed += (entry.concealedSamples ?? 0) - (entry.silentConcealedSamples ?? 0);
        if (entry.kind === "audio") {
          counters.sounds += (entry.packetsReceived ?? 0) + (entry.packetsLost ?? 0);
          counters.jitterS = entry.jitter ?? 0;
        }
      } else if (entry.type === "candidate-pair" && entry.nominated) {
        counters.roundTripS = entry.currentRoundTripTime ?? null;
      }
    });
    return counters;
  }

  /** @param {number} nowS  Adapt the voice to the uplink: a narrow one gets a leaner voice. Called once a second. */
  async adapt(nowS) {
    const way = await this.#way();
    await this.#speak(this.#uplink.add(way, nowS));
  }

  /** @param {number} nowS  Take in the robot's word that the voice queues on its way. */
  async queues(nowS) {
    await this.#speak(this.#uplink.queues(nowS));
  }

  /**
   * Let copies of the voice follow so far behind.
   *
   * @param {number} packets
   * @returns {boolean} false if another connection might, once `VoiceSpreading` runs
   */
  copyVoice(packets) {
    this.#spread?.(packets);
    return this.#spread !== null || !this.#hasCopies;
  }

  close() {
    this.#closed = true;
    this.pc.close();
  }

  /** @returns {Promise<import("./uplink.js").Way>} */
  async #way() {
    /** @type {import("./uplink.js").Way} */
    const way = { sentBytes: 0, availableBps: null, roundTripS: null };
    const report = await this.pc.getStats();
    report.forEach((/** @type {any} */ entry) => {
      if (entry.type === "outbound-rtp") {
        way.sentBytes += (entry.bytesSent ?? 0) + (entry.headerBytesSent ?? 0);
        way.sentBytes += ENVELOPE_BYTES * (entry.packetsSent ?? 0);
      } else if (entry.type === "candidate-pair" && entry.nominated) {
        way.availableBps = entry.availableOutgoingBitrate ?? null;
        way.roundTripS = entry.currentRoundTripTime ?? null;
      }
    });
    return way;
  }

  /**
   * Send the voice in another form. Packet length and redundancy depend on the description alone, so
   * the browser is given the same one again, with other parameters in the answer.
   *
   * @param {import("./uplink.js").Voice} voice
   */
  async #speak(voice) {
    if (voice === this.#voice || this.#closed) return;
    this.#voice = voice;
    if (!this.#answer || this.pc.signalingState !== "stable") return;
    try {
      await this.pc.setLocalDescription();
      await this.pc.setRemoteDescription({ type: "answer", sdp: asking(this.#answer, voice) });
    } catch (error) {
      // A browser that does not support this continues as before.
      console.warn("voice not changed", error instanceof Error ? error.name : "");
      await this.pc.setLocalDescription({ type: "rollback" }).catch(() => {});
    }
  }

  /** @param {MediaStreamTrack | null} track @param {Pick<import("./voice_spreading.js").VoiceSpreading, "attach">} [spreading] */
  #addSound(track, spreading) {
    const direction = track ? "sendrecv" : "recvonly";
    const transceiver = this.pc.addTransceiver(track ?? "audio", { direction });
    // Firefox before 128 offers what it likes; the robot then chooses Opus.
    if (!("setCodecPreferences" in transceiver)) return;
    const known = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
    // The robot decodes only Opus, plain or within RED, so nothing else is offered.
    const ours = SOUND.flatMap((wanted) => known.filter(({ mimeType }) => mimeType.toLowerCase() === wanted));
    if (ours.length) transceiver.setCodecPreferences(ours);
    this.#hasCopies = track !== null && ours.some(({ mimeType }) => mimeType.toLowerCase() === "audio/red");
    if (this.#hasCopies) this.#spread = spreading?.attach(transceiver.sender) ?? null;
  }

  /** @returns {Promise<void>} */
  #gathered() {
    return new Promise((resolve) => {
      if (this.pc.iceGatheringState === "complete") return resolve();
      const timer = setTimeout(resolve, GATHERING_MS);
      this.pc.addEventListener("icegatheringstatechange", () => {
        if (this.pc.iceGatheringState !== "complete") return;
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** @param {RTCIceCandidate | null} found @param {(text: string, mid: string) => void} tell */
  #found(found, tell) {
    if (!this.#trickling || !found?.candidate || this.#closed) return;
    // The robot cannot use TCP and hidden host names (mDNS).
    if (found.protocol === "tcp" || found.candidate.includes(".local ")) return;
    this.#candidates += 1;
    if (this.#candidates <= CANDIDATES) tell(found.candidate, found.sdpMid ?? "0");
  }
}
