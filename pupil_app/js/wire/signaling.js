// @ts-check
/** WebSocket to the bridge, which reconnects by itself; each text frame is one message. */

import { Backoff } from "./backoff.js";
import { Liveness, retryS } from "./liveness.js";
import { watchNetwork } from "./network.js";
import { ping, read } from "./protocol.js";
import { reaches } from "./reaching.js";

/** Interval at which the signs of life are looked at. */
const LOOK_MS = 100;

const nowS = () => performance.now() / 1000;

export class Signaling {
  /** @type {WebSocket | null} */
  #socket = null;
  /**
   * The bridge is being asked whether it is there, before the next socket.
   *
   * @type {AbortController | null}
   */
  #asking = null;
  #open = false;
  #stopped = true;
  #backoff = new Backoff(0.3, 8);
  #liveness = new Liveness();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #looks;
  #unwatch = () => {};

  /**
   * @param {{
   *   url: string,
   *   answer: (nonce: string) => Promise<import("./protocol.js").Message>,
   *   receive: (message: import("./protocol.js").Message) => void,
   *   down: () => void,
   *   isNeeded?: () => boolean,
   *   isWorried?: () => boolean,
   *   asks?: typeof reaches,
   * }} parts `answer` makes the opening message for a challenge; `isNeeded` while a lesson runs,
   *   `isWorried` while the other end of it is silent; `asks` finds out whether the bridge is there
   */
  constructor({ url, answer, receive, down, isNeeded, isWorried, asks }) {
    this.url = url;
    this.answer = answer;
    this.receive = receive;
    this.down = down;
    this.isNeeded = isNeeded ?? (() => false);
    this.isWorried = isWorried ?? (() => false);
    this.asks = asks ?? reaches;
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
    this.#looks = setInterval(() => this.#look(), LOOK_MS);
    this.#unwatch = watchNetwork({ changed: () => this.#doubt(), lost: () => this.#drop(false) });
    document.addEventListener("visibilitychange", this.#hurry);
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#looks);
    this.#unwatch();
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#drop(false);
  }

  /** @param {boolean} [answersPing] Note that the welcome came; messages may be sent now. */
  succeed(answersPing = false) {
    this.#open = true;
    this.#liveness.reached("welcomed", nowS());
    this.#liveness.knows(answersPing);
    this.#backoff.succeed();
  }

  /** @param {import("./protocol.js").Message} message @returns {boolean} whether it could be sent */
  send(message) {
    if (!this.#open || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #hurry = () => {
    // A child that only listens may have turned to another tab.
    const rests = document.visibilityState === "hidden" && !this.isNeeded();
    if (this.#stopped || this.#socket || this.#asking || rests) return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  /** Another network may be in use now: what is open may be dead, what is connecting may never end. */
  #doubt() {
    if (this.#asking || (this.#socket && this.#liveness.isUntried)) this.#drop(true);
    else if (this.#socket) this.#ask();
    else this.#hurry();
  }

  #look() {
    if (!this.#socket && !this.#asking) return;
    if (this.#liveness.isGone(nowS())) this.#drop(true);
    else if (this.#liveness.isDue(nowS(), this.isWorried())) this.#ask();
  }

  #ask() {
    if (this.#liveness.ask(nowS())) this.send(ping());
  }

  /** @param {boolean} wasSilent the next try may follow at once */
  #drop(wasSilent) {
    const [socket, asking] = [this.#socket, this.#asking];
    if (!socket && !asking) return;
    this.#forget(wasSilent);
    socket?.close();
    asking?.abort();
  }

  #connect() {
    this.#liveness.dialed(nowS());
    if (this.#liveness.asksFirst) void this.#askFirst();
    else this.#dial();
  }

  async #askFirst() {
    const asking = new AbortController();
    this.#asking = asking;
    const isThere = await this.asks(this.url, asking.signal);
    if (asking !== this.#asking) return;
    if (!isThere) return this.#forget(false);
    this.#asking = null;
    this.#dial();
  }

  #dial() {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    this.#liveness.reached("connecting", nowS());
    socket.onopen = () => {
      if (socket === this.#socket) this.#liveness.reached("open", nowS());
    };
    socket.onmessage = ({ data }) => {
      if (socket === this.#socket) this.#read(socket, data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#forget(false);
    };
  }

  /** @param {WebSocket} socket @param {unknown} data */
  #read(socket, data) {
    this.#liveness.heard(nowS());
    const message = read(data);
    if (message?.type === "challenge") {
      this.#liveness.reached("challenged", nowS());
      void this.answer(message.nonce).then((opening) => {
        if (socket === this.#socket) socket.send(JSON.stringify(opening));
      });
    } else if (message && message.type !== "pong") {
      this.receive(message);
    }
  }

  /** @param {boolean} wasSilent */
  #forget(wasSilent) {
    this.#socket = null;
    this.#asking = null;
    this.#open = false;
    clearTimeout(this.#timer);
    this.down();
    if (this.#stopped) return;
    const waitS = retryS(this.#backoff.next(), this.isNeeded(), wasSilent);
    this.#timer = setTimeout(this.#hurry, waitS * 1000);
  }
}
