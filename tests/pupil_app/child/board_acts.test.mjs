import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { BoardActs } from "../../../pupil_app/js/child/board_acts.js";
import { leftOf, paperAct } from "../../../pupil_app/js/child/board_state.js";
import { sentence } from "../../../pupil_app/js/child/now.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

const SMALL = new Uint8Array([1, 2]);
const RIGHTS = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const presence = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: "A".repeat(22), signal: "present", connected: true, zoom_most: 6, can_speak: true, rights: RIGHTS, ...fields });

function page(fields = {}) {
  const asked = [];
  let state = { ...START, screen: "class", phase: "present", presence: presence(fields) };
  /** @type {BoardActs} */
  let acts;
  const tell = (event) => {
    const before = state;
    state = reduce(state, event);
    acts.follow(before, state);
  };
  const ask = (name, answer) => (...values) => (asked.push([name, ...values]), answer);
  acts = new BoardActs({
    state: () => state,
    tell,
    notice: (key) => tell({ type: "notice", key }),
    lesson: () => ({ sendSheet: ask("sheet", { id: 9 }), stopSheet: ask("stop", true) }),
    robot: () => ({
      takeStill: ask("still", true),
      say: ask("say", 4),
      understood: ask("understood", true),
      follow: ask("follow", true),
    }),
    view: ask("view"),
    make: () => Promise.resolve({ bytes: SMALL, widthPx: 1, heightPx: 1 }),
    set: (change) => tell({ type: "settings", settings: { ...state.settings, ...change } }),
  });
  return { asked, acts: acts.actions(), hear: (event) => acts.hear(event), tell, state: () => state, said: () => sentence(state) };
}

test("the first tap on the board leads to the place where it is saved", () => {
  const { acts, state, asked, tell } = page();
  acts.board();
  assert.deepEqual([state().menu, state().notice.key], ["places", "board_first"]);
  tell({ type: "presence", presence: presence({ views: [{ slot: "board", pan_deg: 20, tilt_deg: 0 }] }) });
  acts.board();
  assert.deepEqual(asked, [["view", "board"]]);
});

test("a photo of the board is asked for once, and its address is revoked when it is replaced", async () => {
  const { acts, asked, hear, state, tell } = page();
  acts.takeStill();
  acts.takeStill();
  assert.deepEqual(asked, [["still"]]);
  const gone = [];
  const revoke = URL.revokeObjectURL;
  URL.revokeObjectURL = (address) => (gone.push(address), revoke.call(URL, address));
  try {
    hear({ type: "still", number: 1, picture: new Blob(["a"]) });
    const first = state().photo.address;
    hear({ type: "still", number: 2, picture: new Blob(["b"]) });
    hear({ type: "sheet", number: 1, picture: new Blob(["c"]) });
    assert.deepEqual(gone, [first]);
    tell({ type: "over", reason: "left" });
    assert.equal(gone.length, 3);
    hear({ type: "sheet", number: 2, picture: new Blob(["d"]) });
    assert.deepEqual(state().sheets, [], "nothing comes to stay after the end");
  } finally {
    URL.revokeObjectURL = revoke;
  }
});

test("a photo that the class forbids is refused in words, at both ends", () => {
  const { acts, hear, said, asked } = page({ rights: { ...RIGHTS, still: "class" } });
  acts.takeStill();
  assert.deepEqual([asked, said()], [[], "right_class"]);
  const other = page();
  other.acts.takeStill();
  other.hear({ type: "denied", re: "still", code: "not_allowed" });
  assert.equal(other.said(), "right_class");
  assert.equal(hear({ type: "quality", level: "good" }), false);
});

test("a phrase is spoken only if the child wants it and the robot may", () => {
  const silent = page();
  silent.acts.say("again");
  assert.deepEqual(silent.asked, [["say", { kind: "again", text: "", aloud: false }]]);
  assert.equal(silent.said(), "phrase_shown");
  silent.acts.aloud();
  silent.acts.sayOwn(" Seite 12? ");
  assert.equal(silent.asked[1][1].aloud, true);
  assert.deepEqual(silent.state().phrase, { number: 4, kind: "text", text: "Seite 12?", aloud: true });
  assert.equal(silent.said(), "phrase_spoken");
  const forbidden = page({ rights: { ...RIGHTS, speech: "class" } });
  forbidden.acts.aloud();
  assert.deepEqual([forbidden.state().settings.aloud, forbidden.said()], [false, "right_class"]);
  forbidden.acts.say("yes");
  assert.equal(forbidden.said(), "phrase_shown");
  const older = page({ rights: undefined });
  older.acts.say("yes");
  assert.deepEqual([older.asked, older.said()], [[], "unable_speech"]);
});

