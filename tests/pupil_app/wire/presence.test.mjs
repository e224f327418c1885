import assert from "node:assert/strict";
import { test } from "node:test";

import { SHELLS, wholePresence } from "../../../pupil_app/js/wire/presence.js";

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
  }
});
