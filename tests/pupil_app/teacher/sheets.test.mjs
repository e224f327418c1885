// @ts-check
/** Sheets of the teacher's page, with the keys and steps that pytest uses for the robot. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { ClassSheets } from "../../../pupil_app/js/teacher/class_sheets.js";
import { SealedReceiving } from "../../../pupil_app/js/teacher/sealed_receiving.js";
import { PART_BYTES, SealedSending } from "../../../pupil_app/js/teacher/sealed_sending.js";
import { bound, SheetKeys } from "../../../pupil_app/js/teacher/sealing.js";
import { fitted, pickPaper } from "../../../pupil_app/js/page/paper_picture.js";
import { fromText } from "../../../pupil_app/js/wire/bytes.js";

const samples = JSON.parse(await readFile(new URL("../../messages/sheets.json", import.meta.url), "utf8"));
const hex = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString("hex");
const unhex = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text, "hex"));
const KEY = samples.sealed[0].class_key;

for (const { direction, class_key, transfer, part, parts, nonce, data, sealed, ...known } of samples.sealed) {
  test(`part ${part} of ${parts} to the ${direction} is sealed as the robot does`, async () => {
    const keys = /** @type {SheetKeys} */ (await SheetKeys.from(class_key));
    const place = { transfer, part, parts };
    assert.equal(hex(bound(place)), known.bound);
    if (direction === "robot") assert.equal(await keys.seal(place, unhex(data), unhex(nonce)), sealed);
    else assert.equal(hex(/** @type {Uint8Array} */ (await keys.open(place, sealed))), data);
  });
}

test("a part opens only in its place, with its key, and whole", async () => {
  const keys = /** @type {SheetKeys} */ (await SheetKeys.from(KEY));
  const other = /** @type {SheetKeys} */ (await SheetKeys.from("AAAAAAAAAAAAAAAAAAAAAA"));
  const { transfer, part, parts, sealed } = samples.sealed.find((/** @type {any} */ one) => one.direction === "class");
  assert.ok(await keys.open({ transfer, part, parts }, sealed));
  assert.equal(await keys.open({ transfer, part: part + 1, parts }, sealed), null);
  assert.equal(await keys.open({ transfer, part, parts: parts + 1 }, sealed), null);
  assert.equal(await other.open({ transfer, part, parts }, sealed), null);
  for (const text of ["", "A", "AAAA", "ä", sealed.slice(0, 20)]) assert.equal(await keys.open({ transfer, part, parts }, text), null);
  for (const text of ["", "AAAA", "no key", `${KEY}AA`]) assert.equal(await SheetKeys.from(text), null);
});

for (const { name, size, first, steps, results } of samples.sending) {
  test(`a sender follows: ${name}`, () => {
    const sending = new SealedSending("T".repeat(22), new Uint8Array(size), first);
    const played = steps.map((/** @type {any[]} */ [verb, ...given]) => {
      let out = null;
      if (verb === "next") out = sending.next(given[0]);
      else if (verb === "heard") sending.heard(given[0], given[1]);
      else sending.resume();
      return [out && [out.part, out.parts, out.data.length], sending.acked, sending.end?.code ?? null];
    });
    assert.deepEqual(played, results);
  });
}

test("a sheet is asked for, again if nothing comes, and given up", () => {
  const receiving = new SealedReceiving(2);
  assert.deepEqual(receiving.ask(0), { number: 2, part: 0 });
  assert.equal(receiving.ask(7999), null);
  assert.deepEqual(receiving.ask(8000), { number: 2, part: 0 });
  receiving.ask(16_000);
  receiving.ask(24_000);
  assert.equal(receiving.ask(32_000), null);
  assert.equal(receiving.failed, "stopped");
});

test("parts come in order, and another sheet in its place begins anew", () => {
  const receiving = new SealedReceiving(1);
  const place = (/** @type {string} */ transfer, /** @type {number} */ part, parts = 3) => ({ transfer, part, parts });
  assert.equal(receiving.wants(place("a", 1)), "drop");
  assert.equal(receiving.wants(place("a", 0)), "open");
  receiving.took(new Uint8Array(1), 0);
  assert.equal(receiving.wants(place("a", 0)), "again");
  assert.equal(receiving.wants(place("a", 2)), "drop");
  assert.equal(receiving.wants(place("a", 1, 4)), "drop");
  assert.equal(receiving.wants(place("b", 1)), "drop");
  assert.deepEqual(receiving.ask(1), { number: 1, part: 0 });
  assert.equal(receiving.wants(place("b", 0, 200)), "drop");
  assert.equal(receiving.failed, "too_large");
});

