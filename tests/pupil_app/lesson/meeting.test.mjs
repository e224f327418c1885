import assert from "node:assert/strict";
import { test } from "node:test";

import { CLOSED_WAIT_S } from "../../../pupil_app/js/lesson/meeting.js";
import { kinds, made, present } from "./meetings.mjs";

test("joining offers at once when bridge and robot are there", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  assert.deepEqual(meeting.handle({ type: "join" }, 0), [{ do: "offer", presence: "stay-1", attempt: 1 }]);
  assert.equal(meeting.phase, "connecting");
});

test("a robot that sleeps is waited for, and joined when it comes", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: false }, 0);
  assert.deepEqual(meeting.handle({ type: "join" }, 0), []);
  assert.equal(meeting.phase, "waiting");
  assert.deepEqual(meeting.tick(30), []);
  assert.deepEqual(kinds(meeting.handle({ type: "robot", online: true }, 31)), ["offer"]);
});

test("a connected attempt carries the lesson", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  assert.deepEqual(meeting.handle({ type: "connected", attempt: 1 }, 1), [{ do: "adopt", attempt: 1 }]);
  assert.equal(meeting.phase, "present");
});

test("a second of silence is a lost line, two build a new connection beside the old one", () => {
  const meeting = present();
  meeting.handle({ type: "heard", attempt: 1 }, 10);
  assert.deepEqual(meeting.tick(10.9), []);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.tick(11.1), []);
  assert.equal(meeting.phase, "lost");
  assert.deepEqual(meeting.tick(12.1), [{ do: "offer", presence: "stay-1", attempt: 2 }]);
  assert.deepEqual(meeting.tick(12.2), []);
  assert.deepEqual(meeting.handle({ type: "connected", attempt: 2 }, 12.5), [
    { do: "adopt", attempt: 2 },
    { do: "drop", attempt: 1 },
  ]);
  assert.equal(meeting.phase, "present");
});

test("a line that comes back by itself needs no new connection", () => {
  const meeting = present();
  meeting.tick(2.5);
  assert.equal(meeting.phase, "lost");
  meeting.handle({ type: "heard", attempt: 1 }, 2.6);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.tick(3), []);
});

test("words of another attempt prove nothing about this one", () => {
  const meeting = present();
  meeting.tick(2.5);
  meeting.handle({ type: "heard", attempt: 7 }, 2.6);
  assert.equal(meeting.phase, "lost");
});

test("without a bridge the lesson goes on, and a lost line waits for it", () => {
  const meeting = present();
  assert.deepEqual(meeting.handle({ type: "link", up: false }, 2), []);
  meeting.handle({ type: "heard", attempt: 1 }, 5);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.tick(9), []);
  assert.equal(meeting.phase, "lost");
  assert.deepEqual(kinds(meeting.handle({ type: "link", up: true, online: true }, 20)), ["offer"]);
});

test("an attempt that does not connect is given up and made again, ever more slowly", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  const offers = [];
  for (let now = 0; now < 120; now += 0.1) {
    for (const effect of meeting.tick(now)) if (effect.do === "offer") offers.push(now);
  }
  assert.ok(offers.length >= 6 && offers.length <= 12, String(offers.length));
});

test("another microphone needs a new connection, and the old one works until then", () => {
  const meeting = present();
  assert.deepEqual(meeting.handle({ type: "renew" }, 2), [{ do: "offer", presence: "stay-1", attempt: 2 }]);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.handle({ type: "renew" }, 2.1), []);
  assert.deepEqual(kinds(meeting.handle({ type: "connected", attempt: 2 }, 2.5)), ["adopt", "drop"]);
});

test("a new microphone is not forgotten while the bridge is away", () => {
  const meeting = present();
  meeting.handle({ type: "link", up: false }, 2);
  assert.deepEqual(meeting.handle({ type: "renew" }, 2.1), []);
  meeting.handle({ type: "heard", attempt: 1 }, 8);
  assert.deepEqual(meeting.tick(8.1), []);
  assert.deepEqual(kinds(meeting.handle({ type: "link", up: true, online: true }, 8.5)), ["offer"]);
  assert.deepEqual(kinds(meeting.handle({ type: "connected", attempt: 2 }, 8.8)), ["adopt", "drop"]);
  assert.deepEqual(meeting.tick(9), []);
});

test("a new microphone is tried again until a connection carries it", () => {
  const meeting = present();
  meeting.handle({ type: "renew" }, 2);
  meeting.handle({ type: "heard", attempt: 1 }, 3);
  assert.deepEqual(kinds(meeting.handle({ type: "failed", attempt: 2 }, 3)), ["drop"]);
  assert.equal(meeting.phase, "present");
  assert.deepEqual(meeting.tick(3.6), [{ do: "offer", presence: "stay-1", attempt: 3 }]);
});

test("a microphone that comes while a connection is being built needs one more", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  assert.deepEqual(meeting.handle({ type: "renew" }, 0.1), []);
  meeting.handle({ type: "connected", attempt: 1 }, 1);
  assert.deepEqual(meeting.tick(1.1), [{ do: "offer", presence: "stay-1", attempt: 2 }]);
});

test("a dead connection is waited for only as long as word of its end may take", () => {
  const meeting = present();
  assert.deepEqual(meeting.handle({ type: "failed", attempt: 1 }, 1.2), []);
  assert.equal(meeting.phase, "lost");
  assert.deepEqual(meeting.tick(1.2 + CLOSED_WAIT_S - 0.1), []);
  assert.deepEqual(kinds(meeting.tick(1.2 + CLOSED_WAIT_S)), ["offer"]);
});

