import assert from "node:assert/strict";
import { test } from "node:test";

import { hasNewSheet, lookedAt, obstacleOf, papersOf, paperSentence, shareOf } from "../../../pupil_app/js/child/board_state.js";
import { answerNotice, sentence } from "../../../pupil_app/js/child/now.js";
import { reduce, START } from "../../../pupil_app/js/child/state.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const RIGHTS = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const told = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: "A".repeat(22), signal: "present", connected: true, zoom_most: 6, rights: RIGHTS, ...fields });
const inside = { ...START, screen: "class", phase: "present", presence: told() };
const after = (state, ...events) => events.reduce(reduce, state);
const sheet = (number) => ({ type: "sheet", number, address: `blob:${number}` });

test("the page enlarges by itself only until the robot's picture is as near", () => {
  const wanted = { zoom: 4, x: 0.3, y: 0.4 };
  let state = after(inside, { type: "framing", crop: wanted });
  assert.deepEqual(lookedAt(state), wanted);
  state = after(state, { type: "crop", crop: { zoom: 2, x: 0.4, y: 0.45 } });
  assert.deepEqual(state.framing, wanted);
  state = after(state, { type: "crop", crop: wanted });
  assert.equal(state.framing, null);
  assert.deepEqual(lookedAt(state), wanted);
});

test("a right that is taken away ends what was wanted, and has its words", () => {
  const state = after(inside, { type: "framing", crop: { zoom: 2, x: 0.5, y: 0.5 } });
  assert.equal(after(state, { type: "presence", presence: told({ rights: { ...RIGHTS, zoom: "class" } }) }).framing, null);
  const why = (fields, right = "zoom") => obstacleOf({ ...inside, presence: told(fields) }, right);
  assert.equal(why({}), null);
  assert.equal(why({ zoom_most: 1 }), "unable_zoom");
  assert.equal(why({ rights: { ...RIGHTS, zoom: "loan" } }), "right_loan");
  assert.equal(why({ rights: { ...RIGHTS, still: "class" } }, "still"), "right_class");
  assert.equal(why({ rights: undefined }, "sheets"), "unable_sheets");
  assert.equal(obstacleOf({ ...inside, presence: null }, "zoom"), "dead");
});

test("a photo of the board comes, opens, is replaced, and is gone with the lesson", () => {
  let state = after(inside, { type: "still_coming", share: 0.5 });
  assert.equal(sentence(state), "still_coming");
  assert.equal(shareOf(state, "still_coming"), 0.5);
  state = after(state, { type: "photo", number: 1, address: "blob:a" });
  assert.equal(state.viewer.at, 0);
  state = after(state, { type: "photo", number: 2, address: "blob:b" });
  assert.deepEqual(papersOf(state).map(({ address }) => address), ["blob:b"]);
  state = after(state, sheet(1), { type: "over", reason: "left" });
  assert.deepEqual([papersOf(state), state.viewer, state.leaving], [[], null, null]);
});

test("a photo that does not come is said, with a way to try again", () => {
  const coming = after(inside, { type: "still_coming", share: 0 });
  assert.equal(sentence(after(coming, { type: "presence", presence: told({ still: "failed" }) })), "still_failed");
  assert.equal(sentence(after(coming, { type: "still_failed", why: "right_class" })), "right_class");
  assert.equal(paperSentence(after(coming, { type: "still_failed" }, { type: "still_given_up" })), null);
});

test("a sheet stays announced until it is looked at, and the open page stays open", () => {
  let state = after(inside, sheet(1));
  assert.equal(sentence(state), "sheet_came");
  state = after(state, { type: "notice", key: "hand_up" }, sheet(2));
  assert.equal(sentence(state), "sheet_came");
  state = after(state, { type: "viewer_opened", at: 0 });
  assert.ok(hasNewSheet(state));
  state = after(state, { type: "viewer_turned", step: 1 });
  assert.ok(!hasNewSheet(state));
  state = after(state, { type: "photo", number: 1, address: "blob:p" }, { type: "viewer_turned", step: 9 });
  assert.equal(papersOf(state)[state.viewer.at].kind, "photo");
  state = after(state, sheet(3));
  assert.equal(papersOf(state)[state.viewer.at].kind, "photo");
  const speaking = { ...state, wishes: { ...state.wishes, microphone: true } };
  assert.notEqual(paperSentence(speaking), "sheet_came");
});

test("the class answers a phrase once, and only the child's newest", () => {
  const said = after(inside, { type: "phrase", phrase: { number: 3, kind: "yes", text: "", aloud: false } });
  const seen = (number) => ({
    type: "presence",
    presence: told({ phrase: { number, kind: "yes", text: "", aloud: false }, phrase_seen: true }),
  });
  assert.equal(answerNotice(said, after(said, seen(3))), "phrase_seen");
  assert.equal(answerNotice(said, after(said, seen(2))), null);
  const again = after(said, seen(3));
  assert.equal(answerNotice(again, after(again, seen(3))), null);
});

test("an answer is shown as pressed until the robot lets it fall", () => {
  let state = after(inside, { type: "understood", answer: "yes" });
  state = after(state, { type: "presence", presence: told() });
  assert.equal(state.understood, "yes");
  state = after(state, { type: "presence", presence: told({ understood: "yes" }) });
  state = after(state, { type: "presence", presence: told({ understood: null }) });
  assert.equal(state.understood, null);
});

test("a day of sheets fills no memory: the oldest make room, and the open one keeps its place", () => {
  const sixteen = Array.from({ length: 16 }, (_, index) => sheet(index + 1));
  const state = after(inside, ...sixteen, { type: "viewer_opened", at: 3 }, sheet(17));
  assert.deepEqual([state.sheets.length, state.sheets[0].number, state.sheets[state.viewer.at].number], [16, 2, 4]);
});