/** A page and a robot behind a bridge that can lose what it carries. */
class School {
  nowMs = 0;
  /** @type {any[]} */
  told = [];
  /** @type {any[]} */
  carried = [];
  loses = false;

  constructor() {
    this.page = new ClassSheets({
      send: (message) => {
        if (!this.loses) this.carried.push(message);
        return true;
      },
      tell: (event) => this.told.push(event),
      clockMs: () => this.nowMs,
    });
  }

  async open() {
    assert.equal(await this.page.use(KEY), true);
    this.page.up();
  }

  /** @returns {Promise<any>} the next message that the bridge carries to the robot */
  async next() {
    await this.page.settled;
    return this.carried.shift() ?? null;
  }

  /** Play the robot that takes a sheet. @param {number} most acknowledgements */
  async take(most = 999, code = "") {
    const places = [];
    for (let at = 0; at < most; at += 1) {
      const part = await this.next();
      if (!part) break;
      places.push([part.part, part.parts, part.data.length]);
      const last = part.part === part.parts - 1;
      this.page.receive({ type: "sealed_ack", transfer: part.transfer, part: part.part, code: last ? code : "" });
    }
    return places;
  }

  /** @param {string} type */
  events(type) {
    return this.told.filter((event) => event.type === type);
  }
}

test("a sheet goes to the robot, one part at a time", async () => {
  const school = new School();
  await school.open();
  const { transfer } = /** @type {any} */ (school.page.sendSheet(new Uint8Array(2 * PART_BYTES + 5)));
  const first = await school.next();
  assert.deepEqual([first.type, first.transfer, first.part, first.parts], ["sealed", transfer, 0, 3]);
  assert.ok(first.data.length <= 24 * 1024);
  assert.equal(await school.next(), null, "the next part waits for its acknowledgement");
  school.page.receive({ type: "sealed_ack", transfer, part: 0, code: "" });
  assert.deepEqual((await school.take()).map(([part]) => part), [1, 2]);
  assert.deepEqual(school.events("sheet_sending").map(({ share }) => share), [1 / 3, 2 / 3]);
  assert.deepEqual(school.events("sheet_sent"), [{ type: "sheet_sent", transfer, code: "" }]);
});

test("a refused sheet ends in its word, and the next one goes", async () => {
  const school = new School();
  await school.open();
  school.page.sendSheet(new Uint8Array(5));
  school.page.sendSheet(new Uint8Array(7));
  await school.take(1, "picture");
  await school.take();
  assert.deepEqual(school.events("sheet_sent").map(({ code }) => code), ["picture", ""]);
});

test("a lost session goes on with the part that was in flight", async () => {
  const school = new School();
  await school.open();
  school.page.sendSheet(new Uint8Array(3 * PART_BYTES));
  await school.take(1);
  assert.equal((await school.next()).part, 1);
  school.page.down();
  school.page.tick();
  assert.equal(await school.next(), null);
  school.page.up();
  assert.deepEqual((await school.take()).map(([part]) => part), [1, 2]);
  assert.equal(school.events("sheet_sent")[0].code, "");
});

test("what gets lost is sent again, and given up at last", async () => {
  const school = new School();
  await school.open();
  school.loses = true;
  school.page.sendSheet(new Uint8Array(2 * PART_BYTES));
  for (let at = 0; at < 6; at += 1) {
    await school.next();
    school.nowMs += 6000;
    school.page.tick();
  }
  assert.deepEqual(school.events("sheet_sent").map(({ code }) => code), ["stopped"]);
});

test("refusals of the bridge: too fast waits, not allowed ends", async () => {
  const school = new School();
  await school.open();
  school.page.sendSheet(new Uint8Array(5));
  await school.next();
  school.page.receive({ type: "refused", re: "sealed", code: "too_fast" });
  assert.deepEqual(school.told, []);
  school.page.receive({ type: "refused", re: "sealed", code: "not_allowed" });
  assert.deepEqual(school.events("sheet_sent").map(({ code }) => code), ["not_allowed"]);
  school.page.fetch(1);
  school.page.receive({ type: "refused", re: "sealed_ask", code: "not_allowed" });
  assert.deepEqual(school.events("sheet_failed"), [{ type: "sheet_failed", number: 1, code: "not_allowed" }]);
});

