// @ts-check
/** A transfer goes on the same steps in the app as in the robot: samples that pytest plays too. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { DelayWindow } from "../../../pupil_app/js/lesson/delay_window.js";
import { BlobReceiving } from "../../../pupil_app/js/lesson/transfer_receiving.js";
import { BlobSending } from "../../../pupil_app/js/lesson/transfer_sending.js";
import { decode, encode } from "../../../pupil_app/js/wire/transfers.js";

const samples = JSON.parse(await readFile(new URL("../../messages/transfers.json", import.meta.url), "utf8"));

const HEADER_BYTES = 9;

/** @param {number} id @param {number} size */
const content = (id, size) => Uint8Array.from({ length: size }, (_, at) => (7 * at + id) & 255);

/** @param {Uint8Array} bytes @returns {ArrayBuffer} */
const buffer = (bytes) => new Uint8Array(bytes).buffer;

/** @param {any} message */
function hexOf(message) {
  if (!message) return null;
  const bytes = Buffer.from(encode(message));
  if (message.type !== "piece") return bytes.toString("hex");
  const expected = content(message.id, message.offset + message.data.length).slice(message.offset);
  assert.deepEqual([...bytes.subarray(HEADER_BYTES)], [...expected]);
  return `${bytes.subarray(0, HEADER_BYTES).toString("hex")}+${message.data.length}`;
}

/** @param {string} text */
function messageOf(text) {
  const [head, length] = text.split("+");
  let bytes = Buffer.from(head, "hex");
  if (length !== undefined) {
    const [id, offset] = [bytes.readUInt32BE(1), bytes.readUInt32BE(5)];
    bytes = Buffer.concat([bytes, content(id, offset + Number(length)).slice(offset)]);
  }
  const message = decode(buffer(bytes));
  assert.ok(message);
  return message;
}

/** @param {any} news */
const newsOf = (news) => (news.data ? { ...news, data: news.data.length } : news);

for (const { bytes, message } of samples.messages) {
  test(`the message ${bytes} is written and read alike`, () => {
    const known = message.type === "piece" ? { ...message, data: new Uint8Array(Buffer.from(message.data, "hex")) } : message;
    assert.deepEqual(decode(buffer(Buffer.from(bytes, "hex"))), known);
    assert.equal(Buffer.from(encode(known)).toString("hex"), bytes);
  });
}

test("anything else is no message", () => {
  for (const { bytes } of samples.refused) assert.equal(decode(buffer(Buffer.from(bytes, "hex"))), null, bytes);
  for (const odd of ["text", null, undefined, 5, {}]) assert.equal(decode(odd), null);
});

for (const { name, target_ms, most_bytes, start_bytes, acks, results } of samples.window) {
  test(`the window follows: ${name}`, () => {
    const window = new DelayWindow(target_ms, most_bytes, start_bytes);
    const sizes = acks.map((/** @type {[number, number, number, number]} */ ack) => {
      window.acknowledged(...ack);
      return [window.sizeBytes, window.pieceBytes];
    });
    assert.deepEqual(sizes, results);
  });
}

/** @param {BlobSending} sending @param {any[]} step */
function sent(sending, [verb, ...given]) {
  switch (verb) {
    case "add": {
      const [kind, id, size, number] = given;
      return sending.add({ kind, id, data: content(id, size), number });
    }
    case "withdraw":
      return sending.withdraw(given[0]);
    case "opened":
      return sending.opened(given[0]);
    case "closed":
      return sending.closed();
    case "has_next":
      return sending.hasNext();
    case "next":
      return hexOf(sending.next(given[0]));
    case "tick":
      return sending.tick(given[0]);
    default:
      return sending.receive(messageOf(given[0]), given[1]);
  }
}

for (const { name, target_ms, most_window_bytes, start_bytes, steps, results } of samples.sending) {
  test(`a sender follows: ${name}`, () => {
    const sending = new BlobSending(target_ms, most_window_bytes, start_bytes);
    assert.deepEqual(steps.map((/** @type {any[]} */ step) => sent(sending, step) ?? null), results);
  });
}

/** @param {BlobReceiving} receiving @param {any[]} step */
function received(receiving, [verb, ...given]) {
  switch (verb) {
    case "opened":
      return receiving.opened();
    case "clear":
      return receiving.clear();
    case "finish":
      return hexOf(receiving.finish(given[0], given[1]));
    case "tick":
      return receiving.tick(given[0]);
    default: {
      const { replies, news } = receiving.receive(messageOf(given[0]), given[1]);
      return [replies.map(hexOf), news.map(newsOf)];
    }
  }
}

for (const { name, refuses, steps, results } of samples.receiving) {
  test(`a receiver follows: ${name}`, () => {
    const receiving = new BlobReceiving(({ id }) => refuses[id] ?? null);
    assert.deepEqual(steps.map((/** @type {any[]} */ step) => received(receiving, step) ?? null), results);
  });
}

test("a stay that is over leaves nothing to send", () => {
  const sending = new BlobSending(12, 16384);
  sending.add({ kind: "sheet", id: 9, data: content(9, 50), number: 0 });
  sending.opened(0);
  assert.deepEqual(sending.clear(), [{ type: "undelivered", id: 9, code: "stopped" }]);
  assert.equal(sending.hasNext(), false);
});
