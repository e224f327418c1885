import assert from "node:assert/strict";
import { test } from "node:test";

import { reduce, START } from "../../../pupil_app/js/child/state.js";
import { Zooming } from "../../../pupil_app/js/child/zooming.js";
import { USUAL_HEAD } from "../../../pupil_app/js/lesson/looking.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const RIGHTS = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const presence = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: "A".repeat(22), signal: "present", connected: true, zoom_most: 6, rights: RIGHTS, ...fields });

/** A page whose robot shows a crop only when it is told to. */
function page(fields = {}) {
  const told = { looks: [], crops: [], steered: [], notices: [] };
  let state = { ...START, screen: "class", phase: "present", presence: presence(fields) };
  let framing = null;
  const tell = (event) => (state = reduce(state, event));
  const robot = {
    head: USUAL_HEAD,
    heading: { panDeg: 0, tiltDeg: 0 },
    get framing() {
      return framing ?? state.crop;
    },
    crop: (crop) => (told.crops.push(crop), (framing = crop), true),
    look: (target) => told.looks.push(target),
  };
  const steer = (name) => (...values) => told.steered.push([name, ...values]);
  const zooming = new Zooming({
    state: () => state,
    robot: () => robot,
    tell,
    notice: (key) => told.notices.push(key),
    steering: { beginDrag: steer("beginDrag"), drag: steer("drag"), lookAt: steer("lookAt"), look: steer("look") },
  });
  const show = () => tell({ type: "crop", crop: framing });
  return { told, tell, zooming, actions: zooming.actions(), state: () => state, show, lose: () => (framing = null) };
}

test("one tap comes nearer, as far as the robot can, and one brings the whole picture back", () => {
  const { actions, told, show } = page();
  for (let tap = 0; tap < 4; tap += 1) {
    actions.nearer();
    show();
  }
  assert.deepEqual(told.crops.map(({ zoom }) => zoom), [2, 4, 6, 6]);
  actions.whole();
  assert.deepEqual(told.crops.pop(), { zoom: 1, x: 0.5, y: 0.5 });
});

test("who may not zoom reads why, and nothing is sent", () => {
  for (const [fields, why] of [
    [{ rights: { ...RIGHTS, zoom: "class" } }, "right_class"],
    [{ rights: { ...RIGHTS, zoom: "loan" } }, "right_loan"],
    [{ zoom_most: 1 }, "unable_zoom"],
    [{ paused_by: ["teacher"] }, "dead"],
  ]) {
    const { actions, told } = page(fields);
    actions.nearer();
    actions.beginPinch();
    actions.pinch({ factor: 2, place: { x: 0.5, y: 0.5 }, pulled: { x: 0, y: 0 } }, 4 / 3);
    assert.deepEqual([told.crops, told.notices], [[], [why, why]]);
  }
});

test("a pinch keeps what is between the fingers between them", () => {
  const { actions, state } = page();
  actions.beginPinch();
  actions.pinch({ factor: 2, place: { x: 0.25, y: 0.5 }, pulled: { x: 0, y: 0 } }, 4 / 3);
  assert.deepEqual(state().framing, { zoom: 2, x: 0.375, y: 0.5 });
  actions.pinch({ factor: 1.02, place: { x: 0.25, y: 0.5 }, pulled: { x: 0, y: 0 } }, 4 / 3);
  assert.equal(state().framing, null);
});

test("a drag moves the crop, and the head only beyond the picture's edge", () => {
  const { actions, told, state, show } = page();
  actions.nearer();
  show();
  actions.beginDrag();
  actions.drag({ x: 0.3, y: 0 }, 4 / 3);
  assert.equal(state().framing.x, 0.35);
  assert.deepEqual(told.looks, []);
  actions.drag({ x: 0.7, y: 0 }, 4 / 3);
  assert.equal(state().framing.x, 0.25);
  assert.ok(told.looks.at(-1).panDeg > 6, JSON.stringify(told.looks));
  // Pulled back, the head comes back, too.
  actions.drag({ x: 0.2, y: 0 }, 4 / 3);
  assert.equal(told.looks.at(-1).panDeg, 0);
  assert.deepEqual(told.steered, []);
});

test("without zoom, taps, drags and arrows steer the head as ever", () => {
  const { actions, told } = page();
  actions.beginDrag();
  actions.drag({ x: 0.1, y: 0 }, 1);
  actions.lookAt({ x: 0.1, y: 0 }, 1);
  actions.look("left");
  assert.deepEqual(told.steered.map(([name]) => name), ["beginDrag", "drag", "lookAt", "look"]);
});

test("near, an arrow moves the crop and, at the edge, the head", () => {
  const { actions, told, state, show } = page();
  actions.nearer();
  show();
  for (let press = 0; press < 2; press += 1) actions.look("left");
  assert.equal(state().framing.x, 0.25);
  assert.deepEqual(told.steered, []);
  actions.look("left");
  assert.deepEqual(told.steered, [["look", "left"]]);
});

test("a tap on what is near brings it to the middle", () => {
  const { actions, told, state, show } = page();
  actions.nearer();
  show();
  actions.lookAt({ x: 0.7, y: 0.5 }, 4 / 3);
  assert.ok(Math.abs(state().framing.x - 0.6) < 1e-9);
  assert.deepEqual(told.looks, []);
});

test("what the robot does not show after all is not enlarged for ever", () => {
  const { actions, zooming, state, lose } = page();
  actions.nearer();
  lose();
  zooming.follow();
  assert.equal(state().framing, null);
});

test("with a paper open, the same controls move the paper", () => {
  const { actions, tell, told, state } = page();
  tell({ type: "photo", number: 1, address: "blob:a" });
  actions.nearer();
  actions.look("right");
  assert.deepEqual(state().viewer.crop, { zoom: 2, x: 0.625, y: 0.5 });
  actions.whole();
  assert.equal(state().viewer.crop.zoom, 1);
  assert.deepEqual([told.crops, told.steered], [[], []]);
});
