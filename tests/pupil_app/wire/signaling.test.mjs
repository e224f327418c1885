import assert from "node:assert/strict";
import { test } from "node:test";

import { Signaling } from "../../../pupil_app/js/wire/signaling.js";

const CHALLENGE = { type: "challenge", nonce: "n", version: 1 };

/** A browser's socket: the test says what comes and what happens. */
class FakeSocket {
  static OPEN = 1;
  readyState = 0;
  sent = [];
  closed = false;

  /** @param {any} made */
  constructor(made) {
    made.sockets.push(this);
  }
  send(text) {
    this.sent.push(JSON.parse(text).type);
  }
  close() {
    this.closed = true;
  }
  hear = (message) => this.onmessage({ data: JSON.stringify(message) });
  open() {
    this.readyState = 1;
    this.onopen();
  }
}

/** A page with a clock of its own, and a link that is connecting. */
function page(context, parts = {}) {
  const made = { nowS: 0, sockets: [], got: [], downs: 0, worried: false, isThere: false, asked: [] };
  context.after(() => made.link.stop());
  context.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  context.mock.method(performance, "now", () => made.nowS * 1000);
  const listeners = new EventTarget();
  const globals = {
    WebSocket: Object.assign(function (/** @type {string} */ _url) { return new FakeSocket(made); }, { OPEN: 1 }),
    document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
    navigator: {},
    addEventListener: listeners.addEventListener.bind(listeners),
    removeEventListener: listeners.removeEventListener.bind(listeners),
  };
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    context.after(() => (before ? Object.defineProperty(globalThis, name, before) : delete globalThis[name]));
  }
  made.happens = (/** @type {string} */ name) => listeners.dispatchEvent(new Event(name));
  made.pass = (/** @type {number} */ seconds) => {
    for (let left = Math.round(seconds / 0.1); left > 0; left -= 1) {
      made.nowS += 0.1;
      context.mock.timers.tick(100);
    }
  };
  made.link = new Signaling({
    url: "wss://bridge/signal",
    answer: () => Promise.resolve({ type: "hello_pupil" }),
    receive: (message) => made.got.push(message.type),
    down: () => (made.downs += 1),
    isNeeded: () => true,
    isWorried: () => made.worried,
    asks: async (/** @type {string} */ _url, /** @type {AbortSignal} */ signal) => {
      made.asked.push(signal);
      return made.isThere;
    },
    ...parts,
  });
  made.link.start();
  made.newest = () => made.sockets.at(-1);
  made.welcome = (answersPing = true) => {
    made.newest().open();
    made.newest().hear(CHALLENGE);
    made.link.succeed(answersPing);
  };
  return made;
}

test("a bridge that gives no sign while the robot is silent is dialed anew at once", (context) => {
  const made = page(context);
  made.welcome();
  made.worried = true;
  made.pass(0.6);
  assert.deepEqual(made.newest().sent.filter((type) => type === "ping"), ["ping"]);
  made.pass(0.8);
  assert.equal(made.sockets.length, 1);
  made.pass(0.3);
  assert.deepEqual([made.sockets.length, made.sockets[0].closed, made.downs], [2, true, 1]);
});

test("an answer keeps the socket, and the page does not hear of it", (context) => {
  const made = page(context);
  made.welcome();
  made.worried = true;
  for (let times = 0; times < 5; times += 1) {
    made.pass(0.6);
    made.newest().hear({ type: "pong" });
  }
  assert.deepEqual([made.sockets.length, made.got, made.downs], [1, [], 0]);
});

test("an older bridge is never asked", (context) => {
  const made = page(context);
  made.welcome(false);
  made.worried = true;
  made.pass(20);
  assert.deepEqual([made.sockets.length, made.newest().sent.includes("ping")], [1, false]);
});

test("another network is asked about at once, and what only connects begins anew", (context) => {
  const made = page(context);
  made.happens("online");
  made.pass(0.1);
  assert.deepEqual([made.sockets.length, made.sockets[0].closed], [2, true]);
  made.welcome();
  made.happens("online");
  assert.deepEqual(made.newest().sent.filter((type) => type === "ping"), ["ping"]);
});

test("a device without any network drops the link, and dials when there is one", (context) => {
  const made = page(context);
  made.welcome();
  made.happens("offline");
  assert.deepEqual([made.sockets[0].closed, made.downs], [true, 1]);
  made.happens("online");
  assert.equal(made.sockets.length, 2);
});

test("a lesson dials in a hidden tab as well", (context) => {
  const made = page(context);
  made.welcome();
  document.visibilityState = "hidden";
  made.newest().onclose();
  made.pass(1.2);
  assert.equal(made.sockets.length, 2);
});

test("a page without a lesson waits until it is seen", (context) => {
  const made = page(context, { isNeeded: () => false });
  made.welcome();
  document.visibilityState = "hidden";
  made.newest().onclose();
  made.pass(20);
  assert.equal(made.sockets.length, 1);
  document.visibilityState = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(made.sockets.length, 2);
});

test("the kind of the connection tells of another network, its speed does not", (context) => {
  const connection = Object.assign(new EventTarget(), { type: "wifi" });
  const made = page(context);
  made.link.stop();
  navigator.connection = connection;
  made.link.start();
  made.welcome();
  connection.dispatchEvent(new Event("change"));
  assert.equal(made.newest().sent.includes("ping"), false);
  connection.type = "cellular";
  connection.dispatchEvent(new Event("change"));
  assert.equal(made.newest().sent.includes("ping"), true);
});

/** A bridge that has died: the newest sockets were refused, one after the other. */
function dead(/** @type {any} */ made, /** @type {number} */ sockets) {
  made.newest().onclose();
  for (let left = sockets; left > 0; left -= 1) {
    made.pass(1.2);
    made.newest().onclose();
  }
}

test("sockets that a browser would hold back are not made while the bridge is away", async (context) => {
  const made = page(context);
  made.welcome();
  dead(made, 3);
  for (let seconds = 0; seconds < 60; seconds += 1) {
    made.pass(1.2);
    await settled();
  }
  assert.equal(made.sockets.length, 4);
  assert.ok(made.asked.length >= 40, `asked ${made.asked.length} times`);

  made.isThere = true;
  made.pass(1.2);
  await settled();
  assert.equal(made.sockets.length, 5);
  made.welcome();
  made.newest().onclose();
  made.pass(1.2);
  assert.equal(made.sockets.length, 6);
});

test("a question without an answer is given up, and nobody dials when it comes late", async (context) => {
  /** @type {((isThere: boolean) => void)[]} */
  const answers = [];
  const made = page(context, {
    asks: (/** @type {string} */ _url, /** @type {AbortSignal} */ signal) => {
      made.asked.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  made.welcome();
  dead(made, 3);
  made.pass(1.2);
  assert.deepEqual(made.asked.map(({ aborted }) => aborted), [false]);
  made.pass(1.7);
  assert.deepEqual(made.asked.map(({ aborted }) => aborted), [true, false]);
  answers[0](true);
  await settled();
  assert.equal(made.sockets.length, 4);
  made.happens("online");
  made.pass(0.1);
  assert.deepEqual(made.asked.map(({ aborted }) => aborted), [true, true, false]);
  made.link.stop();
  assert.equal(made.asked.at(-1).aborted, true);
});

/** Let what was promised happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
