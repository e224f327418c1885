// @ts-check
/** Probes of the roads from this browser to the bridge. Each ends by itself. */

/** @typedef {import("./judging.js").RoadState} RoadState */
/** @typedef {{ state: RoadState, echoes: number[], downKbit: number | null, upKbit: number | null }} Measured */

const ECHOES = 30;
const ECHO_GAP_MS = 80;
const OPEN_MS = 8000;
const LOAD_MS = 5000;
const PIECE_BYTES = 16384;
const PIECES = 30;
const UNSENT_BYTES = 65536;

/** A browser waits some ten seconds for a STUN or TURN server before it says that there is none. */
const ICE_MS = 12000;

/** Refusals may be told after the end of gathering. */
const SETTLED_MS = 300;

/** No answer at all; every other code of an ICE error is an answer (`icecandidateerror`). */
const NO_ANSWER = 701;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Ask one ICE server, with a password that is wrong on purpose: a refusal is an answer.
 *
 * @param {string} url
 * @returns {Promise<import("./judging.js").RoadState>}
 */
export async function askServer(url) {
  const relay = url.startsWith("turn");
  let peer;
  try {
    peer = new RTCPeerConnection({
      iceServers: [{ urls: url, username: "nettest", credential: "nettest" }],
      iceTransportPolicy: relay ? "relay" : "all",
    });
  } catch {
    return "unclear";
  }
  const asked = peer;
  try {
    return await new Promise((resolve) => {
      let refused = false;
      setTimeout(() => resolve("blocked"), ICE_MS);
      asked.onicecandidateerror = (event) => {
        if (/** @type {any} */ (event).errorCode === NO_ANSWER) refused = true;
        else resolve("open");
      };
      asked.onicecandidate = ({ candidate }) => {
        if (candidate && / typ (srflx|relay) /.test(`${candidate.candidate} `)) resolve("open");
      };
      asked.onicegatheringstatechange = () => {
        if (asked.iceGatheringState !== "complete") return;
        // A STUN server that found no NAT adds nothing, and complains of nothing. A relay that
        // answered has refused the password, unless this browser does not tell refusals.
        const silent = "onicecandidateerror" in RTCPeerConnection.prototype ? "blocked" : "unclear";
        setTimeout(() => resolve(refused || relay ? silent : "open"), SETTLED_MS);
      };
      asked.createDataChannel("nettest");
      asked.setLocalDescription().catch(() => resolve("unclear"));
    });
  } finally {
    asked.close();
  }
}

/**
 * Measure echoes and load on a WebSocket.
 *
 * @param {string} address
 * @param {(servers: import("./loop.js").RelayServer[]) => void} relay takes the bridge's own relay before the load
 * @returns {Promise<Measured>}
 */
export async function measure(address, relay) {
  const line = new Line(address);
  /** @type {Measured} */
  const result = { state: "blocked", echoes: [], downKbit: null, upKbit: null };
  if (!(await line.opened())) return result;
  result.state = "open";
  for (let number = 0; number < ECHOES; number += 1) {
    const begun = performance.now();
    if ((await line.ask(`p ${number}`, OPEN_MS)) === null) break;
    result.echoes.push(performance.now() - begun);
    await pause(ECHO_GAP_MS);
  }
  relay(await line.relay());
  result.upKbit = await line.up();
  result.downKbit = await line.down();
  line.socket.close();
  return result;
}

class Line {
  /** @param {string} address */
  constructor(address) {
    this.socket = new WebSocket(address);
    this.socket.binaryType = "arraybuffer";
    /** @type {(text: string | null) => void} */
    this.answer = () => {};
    this.taken = 0;
    this.socket.onmessage = ({ data }) => {
      if (typeof data === "string") this.answer(data);
      else this.taken += data.byteLength;
    };
    this.socket.onclose = () => this.answer(null);
  }

  /** @returns {Promise<boolean>} */
  opened() {
    return new Promise((resolve) => {
      this.socket.onopen = () => resolve(true);
      this.socket.onerror = () => resolve(false);
      setTimeout(() => resolve(false), OPEN_MS);
    });
  }

  /** @param {string} text @param {number} patienceMs @returns {Promise<string | null>} */
  ask(text, patienceMs) {
    return new Promise((resolve) => {
      this.answer = resolve;
      setTimeout(() => resolve(null), patienceMs);
      if (this.socket.readyState === WebSocket.OPEN) this.socket.send(text);
      else resolve(null);
    });
  }

  /** @returns {Promise<import("./loop.js").RelayServer[]>} */
  async relay() {
    const said = await this.ask("relay", OPEN_MS);
    // A bridge that gives none, such as one of before, sends the word back.
    return said?.startsWith("[") ? JSON.parse(said) : [];
  }

  /** @returns {Promise<number | null>} kilobits a second */
  async down() {
    const begun = performance.now();
    await this.ask("down", LOAD_MS);
    return kbit(this.taken, performance.now() - begun);
  }

  /** @returns {Promise<number | null>} kilobits a second */
  async up() {
    const begun = performance.now();
    const piece = new Uint8Array(PIECE_BYTES);
    for (let sent = 0; sent < PIECES && performance.now() - begun < LOAD_MS; ) {
      if (this.socket.readyState !== WebSocket.OPEN) return null;
      if (this.socket.bufferedAmount < UNSENT_BYTES) {
        this.socket.send(piece);
        sent += 1;
      } else await pause(5);
    }
    const said = await this.ask("up", LOAD_MS);
    return said === null ? null : kbit(Number(said.slice(3)), performance.now() - begun);
  }
}

/** @param {number} bytes @param {number} ms @returns {number | null} */
const kbit = (bytes, ms) => (bytes ? Math.round((bytes * 8) / Math.max(1, ms)) : null);
