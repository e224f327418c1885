// @ts-check
/** Peer connections of a presence, one for each attempt, with signed offers and checked answers. */

import { Peer } from "./peer.js";
import { ToldState } from "./told_state.js";
import { answerIsGenuine, signOffer } from "../wire/proofs.js";
import * as protocol from "../wire/protocol.js";
import { isOurOffer, lean, summary } from "../wire/sdp.js";

/**
 * Longest wait for the first sound of a connection that replaces another. Until then the old one is
 * heard; a robot may also be silent on purpose.
 */
const FIRST_SOUND_MS = 400;

/** Interval at which the first sound is looked for. */
const LOOK_MS = 20;

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {{peer: Peer, nonce: string, presence: string, counters: any, state: ToldState}} Entry */

export class Attempts {
  /** @type {Map<number, Entry>} */
  #entries = new Map();

  /**
   * @param {{
   *   device: import("../page/device.js").Device,
   *   send: (message: Message) => boolean,
   *   track: () => MediaStreamTrack | null,
   *   handle: (event: import("./meeting.js").Event) => void,
   *   isReplacing: () => boolean,
   *   hear: (attempt: number, text: unknown) => void,
   *   spreading?: Pick<import("./voice_spreading.js").VoiceSpreading, "attach">,
   *   makePeer?: (parts: ConstructorParameters<typeof Peer>[0]) => Peer,
   * }} parts `send` goes to the bridge; `handle` takes the outcome of an attempt, `hear` the
   *   messages of its channels; `isReplacing` while another connection works
   */
  constructor({ device, send, track, handle, isReplacing, hear, spreading, makePeer }) {
    this.device = device;
    this.send = send;
    this.track = track;
    this.handle = handle;
    this.isReplacing = isReplacing;
    this.hear = hear;
    this.spreading = spreading;
    this.makePeer = makePeer ?? ((parts) => new Peer(parts));
    /** @type {RTCIceServer[]} */
    this.iceServers = [];
    /** Newest nonce of the robot, to which offers have to reply. */
    this.offerNonce = "";
  }

  /** @param {number} attempt @returns {Entry | undefined} */
  get(attempt) {
    return this.#entries.get(attempt);
  }

  /** @param {number} attempt @param {string} presence */
  async offer(attempt, presence) {
    /** @type {Entry} */
    let entry;
    try {
      // A browser may refuse it: lockdown, a policy, an extension.
      entry = { peer: this.#peer(attempt, presence), nonce: "", presence, counters: null, state: new ToldState() };
    } catch (error) {
      return this.#failed(attempt, "connection", error);
    }
    this.#entries.set(attempt, entry);
    try {
      const sdp = lean(await entry.peer.offer());
      const own = summary(sdp);
      if (!isOurOffer(own)) throw new RangeError("this browser offers more than it may");
      const recipient = this.device.pairing?.robotKey ?? "";
      const stay = { presence, attempt, recipient, replyTo: this.offerNonce };
      const binding = await signOffer(this.device.key, stay, own);
      entry.nonce = binding.nonce;
      if (this.get(attempt) !== entry) return;
      if (!this.send(protocol.offer({ presence, attempt, sdp, binding }))) throw new RangeError("no link");
    } catch (error) {
      this.#failed(attempt, "offer", error);
    }
  }

  /** @param {number} attempt @param {string} presence @returns {Peer} */
  #peer(attempt, presence) {
    return this.makePeer({
      iceServers: this.iceServers,
      track: this.track(),
      spreading: this.spreading,
      state: (state) => this.#changed(attempt, state),
      message: (text) => this.hear(attempt, text),
      candidate: (candidate, mid) =>
        void this.send(protocol.candidate({ presence, attempt, candidate, mid })),
    });
  }

  /** @param {Message} message */
  async answered({ presence, attempt, sdp, binding }) {
    const entry = this.get(attempt);
    if (!entry || entry.presence !== presence || entry.peer.pc.signalingState !== "have-local-offer") return;
    const stay = { presence, attempt, recipient: this.device.publicKey, replyTo: entry.nonce };
    const robotKey = this.device.pairing?.robotKey ?? "";
    let genuine = false;
    try {
      genuine = await answerIsGenuine(binding, robotKey, stay, summary(sdp));
    } catch {
      // No fingerprint, or several: the robot would not send this.
    }
    if (this.get(attempt) !== entry) return;
    if (!genuine) {
      this.send(protocol.leave(presence));
      return this.handle({ type: "unsafe" });
    }
    try {
      this.handle({ type: "answered", attempt });
      await entry.peer.accept(sdp);
    } catch (error) {
      this.#failed(attempt, "answer", error);
    }
  }

  /** @param {number} attempt */
  drop(attempt) {
    this.get(attempt)?.peer.close();
    this.#entries.delete(attempt);
  }

  dropAll() {
    for (const attempt of [...this.#entries.keys()]) this.drop(attempt);
  }

  /** @param {number} attempt @param {RTCPeerConnectionState} state */
  #changed(attempt, state) {
    if (state === "connected") this.#connected(attempt);
    // The pair of candidates in use does not answer, while others might.
    else if (state === "disconnected") this.handle({ type: "troubled", attempt });
    else if (state === "failed" || state === "closed") this.handle({ type: "failed", attempt });
  }

  /**
   * Take a connection into use, once it is heard: the sound of the old one goes on until then.
   *
   * @param {number} attempt @param {number} [left] of the looks for its first sound
   */
  #connected(attempt, left = FIRST_SOUND_MS / LOOK_MS) {
    const peer = this.get(attempt)?.peer;
    if (!peer) return;
    if (left > 0 && this.isReplacing() && !peer.isHeard) {
      setTimeout(() => this.#connected(attempt, left - 1), LOOK_MS);
    } else {
      this.handle({ type: "connected", attempt });
    }
  }

  /** @param {number} attempt @param {string} what @param {unknown} error */
  #failed(attempt, what, error) {
    console.warn(`${what} failed`, error instanceof Error ? error.name : "");
    this.handle({ type: "failed", attempt });
  }
}
