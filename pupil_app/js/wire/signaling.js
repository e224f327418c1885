// @ts-check
/** WebSocket to the bridge, which reconnects by itself; each text frame is one message. */

import { Backoff } from "./backoff.js";
import { read } from "./protocol.js";

/** Longest wait for the welcome of a bridge that accepted the socket. */
const OPENING_MS = 10_000;

export class Signaling {
  /** @type {WebSocket | null} */
  #socket = null;
  #open = false;
  #stopped = true;
  #backoff = new Backoff(0.3, 8);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {{
   *   url: string,
   *   answer: (nonce: string) => Promise<import("./protocol.js").Message>,
   *   receive: (message: import("./protocol.js").Message) => void,
   *   down: () => void,
   * }} parts `answer` makes the opening message for a challenge
   */
  constructor({ url, answer, receive, down }) {
    this.url = url;
    this.answer = answer;
    this.receive = receive;
    this.down = down;
  }

  /** @returns {boolean} */
  get runs() {
    return !this.#stopped;
  }

  /** Connect, or reconnect at once, for example to pair with another word. */
  start() {
    if (this.runs) this.stop();
    this.#stopped = false;
    this.#connect();
    addEventListener("online", this.#hurry);
    addEventListener("offline", this.#drop);
    document.addEventListener("visibilitychange", this.#hurry);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#hurry);
    removeEventListener("offline", this.#drop);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#drop();
  }

  /** Note that the welcome came; messages may be sent now. */
  succeed() {
    this.#open = true;
    clearTimeout(this.#timer);
    this.#backoff.succeed();
  }

  /** @param {import("./protocol.js").Message} message @returns {boolean} whether it could be sent */
  send(message) {
    if (!this.#open || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #hurry = () => {
    if (this.#stopped || this.#socket || document.visibilityState === "hidden") return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #drop = () => {
    const socket = this.#socket;
    if (!socket) return;
    this.#forget();
    socket.close();
  };

  #connect() {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#timer = setTimeout(this.#drop, OPENING_MS);
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#read(socket, data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#forget();
    };
  }

  /** @param {WebSocket} socket @param {unknown} data */
  #read(socket, data) {
    const message = read(data);
    if (message?.type === "challenge") {
      void this.answer(message.nonce).then((opening) => {
        if (socket === this.#socket) socket.send(JSON.stringify(opening));
      });
    } else if (message) {
      this.receive(message);
    }
  }

  #forget() {
    this.#socket = null;
    this.#open = false;
    clearTimeout(this.#timer);
    this.down();
    if (!this.#stopped) this.#timer = setTimeout(this.#hurry, this.#backoff.next() * 1000);
  }
}
