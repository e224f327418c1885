import assert from "node:assert/strict";
import { test } from "node:test";

import { TRANSFER_CODES } from "../../../pupil_app/js/wire/transfers.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";
import { secondsLeft } from "../../../pupil_app/js/page/remaining.js";
import { hindrance, isAble, mayRepeat, NO_SHEETS, remedy, unseen, withSheet } from "../../../pupil_app/js/teacher/sheets_state.js";
import { START } from "../../../pupil_app/js/teacher/teacher_state.js";

const after = (...events) => events.reduce(withSheet, NO_SHEETS);
const brief = ({ out }) => out.map(({ id, phase, share, code }) => [id, phase, share, code]);
const CHOSEN = { type: "chosen", id: 1 };
const QUEUED = { type: "queued", id: 1, transfer: "T" };
const picture = new Blob(["x"]);

test("a sheet is made small, sent, and there", () => {
  assert.deepEqual(brief(after(CHOSEN)), [[1, "making", 0, ""]]);
  const sending = after(CHOSEN, QUEUED, { type: "sheet_sending", transfer: "T", share: 0.5 });
  assert.deepEqual(brief(sending), [[1, "sending", 0.5, ""]]);
  assert.deepEqual(brief(withSheet(sending, { type: "sheet_sent", transfer: "T", code: "" })), [[1, "there", 1, ""]]);
  assert.deepEqual(brief(withSheet(sending, { type: "sheet_sent", transfer: "T", code: "picture" })), [[1, "failed", 1, "picture"]]);
  assert.deepEqual(brief(withSheet(sending, { type: "sheet_sent", transfer: "other", code: "" })), brief(sending));
});

test("several sheets follow each other, and what is over goes with the next choice", () => {
  const two = after(CHOSEN, QUEUED, { type: "chosen", id: 2 }, { type: "refused", id: 2, code: "picture" });
  assert.deepEqual(brief(two), [[1, "sending", 0, ""], [2, "failed", 0, "picture"]]);
  assert.deepEqual(brief(withSheet(two, { type: "chosen", id: 3 })), [[1, "sending", 0, ""], [3, "making", 0, ""]]);
});

test("a sheet that failed on its way stays, to be sent again or dropped", () => {
  const failed = after(CHOSEN, { ...QUEUED, bytes: 400_000 }, { type: "sheet_sent", transfer: "T", code: "stopped" });
  assert.deepEqual(failed.out[0].mayRepeat, true);
  const two = withSheet(failed, { type: "chosen", id: 2 });
  assert.deepEqual(brief(two), [[1, "failed", 1, "stopped"], [2, "making", 0, ""]]);
  const again = withSheet(two, { type: "queued", id: 1, transfer: "U", bytes: 400_000 });
  assert.deepEqual([again.out[0].phase, again.out[0].transfer, again.out[0].mayRepeat, again.out[0].code], ["sending", "U", false, ""]);
  assert.deepEqual(brief(withSheet(two, { type: "dropped", id: 1 })), [[2, "making", 0, ""]]);
  for (const code of ["picture", "too_large", "not_alone", ""]) assert.equal(mayRepeat(code), false);
});

test("what crosses is measured, so that the page can say how long it takes", () => {
  const sending = (share, atS) => ({ type: "sheet_sending", transfer: "T", share, atS });
  const { pace } = after(CHOSEN, QUEUED, sending(0.1, 10), sending(0.5, 14)).out[0];
  assert.equal(secondsLeft(pace, 14), 5);
  const coming = (share, atS) => ({ type: "sheet_coming", number: 1, share, atS });
  const state = after({ type: "opened", number: 1 }, coming(0.1, 10), coming(0.5, 14));
  assert.equal(secondsLeft(state.pace, 14), 5);
  assert.equal(withSheet(state, { type: "closed" }).pace, null);
});

