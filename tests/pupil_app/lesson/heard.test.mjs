import assert from "node:assert/strict";
import { test } from "node:test";

import { Heard } from "../../../pupil_app/js/lesson/heard.js";
import { known } from "../../../pupil_app/js/wire/protocol.js";

const pose = (seq, pan_deg) => known({ type: "pose", seq, pan_deg, tilt_deg: 0 });
const presence = (seq, pan_deg) => known({ type: "presence", seq, presence: "x", signal: "present", pan_deg });

test("of what comes twice or late, nothing is told", () => {
  const heard = new Heard();
  assert.deepEqual(heard.take(pose(2, 10), 0), [{ type: "pose", pose: { panDeg: 10, tiltDeg: 0 } }]);
  assert.deepEqual(heard.take(pose(2, 10), 0), []);
  assert.deepEqual(heard.take(pose(1, 5), 0), []);
  assert.equal(heard.take(presence(1, 20), 0)[0].type, "presence");
  assert.deepEqual(heard.take(presence(1, 20), 0), []);
  assert.deepEqual(heard.pose, { panDeg: 20, tiltDeg: 0 });
});

test("a robot that counts anew is believed", () => {
  const heard = new Heard();
  heard.take(pose(7, 10), 0);
  heard.take(presence(7, 10), 0);
  heard.forgetPoses();
  heard.forgetStates();
  assert.equal(heard.take(pose(1, 5), 0)[0].pose.panDeg, 5);
  assert.equal(heard.take(presence(1, 6), 0)[0].presence.pan_deg, 6);
});

test("what is neither is left alone", () =>
  assert.deepEqual(new Heard().take(known({ type: "ack", seq: 1 }), 0), []));

test("the crop of the newest picture is told when it changes", () => {
  const heard = new Heard();
  heard.take(pose(1, 0), 0);
  const zoomed = known({ type: "pose", seq: 2, pan_deg: 0, tilt_deg: 0, zoom: 4, x: 0.75, y: 0.25 });
  assert.deepEqual(heard.take(zoomed, 0)[1], { type: "crop", crop: { zoom: 4, x: 0.75, y: 0.25 } });
  assert.equal(heard.take({ ...zoomed, seq: 3 }, 0).length, 1);
  assert.equal(heard.take(pose(4, 0), 0)[1].crop.zoom, 1);
});

test("the newest state is kept until there is another, whatever its number", () => {
  const heard = new Heard();
  assert.equal(heard.presence, null);
  heard.take(presence(1, 20), 0);
  assert.equal(heard.presence?.seq, 1);
  heard.take(presence(7, 30), 0);
  heard.forgetStates();
  assert.equal(heard.presence?.seq, 7);
  heard.take(presence(1, 20), 0);
  assert.equal(heard.presence?.seq, 1);
});
