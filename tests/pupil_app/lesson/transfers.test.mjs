// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";

import { BlobReceiving } from "../../../pupil_app/js/lesson/transfer_receiving.js";
import { BlobSending } from "../../../pupil_app/js/lesson/transfer_sending.js";
import { Transfers } from "../../../pupil_app/js/lesson/transfers.js";
import { decode, encode } from "../../../pupil_app/js/wire/transfers.js";

/** A channel into a list, whose other end is played by hand. */
class Pipe {
  readyState = /** @type {RTCDataChannelState} */ ("open");
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  binaryType = /** @type {BinaryType} */ ("blob");
  onmessage = /** @type {any} */ (null);
  onopen = /** @type {any} */ (null);
  onclose = /** @type {any} */ (null);
  onbufferedamountlow = /** @type {any} */ (null);
  /** @type {any[]} */
  sent = [];

  /** @param {Uint8Array<ArrayBuffer>} data */
  send(data) {
    this.sent.push(decode(new Uint8Array(data).buffer));
  }

  /** @param {any} message */
  says(message) {
    this.onmessage({ data: encode(message).buffer });
  }
}

/** An app with a robot at the other end of its channel, in time that tests set. */
class Stay {
  nowMs = 1000;
  /** @type {any[]} */
  told = [];
  /** @type {[() => void, number][]} */
  timers = [];
  pipe = new Pipe();
  robotSends = new BlobSending(80, 24576);
  robotTakes = new BlobReceiving(() => null);
  /** @type {any[]} */
  arrived = [];

  constructor() {
    let id = 40;
    this.app = new Transfers({
      tell: (event) => this.told.push(event),
      clockMs: () => this.nowMs,
      random: () => ++id,
      later: (work, delayMs) => {
        this.timers.push([work, delayMs]);
        return /** @type {any} */ (0);
      },
    });
  }

  connect() {
    this.pipe = new Pipe();
    this.robotSends.opened(this.nowMs);
    this.robotTakes.opened();
    this.app.use(/** @type {any} */ (this.pipe));
  }

  /** Let messages and time pass until nothing is left to do, or this many rounds. */
  run(rounds = 10_000) {
    for (let round = 0; round < rounds; round += 1) {
      this.nowMs += 1;
      const message = this.pipe.sent.shift();
      if (message) this.#hear(message);
      const own = this.robotSends.next(this.nowMs);
      if (own) this.pipe.says(own);
      const due = this.timers.splice(0);
      for (const [work] of due) work();
      if (!message && !own && !due.length) return;
    }
  }

  /** @param {any} message */
  #hear(message) {
    if (["go", "ack", "kept", "refuse"].includes(message.type)) {
      this.robotSends.receive(message, this.nowMs);
      return;
    }
    const { replies, news } = this.robotTakes.receive(message, this.nowMs);
    for (const one of news) {
      if (one.type !== "arrived") continue;
      this.arrived.push(one);
      replies.push(this.robotTakes.finish(one.id, one.data[0] === 66 ? "picture" : 3));
    }
    for (const reply of replies) this.pipe.says(reply);
  }

  /** @param {string} type */
  events(type) {
    return this.told.filter((event) => event.type === type);
  }
}

const bytes = (/** @type {number} */ size, first = 1) => Uint8Array.from({ length: size }, (_, at) => (at ? at & 255 : first));

test("a sheet goes to the robot, with its progress and its end", () => {
  const stay = new Stay();
  stay.connect();
  const { id } = /** @type {any} */ (stay.app.sendSheet(bytes(50_000)));
  stay.run();
  assert.deepEqual([...stay.arrived[0].data], [...bytes(50_000)]);
  const shares = stay.events("sheet_sending").map(({ share }) => share);
  assert.ok(shares.length > 10);
  assert.deepEqual([...shares].sort((a, b) => a - b), shares);
  assert.equal(shares.at(-1), 1);
  assert.deepEqual(stay.events("sheet_sent"), [{ type: "sheet_sent", id, code: "" }]);
});

test("a sheet that the robot refuses is refused in a word of its own", () => {
  const stay = new Stay();
  stay.connect();
  const { id } = /** @type {any} */ (stay.app.sendSheet(bytes(500, 66)));
  stay.run();
  assert.deepEqual(stay.events("sheet_sent"), [{ type: "sheet_sent", id, code: "picture" }]);
});