const fetched = samples.sealed.filter((/** @type {any} */ one) => one.direction === "class" && one.parts === 1);

test("a sheet of the child is fetched, opened and acknowledged", async () => {
  const school = new School();
  await school.open();
  assert.deepEqual(school.page.fetch(2), { number: 2 });
  assert.deepEqual(await school.next(), { type: "sealed_ask", number: 2, part: 0 });
  const { transfer, part, parts, sealed, data } = fetched[0];
  school.page.receive({ type: "sealed", transfer, part, parts, data: sealed });
  assert.deepEqual(await school.next(), { type: "sealed_ack", transfer, part: 0, code: "" });
  const [came] = school.events("sheet_came");
  assert.equal(came.number, 2);
  assert.equal(came.picture.type, "image/jpeg");
  assert.equal(hex(new Uint8Array(await came.picture.arrayBuffer())), data);
});

test("a sheet that another key sealed fails in words", async () => {
  const school = new School();
  assert.equal(await school.page.use("AAAAAAAAAAAAAAAAAAAAAA"), true);
  school.page.up();
  school.page.fetch(1);
  await school.next();
  const { transfer, part, parts, sealed } = fetched[0];
  school.page.receive({ type: "sealed", transfer, part, parts, data: sealed });
  assert.equal((await school.next()).code, "no_class_key");
  assert.deepEqual(school.events("sheet_failed"), [{ type: "sheet_failed", number: 1, code: "no_class_key" }]);
});

test("without a class key there are no sheets, and the page says so", async () => {
  const school = new School();
  assert.equal(await school.page.use(null), false);
  assert.equal(await school.page.use("short"), false);
  assert.deepEqual(school.page.sendSheet(new Uint8Array(5)), { code: "no_class_key" });
  assert.deepEqual(school.page.fetch(1), { code: "no_class_key" });
});

test("the end of the stay ends everything", async () => {
  const school = new School();
  await school.open();
  school.page.sendSheet(new Uint8Array(5));
  school.page.fetch(1);
  school.page.forget();
  assert.deepEqual(school.told.map(({ type, code }) => [type, code]), [["sheet_sent", "stopped"], ["sheet_failed", "stopped"]]);
});

test("sheets that are too large or too many are refused at once", async () => {
  const school = new School();
  await school.open();
  assert.deepEqual(school.page.sendSheet(new Uint8Array(0)), { code: "too_large" });
  assert.deepEqual(school.page.sendSheet(new Uint8Array(2 * 1024 * 1024 + 1)), { code: "too_large" });
  for (let at = 0; at < 4; at += 1) school.page.sendSheet(new Uint8Array(5));
  assert.deepEqual(school.page.sendSheet(new Uint8Array(5)), { code: "busy" });
});

test("a photo is made smaller and never larger", () => {
  assert.deepEqual(fitted(4000, 3000), { widthPx: 2000, heightPx: 1500 });
  assert.deepEqual(fitted(3000, 6000), { widthPx: 1000, heightPx: 2000 });
  assert.deepEqual(fitted(800, 600), { widthPx: 800, heightPx: 600 });
  assert.deepEqual(fitted(20_000, 1), { widthPx: 2000, heightPx: 1 });
});

test("a picker takes one picture of the device, and opens no camera", () => {
  /** @type {any} */
  const input = { attributes: new Set(["capture"]), value: "photo.jpg", files: [{ name: "photo.jpg" }] };
  input.removeAttribute = (/** @type {string} */ name) => input.attributes.delete(name);
  input.addEventListener = (/** @type {string} */ _, /** @type {() => void} */ changed) => (input.changed = changed);
  /** @type {any[]} */
  const chosen = [];
  pickPaper(input, (file) => chosen.push(file));
  assert.deepEqual([input.type, input.accept, input.multiple, input.attributes.size], ["file", "image/*", false, 0]);
  input.changed();
  assert.deepEqual(chosen, [{ name: "photo.jpg" }]);
  assert.equal(input.value, "", "the same photo may be chosen again");
  input.files = [];
  input.changed();
  assert.equal(chosen.length, 1);
});