test("a sheet that has made room in the robot is not kept here", () => {
  const numbers = (...all) => ({ type: "held", numbers: all });
  const came = (number) => [{ type: "opened", number }, { type: "sheet_came", number, picture }];
  const state = after(...came(1), ...came(2), numbers(1, 2));
  assert.equal(withSheet(state, numbers(1, 2)), state);
  const later = withSheet(state, numbers(3, 4, 5, 6));
  assert.deepEqual([Object.keys(later.came), later.looked], [["2"], []], "the open one stays until it is closed");
  assert.deepEqual(withSheet({ ...later, open: null }, numbers(3, 4, 5, 6)).came, {});
  assert.equal(unseen(later, [3, 4, 5, 6]), 3);
});

test("a sheet from the child is new until it was shown", () => {
  assert.equal(unseen(NO_SHEETS, [1, 2]), 1);
  assert.equal(unseen(NO_SHEETS, []), 0);
  const coming = after({ type: "opened", number: 1 }, { type: "sheet_coming", number: 1, share: 0.3 });
  assert.deepEqual([coming.open, coming.share, unseen(coming, [1, 2])], [1, 0.3, 1]);
  const here = withSheet(coming, { type: "sheet_came", number: 1, picture });
  assert.deepEqual([here.came[1], unseen(here, [1, 2]), unseen(here, [1])], [picture, 2, 0]);
  const closed = withSheet(here, { type: "closed" });
  assert.deepEqual([closed.open, closed.came[1]], [null, picture]);
});

test("what comes after the viewer was closed is not taken for looked at", () => {
  const late = after({ type: "opened", number: 1 }, { type: "closed" }, { type: "sheet_came", number: 1, picture });
  assert.equal(unseen(late, [1]), 1);
  assert.equal(unseen(withSheet(late, { type: "opened", number: 1 }), [1]), 0);
});

test("only the sheet in the viewer tells that it does not come", () => {
  const open = after({ type: "opened", number: 2 });
  assert.equal(withSheet(open, { type: "sheet_failed", number: 1, code: "stopped" }).code, "");
  assert.equal(withSheet(open, { type: "sheet_failed", number: 2, code: "stopped" }).code, "stopped");
});

test("with the stay all sheets are gone", () => {
  assert.deepEqual(after(CHOSEN, QUEUED, { type: "sheet_came", number: 1, picture }, { type: "forgotten" }), NO_SHEETS);
});

test("each refusal has words", () => {
  for (const code of [...TRANSFER_CODES, "no_class_key", "robot_away", "constructor"]) assert.match(remedy(code), /^teacher_sheet_/);
  assert.equal(remedy("no_class_key"), "teacher_sheet_no_class_key");
  assert.equal(remedy("stopped"), "teacher_sheet_failed");
});

test("what stands in the way is said before anybody takes a photo", () => {
  const why = (fields, base = {}) =>
    hindrance({ ...START, hasSheets: true, presence: known({ type: "presence", seq: 1, presence: "x", signal: "present", ...fields }), ...base });
  const rights = (sheets) => ({ rights: { zoom: "on", still: "on", sheets, speech: "on" } });
  assert.equal(why(rights("on")), null);
  assert.equal(why(rights("loan")), "teacher_sheet_loan");
  assert.equal(why(rights("class")), "teacher_sheet_class");
  assert.equal(why(rights("on"), { hasSheets: false }), "teacher_sheet_no_class_key");
  assert.equal(why({ ...rights("on"), sheets: { for_child: 4 } }), null, "those that the child has make room");
  const three = [1, 2, 3].map((id) => ({ type: "chosen", id }));
  assert.equal(why(rights("on"), { sheets: after(...three) }), null);
  assert.equal(why(rights("on"), { sheets: after(...three, { type: "chosen", id: 4 }) }), "teacher_sheet_busy");
  assert.equal(isAble({ ...START, presence: known({ type: "presence", seq: 1, presence: "x", signal: "present" }) }), false);
});