test("sheets wait for each other, and too many or too large ones are refused at once", () => {
  const stay = new Stay();
  stay.connect();
  for (let at = 0; at < 4; at += 1) assert.ok("id" in stay.app.sendSheet(bytes(3000)));
  assert.deepEqual(stay.app.sendSheet(bytes(3000)), { code: "no_room" });
  assert.deepEqual(stay.app.sendSheet(new Uint8Array(3 * 1024 * 1024)), { code: "too_large" });
  assert.deepEqual(stay.app.sendSheet(new Uint8Array(0)), { code: "too_large" });
  stay.run();
  assert.equal(stay.arrived.length, 4);
});

test("a still and a sheet come to the child as pictures", async () => {
  const stay = new Stay();
  stay.connect();
  stay.robotSends.add({ kind: "sheet", id: 7, data: bytes(9000, 255), number: 2 });
  stay.robotSends.add({ kind: "still", id: 8, data: bytes(4000), number: 0 });
  stay.run();
  const [still] = stay.events("still");
  const [sheet] = stay.events("sheet");
  assert.equal(sheet.number, 2);
  assert.equal(still.picture.type, "image/webp");
  assert.equal(sheet.picture.type, "image/jpeg");
  assert.deepEqual([...new Uint8Array(await sheet.picture.arrayBuffer())], [...bytes(9000, 255)]);
  assert.ok(stay.events("sheet_coming").every(({ number, share }) => number === 2 && share > 0 && share <= 1));
  assert.ok(stay.told.findIndex(({ type }) => type === "still") < stay.told.findIndex(({ type }) => type === "sheet"));
});

test("what was half-way goes on over the next connection", () => {
  const stay = new Stay();
  stay.connect();
  stay.app.sendSheet(bytes(60_000));
  stay.robotSends.add({ kind: "still", id: 8, data: bytes(60_000), number: 0 });
  stay.run(60);
  assert.equal(stay.arrived.length, 0);
  const before = stay.events("sheet_sending").at(-1).share;
  stay.connect();
  stay.run();
  assert.equal(stay.arrived.length, 1);
  assert.equal(stay.events("still").length, 1);
  assert.ok(before > 0);
  const shares = stay.events("sheet_sending").map(({ share }) => share);
  assert.ok(Math.min(...shares.slice(shares.indexOf(before))) >= before, "nothing is sent twice");
});

test("it waits while the browser holds much, and goes on when that is low", () => {
  const stay = new Stay();
  stay.connect();
  stay.pipe.bufferedAmount = 5000;
  stay.app.sendSheet(bytes(3000));
  assert.deepEqual(stay.pipe.sent, []);
  stay.pipe.bufferedAmount = 0;
  stay.pipe.onbufferedamountlow();
  assert.equal(stay.pipe.sent[0].type, "offer");
});

test("it sends no faster than the robot should have to read", () => {
  const stay = new Stay();
  stay.connect();
  stay.app.sendSheet(bytes(300_000));
  const beganMs = stay.nowMs;
  stay.run(100_000);
  assert.equal(stay.arrived.length, 1);
  assert.ok(stay.nowMs - beganMs > 1000);
});

test("a robot that never answers is given up, in a word", () => {
  const stay = new Stay();
  stay.connect();
  stay.app.sendSheet(bytes(3000));
  stay.nowMs += 25_000;
  stay.app.tick();
  assert.deepEqual(stay.events("sheet_sent").map(({ code }) => code), ["stopped"]);
});

test("the end of the lesson stops everything", () => {
  const stay = new Stay();
  stay.connect();
  const { id } = /** @type {any} */ (stay.app.sendSheet(bytes(30_000)));
  stay.run(30);
  stay.app.clear();
  assert.deepEqual(stay.events("sheet_sent"), [{ type: "sheet_sent", id, code: "stopped" }]);
  stay.pipe.onmessage({ data: encode({ type: "kept", id, number: 1 }).buffer });
  assert.equal(stay.events("sheet_sent").length, 1);
});

test("a sheet can be taken back", () => {
  const stay = new Stay();
  stay.connect();
  const { id } = /** @type {any} */ (stay.app.sendSheet(bytes(30_000)));
  stay.run(30);
  assert.equal(stay.app.stopSheet(id), true);
  assert.equal(stay.app.stopSheet(id), false);
  stay.run();
  assert.equal(stay.arrived.length, 0);
});

test("junk from the robot does nothing", () => {
  const stay = new Stay();
  stay.connect();
  for (const data of ["text", new ArrayBuffer(0), new ArrayBuffer(5000), null]) stay.pipe.onmessage({ data });
  assert.deepEqual(stay.told, []);
});
