import assert from "node:assert/strict";
import { test } from "node:test";

import { known } from "../../../pupil_app/js/wire/protocol.js";
import { senses } from "../../../pupil_app/js/teacher/senses.js";
import { START } from "../../../pupil_app/js/teacher/teacher_state.js";

const LEAVES = { width_px: 640, height_px: 480, sound: true, since_s: 3 };
const state = (fields, base = {}) => ({
  ...START, linkUp: true, online: true, pupilName: "Mia", presenceAtS: 100,
  presence: known({ type: "presence", seq: 1, presence: "x", signal: "present", outgoing: LEAVES, microphone_works: true, ...fields }), ...base,
});
const said = (fields, base) => senses(state(fields, base)).map(({ works, key }) => (works ? "" : key.replace("teacher_", "")));
const SILENT = { ...LEAVES, sound: false };
const BLIND = { ...LEAVES, width_px: 0, height_px: 0 };

for (const [fields, hears, sees, speaks] of [
  [{}, "", "", ""],
  [{ signal: "hand", hand: { raised: true } }, "", "", ""],
  [{ sound_only: true, outgoing: BLIND }, "", "sees_sound_only", ""],
  [{ microphone_works: false }, "", "", "speaks_blocked"],
  [{ lost: ["camera"], outgoing: BLIND }, "", "sees_lost", ""],
  [{ lost: ["microphone"], outgoing: SILENT }, "hears_lost", "", ""],
  [{ lost: ["speaker"] }, "", "", "speaks_lost"],
  [{ picture: "off", outgoing: BLIND }, "", "sees_line", ""],
  [{ power: { picture: "off" }, outgoing: BLIND }, "", "sees_hot", ""],
  [{ outgoing: undefined }, "hears_unknown", "sees_unknown", ""],
  [{ microphone_works: undefined }, "", "", "speaks_unknown"],
  [{ microphone_works: undefined, listen_only: true }, "", "", "speaks_listening"],
  [{ outgoing: null }, "hears_nothing", "sees_nothing", ""],
  [{ outgoing: BLIND }, "", "sees_nothing", ""],
  [{ outgoing: SILENT }, "hears_nothing", "", ""],
  [{ signal: "resting", listen_only: true }, "", "", "speaks_listening"],
  [{ signal: "on_break", rest: true, outgoing: null }, "hears_break", "sees_break", "speaks_break"],
  [{ signal: "line_bad" }, "hears_away", "sees_away", "speaks_away"],
  [{ line: "lost" }, "hears_away", "sees_away", "speaks_away"],
  [{ signal: "fault", fault: "x" }, "", "", "speaks_fault"],
]) {
  test(`${JSON.stringify(fields)} is told by sense`, () => assert.deepEqual(said(fields), [hears, sees, speaks]));
}

test("nothing is said of the senses where there is no lesson", () => {
  for (const fields of [{ presence: null }, { signal: "joining" }, { paused_by: ["teacher"] }, { paused_by: ["button"] }, { presence: null, signal: "not_allowed" }]) {
    assert.deepEqual(said(fields), [], JSON.stringify(fields));
  }
  assert.deepEqual(said({}, { linkUp: false }), []);
  assert.deepEqual(said({}, { online: false }), []);
});
