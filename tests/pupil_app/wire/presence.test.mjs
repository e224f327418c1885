import assert from "node:assert/strict";
import { test } from "node:test";

import { cropOf, SHELLS, wholePresence } from "../../../pupil_app/js/wire/presence.js";

const whole = (fields = {}) => wholePresence({ type: "presence", seq: 1, presence: null, signal: "asleep", ...fields });
const HOSTILE = [undefined, null, 7, "x", true, [], {}, [{}], Number.NaN];

test("a robot that does not say what leaves it is not said to send nothing", () => {
  assert.equal(whole().outgoing, undefined);
  assert.equal(whole({ outgoing: "camera" }).outgoing, undefined);
  assert.equal(whole({ outgoing: null }).outgoing, null);
});

test("an older robot asks for nothing, wears nothing; what leaves it is not known, nor whether the microphone works", () => {
  const { help, microphone_works, outfit, feeling_seen, said, buddy_calls, outgoing } = whole();
  assert.deepEqual(help, { wanted: false, coming: false, waiting_s: 0 });
  assert.deepEqual([microphone_works, outfit, feeling_seen, said, buddy_calls, outgoing], [undefined, null, false, null, false, undefined]);
});

const NO_SHEETS = { for_child: 0, for_class: 0, class_numbers: [], passing: [] };

test("sheets have the numbers that the robot tells, or those of an older robot", () => {
  const of = (sheets) => whole({ sheets }).sheets;
  assert.deepEqual(of({ for_class: 2 }).class_numbers, [1, 2]);
  assert.deepEqual(of({ for_class: 2, class_numbers: [3, 7] }).class_numbers, [3, 7]);
  assert.deepEqual(of({ for_class: 2, class_numbers: [3, "x"] }).class_numbers, [1, 2]);
  assert.deepEqual(of({ for_class: 1e9 }).class_numbers, [1, 2, 3, 4], "no list fills the memory");
  assert.deepEqual(of({ passing: ["from_child", "through_the_roof"] }).passing, ["from_child"]);
});

test("an older robot can do nothing of what it does not tell, and promises nothing", () => {
  const { zoom_most, zoomed, still, following, phrase, phrase_seen, understood, rights, can_speak, sheets, transferring } = whole();
  assert.deepEqual(rights, { zoom: "unable", still: "unable", sheets: "unable", speech: "unable" });
  assert.deepEqual([zoom_most, zoomed, still, following], [1, false, "none", false]);
  assert.deepEqual([phrase, phrase_seen, understood], [null, false, null]);
  assert.deepEqual([can_speak, sheets, transferring], [false, NO_SHEETS, null]);
});

test("a right with a state that this app does not know is none", () => {
  assert.equal(whole({ rights: { zoom: "sometimes" } }).rights.zoom, "unable");
  assert.equal(whole({ rights: { zoom: "class" } }).rights.zoom, "class");
});

test("a phrase that this app cannot show is none", () => {
  assert.equal(whole({ phrase: { number: 1, kind: "sing", text: "" } }).phrase, null);
  const shown = { number: 2, kind: "text", text: "Ja", aloud: false };
  assert.deepEqual(whole({ phrase: { ...shown, aloud: "yes" } }).phrase, shown);
});

test("a pose without a crop shows the whole picture", () => {
  assert.deepEqual(cropOf({}), { zoom: 1, x: 0.5, y: 0.5 });
  assert.deepEqual(cropOf({ zoom: 0.5, x: Number.NaN, y: "0" }), { zoom: 1, x: 0.5, y: 0.5 });
});

test("a colour or clothes of a newer robot are drawn as the usual ones", () => {
  assert.deepEqual(whole({ outfit: { nickname: "Kalle", shell: "gold", wears: "crown" } }).outfit, {
    nickname: "Kalle",
    shell: SHELLS[0],
    wears: "none",
  });
});

test("a message that this app cannot show is none", () => {
  assert.equal(whole({ said: { number: 1, kind: "sing", text: "" } }).said, null);
  assert.equal(whole({ said: { number: "1", kind: "soon" } }).said, null);
  assert.deepEqual(whole({ said: { number: 2, kind: "soon" } }).said, { number: 2, kind: "soon", text: "" });
});

test("no value of the wrong kind reaches a page", () => {
  for (const value of HOSTILE) {
    const { help, outfit, said, outgoing } = whole({ help: value, outfit: value, said: value, outgoing: value });
    assert.deepEqual(help, { wanted: false, coming: false, waiting_s: 0 });
    if (outfit) assert.deepEqual(outfit, { nickname: "", shell: "sand", wears: "none" });
    assert.equal(said, null);
    if (outgoing) assert.deepEqual(outgoing, { width_px: 0, height_px: 0, sound: false, since_s: 0 });
    for (const name of ["feeling_seen", "buddy_calls"]) assert.equal(typeof whole({ [name]: value })[name], "boolean");
    assert.equal(whole({ microphone_works: value }).microphone_works, value === true ? true : undefined);
    assert.equal(outgoing === null, value === null, "only what is said to be nothing is nothing");
    for (const name of ["zoomed", "following", "phrase_seen", "can_speak"]) assert.equal(typeof whole({ [name]: value })[name], "boolean");
    const { rights, sheets, zoom_most, still, phrase, understood, transferring } = whole({
      ...{ rights: value, sheets: value, zoom_most: value, still: value, phrase: value, understood: value, transferring: value },
    });
    assert.deepEqual(Object.values(rights), ["unable", "unable", "unable", "unable"]);
    assert.deepEqual(sheets, NO_SHEETS);
    assert.ok(Number.isFinite(zoom_most) && zoom_most >= 1);
    assert.deepEqual([still, phrase, understood, transferring], ["none", null, null, null]);
  }
});
