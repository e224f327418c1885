// @ts-check
/**
 * One `RTCPeerConnection`: the child's voice up, picture and sound of the class down, two channels.
 *
 * It never changes its description: whatever needs another one gets a new peer connection. Only
 * how our own voice is sent may change (`adapt`), and nobody else has to know.
 */

import { Uplink, asking } from "./uplink.js";

/** Candidates that come within this time ride in the offer; the rest trickles behind it. */
const GATHERING_MS = 300;

/** More than the bridge would accept for one attempt is not worth sending. */
const CANDIDATES = 20;

/** A channel that cannot get rid of this much is stuck; commands then go through the bridge. */
const BUFFERED_BYTES = 16 * 1024;

/** IPv4 and UDP around a packet, and the tag of SRTP: a browser does not count them. */
const ENVELOPE_BYTES = 38;

/** Repeated sound first: a lost packet then costs nothing. Without RED there is repair within Opus. */
const SOUND = ["audio/red", "audio/opus"];

export class Peer {
  picture = new MediaStream();
  sound = new MediaStream();
  #candidates = 0;
  #trickling = false;
  #closed = false;
  #answer = "";
  #uplink = new Uplink();
  /** @type {MediaStreamTrack | null} */
  #track;

  /**
   * @param {{
   *   iceServers: RTCIceServer[],
   *   track: MediaStreamTrack | null,
   *   state: (state: RTCPeerConnectionState) => void,
   *   message: (text: unknown) => void,
   *   candidate: (text: string, mid: string) => void,
   * }} parts `track` is the child's microphone; null only listens
   */
  constructor({ iceServers, track, state, message, candidate }) {
    this.pc = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.control = this.pc.createDataChannel("control", { ordered: false, maxRetransmits: 0 });
    this.events = this.pc.createDataChannel("events", { ordered: true });
    this.#track = track;
    this.#addSound(track);
    const { receiver } = this.pc.addTransceiver("video", { direction: "recvonly" });
    // A picture is shown when it comes; the robot asks for more patience on a bad line. Sound must
    // be left alone: without any buffer it is in pieces.
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
   * @param {"control" | "events"} road @param {import("../wire/protocol.js").Message} message
   * @returns {boolean} whether the channel took it
   */
  send(road, message) {
    const channel = this[road];
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
        // What RED or Opus brought again counts as lost, and is neither concealed nor missed.
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

  /** @param {number} nowS  Follow the way up: a narrow one gets a leaner voice. Called once a second. */
  async adapt(nowS) {
    const way = await this.#way();
    const before = this.#uplink.voice;
    const voice = this.#uplink.add(way, nowS);
    if (voice !== before && !this.#closed) await this.#speak(voice);
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
   * Send the voice in another form. The length of packets and the copies hang on the description
   * alone, so the browser is given the same one once more, with other wishes in the answer.
   *
   * @param {import("./uplink.js").Voice} voice
   */
  async #speak(voice) {
    if (!this.#answer || this.pc.signalingState !== "stable") return;
    try {
      await this.pc.setLocalDescription();
      await this.pc.setRemoteDescription({ type: "answer", sdp: asking(this.#answer, voice) });
    } catch (error) {
      // A browser that cannot goes on as before.
      console.warn("voice not changed", error instanceof Error ? error.name : "");
      await this.pc.setLocalDescription({ type: "rollback" }).catch(() => {});
    }
  }

  /** @param {MediaStreamTrack | null} track */
  #addSound(track) {
    const direction = track ? "sendrecv" : "recvonly";
    const transceiver = this.pc.addTransceiver(track ?? "audio", { direction });
    const known = RTCRtpReceiver.getCapabilities("audio")?.codecs ?? [];
    // The robot decodes nothing but Opus, alone or repeated within RED; what is not offered
    // cannot go wrong.
    const ours = SOUND.flatMap((wanted) => known.filter(({ mimeType }) => mimeType.toLowerCase() === wanted));
    if (ours.length) transceiver.setCodecPreferences(ours);
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
    // TCP and hidden host names (mDNS) are of no use to the robot.
    if (found.protocol === "tcp" || found.candidate.includes(".local ")) return;
    this.#candidates += 1;
    if (this.#candidates <= CANDIDATES) tell(found.candidate, found.sdpMid ?? "0");
  }
}
