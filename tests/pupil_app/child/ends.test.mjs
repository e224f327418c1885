import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { dayOf, endOf, hasOpened, isShut, LOOK_AGAIN_S, lookAgainS, mayBeOver } from "../../../pupil_app/js/child/ends.js";
import { sentence } from "../../../pupil_app/js/child/now.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";
import { Words } from "../../../pupil_app/js/page/words.js";

const de = JSON.parse(readFileSync(new URL("../../../pupil_app/lang/de.json", import.meta.url), "utf8"));
const words = new Words("de", de);
const after = (...events) => events.reduce(reduce, START);
const WELCOME = { type: "welcome", robotName: "Willi", online: true };
const IN = [WELCOME, { type: "join" }, { type: "phase", phase: "present", silentS: 0 }];
const over = (reason, day) => ({ type: "over", reason, day });
const said = (state) => words.say(sentence(state), { name: "Willi", day: dayOf(state, "2026-11-29", words) });

test("after a good lesson the child reads that it was good", () => {
  assert.equal(said(after(...IN, over("ended_by_class"))), "Das war schön. Bis bald!");
  assert.equal(said(after(...IN, over("ended_by_class", "2026-12-03"))), "Das war schön. Bis Donnerstag!");
  assert.equal(said(after(...IN, over("ended_by_class", "2026-12-13"))), "Das war schön. Bis zum 13. Dezember!");
  assert.equal(endOf(after(...IN, over("ended_by_class"))).scene, "goodbye");
});

test("who was not let in reads nothing about a lesson", () => {
  const shut = after(WELCOME, { type: "join" }, over("not_allowed"));
  assert.equal(said(shut), "Heute geht es nicht. Bis zum nächsten Mal!");
  assert.equal(endOf(shut).offer, "ask");
  const again = after(...IN, over("ended_by_class"), { type: "join" }, over("not_allowed"));
  assert.equal(sentence(again), "not_today");
});

test("each end has a sentence and a picture of its own", () => {
  const reasons = ["ended_by_class", "not_allowed", "no_loan", "not_begun", "battery", "device_locked", "unsafe", "failed"].concat([
    ...["loan_locked", "not_ready", "holidays"],
  ]);
  const ends = reasons.map((reason) => endOf(after(...IN, over(reason))));
  assert.equal(new Set(ends.map((end) => end.sentence)).size, reasons.length);
  assert.equal(new Set(ends.map((end) => `${end.scene} ${end.prop}`)).size, reasons.length);
  for (const end of ends) for (const key of [end.sentence, end.hint]) assert.ok(key === null || key in de, String(key));
});

test("no button leads nowhere", () => {
  const offer = (reason) => endOf(after(...IN, over(reason))).offer;
  for (const reason of ["ended_by_class", "not_begun", "device_locked", "unsafe", "too_old"]) assert.equal(offer(reason), null, reason);
  assert.equal(offer("left"), "join");
  assert.equal(offer("no_loan"), "pair");
  assert.equal(offer("internal"), "retry");
});

test("a known day is said, at both ends of a loan", () => {
  assert.equal(said(after(WELCOME, over("not_begun", "2026-12-03"))), "Willi kommt bald zu dir. Am Donnerstag geht es los.");
  assert.equal(said(after(WELCOME, over("not_begun"))), de.not_yet.replace("{name}", "Willi"));
  assert.equal(endOf(after(WELCOME, over("no_loan", "2026-11-27"))).hint, "loan_until");
});

test("without a day that can be named, the sentence is whole and warm", () => {
  for (const day of [undefined, "", "tomorrow", "2026-13-01", 20261205]) {
    const met = reduce({ ...START, screen: "class" }, over("ended_by_class", day));
    assert.equal(said(met), "Das war schön. Bis bald!");
    for (const reason of ["no_loan", "not_begun"]) assert.doesNotMatch(said(reduce(START, over(reason, day))), /\{|  | [.!]/);
  }
  const met = reduce({ ...START, screen: "class" }, over("ended_by_class", "2026-12-03"));
  assert.equal(said(met), "Das war schön. Bis Donnerstag!");
  assert.equal(said(after(...IN, over("ended_by_class", "2026-12-13"))), "Das war schön. Bis zum 13. Dezember!");
});

test("the next lesson is named by day and time, or by its time alone", () => {
  const next = (reason, day, ...before) => after(...before, { type: "over", reason, day, opensS: 1796022000 });
  assert.equal(said(next("closed_now", "", WELCOME)), "Gerade ist kein Unterricht.");
  assert.equal(endOf(next("closed_now", "", WELCOME)).hint, "next_time_today");
  assert.equal(endOf(next("holidays", "2026-12-03", WELCOME)).hint, "next_time_day");
  assert.equal(endOf(after(WELCOME, over("holidays"))).hint, null);
  const putOut = next("closed_now", "2026-12-03", ...IN, over("revoked"));
  assert.equal(said(putOut), "Die Stunde ist vorbei. Schön, dass du da warst!");
  assert.equal(endOf(putOut).hint, "next_time_day");
});

test("the page looks when the next lesson begins, and not much later", () => {
  const end = after(WELCOME, { type: "over", reason: "closed_now", opensS: 1000 });
  assert.equal(lookAgainS(end, 960), 42);
  assert.equal(lookAgainS(end, 1), LOOK_AGAIN_S);
  assert.equal(lookAgainS(end, 1001), LOOK_AGAIN_S);
  assert.equal(lookAgainS(after(WELCOME, over("not_allowed")), 1), LOOK_AGAIN_S);
});

test("an end of another time is not asked about its day", () => {
  const state = after(WELCOME, over("not_begun", "2026-12-03"), { type: "join" }, over("left"));
  assert.equal(state.day, "");
});

test("only ends that pass are looked at anew", () => {
  for (const reason of ["ended_by_class", "not_allowed", "no_loan", "not_begun", "battery"]) assert.ok(mayBeOver(after(WELCOME, over(reason))));
  for (const reason of ["left", "device_locked", "taken_over", "unsafe", "failed"]) assert.ok(!mayBeOver(after(WELCOME, over(reason))));
  assert.ok(!mayBeOver(after(WELCOME)));
});

test("while the class has closed for today the start leads nowhere, and says so", () => {
  const shut = after(WELCOME, { type: "class_status", open: false });
  assert.ok(isShut(shut));
  assert.equal(sentence(shut), "not_today");
  const opened = reduce(shut, { type: "class_status", open: true });
  assert.equal(sentence(opened), "start");
  assert.ok(!isShut(reduce(shut, WELCOME)), "after a new welcome the bridge says it again");
});

test("the class that opens again ends what it ended, and nothing else", () => {
  const opens = (reason) => {
    const shut = after(...IN, over(reason), { type: "class_status", open: false });
    return hasOpened(shut, reduce(shut, { type: "class_status", open: true }));
  };
  assert.ok(opens("ended_by_class"));
  assert.ok(opens("not_allowed"));
  for (const reason of ["left", "no_loan", "device_locked", "unsafe"]) assert.ok(!opens(reason), reason);
});
