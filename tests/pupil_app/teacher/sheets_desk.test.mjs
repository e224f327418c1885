import assert from "node:assert/strict";
import { test } from "node:test";

import { SheetsDesk } from "../../../pupil_app/js/teacher/sheets_desk.js";
import { NO_SHEETS, withSheet } from "../../../pupil_app/js/teacher/sheets_state.js";

const KEY = "A".repeat(22);
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function desk() {
  let state = NO_SHEETS;
  let made = 0;
  const sent = [];
  const sheets = new SheetsDesk({
    send: (message) => sent.push(message) > 0,
    tell: (event) => (state = withSheet(state, event)),
    make: () => Promise.resolve({ bytes: new Uint8Array([(made += 1)]), widthPx: 1, heightPx: 1 }),
  });
  await sheets.path.use(KEY);
  sheets.path.up();
  const settle = async () => {
    for (let step = 0; step < 4; step += 1) await turn();
    await sheets.path.settled;
  };
  return {
    sheets,
    state: () => state,
    made: () => made,
    sent,
    choose: async () => (sheets.choose(/** @type {any} */ (null)), await settle()),
    answer: async (code) => {
      await settle();
      const { transfer, part } = sent.at(-1);
      sheets.path.receive({ type: "sealed_ack", transfer, part, code });
      await settle();
    },
  };
}

test("a sheet that failed is sent again without another photo, as another transfer", async () => {
  const { sheets, state, made, sent, choose, answer } = await desk();
  await choose();
  await answer("no_room");
  const [{ id, phase, mayRepeat }] = state().out;
  assert.deepEqual([phase, mayRepeat], ["failed", true]);
  sheets.repeat(id);
  sheets.repeat(id);
  await answer("");
  assert.deepEqual([state().out[0].phase, made(), sent.length], ["there", 1, 2]);
  assert.notEqual(sent[0].transfer, sent[1].transfer);
  sheets.repeat(id);
  await answer("");
  assert.equal(sent.length, 2, "what is there is not kept");
});

test("what is dropped, needs another photo, or belongs to an earlier stay is not sent again", async () => {
  for (const [code, end] of [["no_room", (one) => one.drop(1)], ["picture", () => undefined], ["no_room", (one) => one.forget()]]) {
    const { sheets, sent, choose, answer } = await desk();
    await choose();
    await answer(code);
    end(sheets);
    sheets.repeat(1);
    await turn();
    assert.equal(sent.length, 1, code);
  }
});

test("no more sheets are kept than may be on their way", async () => {
  const { state, choose } = await desk();
  for (let count = 0; count < 6; count += 1) await choose();
  assert.deepEqual(state().out.map(({ code }) => code), ["", "", "", "", "busy"]);
});