test("a stay that was taken over elsewhere is not offered again", () => {
  const meeting = present();
  meeting.handle({ type: "failed", attempt: 1 }, 1.2);
  meeting.handle({ type: "failed", attempt: 1 }, 1.21);
  const effects = meeting.handle({ type: "ended", reason: "taken_over" }, 1.4);
  assert.deepEqual(effects.at(-1), { do: "over", reason: "taken_over" });
  assert.deepEqual(meeting.tick(99), []);
});

test("a busy robot is asked again, not stormed", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  assert.deepEqual(kinds(meeting.handle({ type: "refused", code: "busy" }, 0.1)), ["drop"]);
  assert.equal(meeting.phase, "busy");
  assert.deepEqual(meeting.tick(5), []);
  assert.deepEqual(kinds(meeting.tick(10.2)), ["offer"]);
});

test("a robot that has to be charged first is asked again, and says that it is tired", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  assert.deepEqual(kinds(meeting.handle({ type: "refused", code: "battery" }, 0.1)), ["drop"]);
  assert.deepEqual([meeting.phase, meeting.tired], ["waiting", true]);
  assert.deepEqual(meeting.tick(10), []);
  assert.deepEqual(kinds(meeting.tick(15.2)), ["offer"]);
  meeting.handle({ type: "connected", attempt: 2 }, 16);
  assert.equal(meeting.tired, false);
});

for (const code of ["not_allowed", "no_loan", "binding", "signature", "sdp_media"]) {
  test(`${code} is final`, () => {
    const meeting = made();
    meeting.handle({ type: "link", up: true, online: true }, 0);
    meeting.handle({ type: "join" }, 0);
    assert.deepEqual(meeting.handle({ type: "refused", code }, 0.1).at(-1), { do: "over", reason: code });
    assert.deepEqual(meeting.tick(100), []);
  });
}

for (const code of ["fault", "expired", "too_fast", "full", "internal", "robot_away"]) {
  test(`${code} passes`, () => {
    const meeting = made();
    meeting.handle({ type: "link", up: true, online: true }, 0);
    meeting.handle({ type: "join" }, 0);
    meeting.handle({ type: "refused", code }, 0.1);
    meeting.handle({ type: "robot", online: true }, 1);
    const later = [...meeting.tick(2), ...meeting.tick(12)];
    assert.ok(later.length > 0 || meeting.phase === "connecting");
  });
}

test("a stay that the robot has ended begins anew under another name", () => {
  const meeting = present();
  meeting.tick(4);
  meeting.tick(4.05);
  const dropped = meeting.handle({ type: "refused", code: "unknown_presence" }, 4.1);
  assert.deepEqual(dropped, [{ do: "drop", attempt: 2 }, { do: "drop", attempt: 1 }]);
  const [offer] = meeting.tick(6);
  assert.deepEqual(offer, { do: "offer", presence: "stay-2", attempt: 3 });
  assert.deepEqual(meeting.handle({ type: "connected", attempt: 3 }, 7), [{ do: "adopt", attempt: 3 }]);
});

test("a child that left does not come back, whatever is refused then", () => {
  const meeting = present();
  meeting.handle({ type: "leave" }, 2);
  assert.deepEqual(meeting.handle({ type: "refused", code: "unknown_presence" }, 2.1), []);
  assert.deepEqual(meeting.tick(99), []);
});

test("a fault of the robot is remembered until it lets the child in", () => {
  const meeting = made();
  meeting.handle({ type: "link", up: true, online: true }, 0);
  meeting.handle({ type: "join" }, 0);
  meeting.handle({ type: "refused", code: "fault" }, 0.1);
  assert.equal(meeting.faulty, true);
  assert.deepEqual(kinds(meeting.tick(1)), ["offer"]);
  assert.equal(meeting.faulty, true);
  meeting.handle({ type: "connected", attempt: 2 }, 2);
  assert.equal(meeting.faulty, false);
});

for (const reason of ["gone", "shutdown"]) {
  test(`${reason} brings the child back with a stay of its own`, () => {
    const meeting = present();
    assert.deepEqual(kinds(meeting.handle({ type: "ended", reason }, 5)), ["drop"]);
    const [offer] = meeting.tick(10);
    assert.equal(offer.presence, "stay-2");
    assert.ok(offer.attempt > 1);
  });
}

for (const reason of ["left", "ended_by_class", "taken_over", "battery"]) {
  test(`${reason} is the end`, () => {
    const meeting = present();
    assert.deepEqual(meeting.handle({ type: "ended", reason }, 5), [
      { do: "drop", attempt: 1 },
      { do: "over", reason },
    ]);
    assert.deepEqual(meeting.tick(99), []);
  });
}

test("after the end one may come again", () => {
  const meeting = present();
  meeting.handle({ type: "leave" }, 5);
  meeting.handle({ type: "robot", online: true }, 6);
  assert.deepEqual(meeting.handle({ type: "join" }, 7), [{ do: "offer", presence: "stay-2", attempt: 1 }]);
});

for (const reason of ["revoked", "no_loan", "not_begun"]) {
  test(`a right that is gone (${reason}) ends it, and nothing is tried again`, () => {
    const meeting = present();
    assert.deepEqual(meeting.handle({ type: "ended", reason }, 2), [
      { do: "drop", attempt: 1 },
      { do: "over", reason },
    ]);
    assert.equal(meeting.phase, "over");
    assert.deepEqual(meeting.handle({ type: "link", up: true, online: true }, 3), []);
    assert.deepEqual(meeting.tick(100), []);
  });
}