test("a second tap takes the answer back", () => {
  const { acts, asked, said } = page();
  acts.understood("no");
  assert.equal(said(), "understood_no");
  acts.understood("no");
  assert.deepEqual([asked, said()], [[["understood", "no"], ["understood", null]], "understood_back"]);
});

test("a sheet that goes back is shown on its way, and its end is said", () => {
  const { hear, tell, said, state, acts, asked } = page();
  tell({ type: "leaving", id: 9, share: 0 });
  hear({ type: "sheet_sending", id: 9, share: 0.5 });
  assert.deepEqual([said(), state().leaving.share], ["sheet_leaving", 0.5]);
  hear({ type: "sheet_sent", id: 9, code: "" });
  assert.deepEqual([said(), state().leaving], ["sheet_arrived", null]);
  for (const [code, words] of [["no_room", "transfer_no_room"], ["not_allowed", "transfer_not_allowed"]]) {
    tell({ type: "leaving", id: 9, share: 0 });
    hear({ type: "sheet_sent", id: 9, code });
    assert.equal(said(), words);
  }
  tell({ type: "leaving", id: 9, share: 0 });
  acts.stopPaper();
  assert.deepEqual([said(), asked.pop()], ["transfer_stopped", ["stop", 9]]);
});

test("a sheet that did not get there is sent again, without another photo", async () => {
  const { hear, said, state, acts, asked } = page();
  const file = new File(["x"], "a.jpg");
  await acts.paper(file);
  for (const code of ["no_room", "stopped"]) {
    hear({ type: "sheet_sent", id: 9, code });
    assert.deepEqual([said(), state().unsent, paperAct(state(), said())], [`transfer_${code}`, true, "sheet_again"]);
    acts.sendAgain();
    assert.deepEqual([said(), state().leaving.id, state().unsent], ["sheet_leaving", 9, false]);
  }
  hear({ type: "sheet_sent", id: 9, code: "too_many_pixels" });
  assert.deepEqual([state().unsent, paperAct(state(), said())], [false, null], "this one would not be taken");
  acts.sendAgain();
  assert.deepEqual(asked, Array(3).fill(["sheet", SMALL]));
  await acts.paper(file);
  acts.stopPaper();
  acts.sendAgain();
  assert.equal(asked.filter(([name]) => name === "sheet").length, 4, "what the child has called back is gone");
});

test("what leaves says how long it takes", () => {
  const { tell, state, said } = page();
  tell({ type: "leaving", id: 9, share: 0, atS: 10 });
  tell({ type: "leaving", id: 9, share: 0.25, atS: 15 });
  assert.deepEqual(leftOf(state(), said(), 15), { what: "crossing_leaving", key: "left_seconds", values: { n: 15 } });
  assert.equal(leftOf(state(), "sheet_arriving", 15), null);
  assert.equal(leftOf(state(), "constructor", 15), null);
});

test("nothing works while no lesson lives", () => {
  for (const deed of ["board", "takeStill", "followTeacher", "mayPick"]) {
    const { acts, asked, said, tell } = page();
    tell({ type: "phase", phase: "lost", silentS: 3 });
    acts[deed]();
    assert.deepEqual(asked, [], deed);
    assert.equal(said(), "reconnecting", deed);
  }
});

test("an answer or a phrase that the robot does not take falls back, in words", () => {
  for (const [answer, told] of [["yes", null], ["no", "yes"]]) {
    const { acts, state, said } = page({ understood: told });
    acts.understood(answer);
    mock.timers.tick(3_000);
    assert.deepEqual([state().understood, said()], [answer, `understood_${answer}`]);
    mock.timers.tick(2_000);
    assert.deepEqual([state().understood, said()], [told, "not_arrived"]);
  }
  const taken = page();
  taken.acts.understood("yes");
  taken.tell({ type: "presence", presence: presence({ understood: "yes" }) });
  mock.timers.tick(5_000);
  assert.deepEqual([taken.state().understood, taken.said()], ["yes", "understood_yes"]);
  const phrased = page();
  phrased.acts.say("again");
  mock.timers.tick(5_000);
  assert.equal(phrased.said(), "not_arrived");
  const heard = page();
  heard.acts.say("again");
  heard.tell({ type: "presence", presence: presence({ phrase: { number: 4, kind: "again", text: "", aloud: false } }) });
  mock.timers.tick(5_000);
  assert.equal(heard.said(), "phrase_shown");
});
