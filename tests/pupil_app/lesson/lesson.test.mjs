import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Lesson } from "../../../pupil_app/js/lesson/lesson.js";
import { makeDeviceKey } from "../../../pupil_app/js/wire/proofs.js";
import { NO_WISHES } from "../../../pupil_app/js/lesson/wishes.js";
import { began, FakePeer } from "./running.mjs";

test("a new connection tells it all again", () => {
  const made = began();
  made.lesson.rebuild();
  made.peers[1].parts.state("connected");
  assert.deepEqual(made.peers[1].said("hand").map(({ raised }) => raised), [false]);
});

test("the page is told whether the microphone is in the connection that carries the lesson", () => {
  const { told } = began();
  assert.deepEqual(told.filter(({ type }) => type === "adopted"), [{ type: "adopted", sends: true, hasPicture: true }]);
});

test("a robot that ends the stay is believed on the data channel alone", () => {
  const made = began();
  made.lesson.linkDown();
  made.peer.hear({ type: "ended", presence: "of somebody else", reason: "revoked" });
  assert.equal(made.lesson.runs, true);
  made.pass(2.5, false); // the stay's name is seen in what goes through the bridge
  made.peer.hear({ type: "ended", presence: made.presence, reason: "revoked" });
  assert.equal(made.lesson.runs, false);
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "revoked" }]);
});

test("a right that the bridge takes back ends the lesson, and no connection is built any more", () => {
  const made = began();
  made.lesson.end("no_loan");
  assert.equal(made.lesson.runs, false);
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "no_loan" }]);
  made.lesson.welcome({ type: "welcome_pupil", unix_s: 5, robot_online: true, ice_servers: [] });
  assert.equal(made.peers.length, 1);
});

test("a refusal of the offer counts whatever its code, one of a late candidate never", () => {
  const made = began();
  made.lesson.rebuild();
  assert.equal(made.peers.length, 2);
  for (const code of ["sdp_candidate", "robot_away", "too_fast"]) {
    made.lesson.receive({ type: "refused", code, text: "", re: "candidate" });
  }
  made.peers[1].parts.state("connected");
  assert.equal(made.told.filter(({ type }) => type === "adopted").length, 2);
  made.lesson.rebuild();
  made.lesson.receive({ type: "refused", code: "sdp_candidate", text: "", re: "offer" });
  assert.deepEqual(made.told.filter(({ type }) => type === "over"), [{ type: "over", reason: "sdp_candidate" }]);
});

const SDP = readFileSync(new URL("../../messages/sdp/chromium_early_offer.sdp", import.meta.url), "utf8");

test("an offer replies to the robot's newest nonce, on whichever road that came", async () => {
  const { privateKey } = await makeDeviceKey();
  let offered = (/** @type {any} */ message) => void message;
  const lesson = new Lesson({
    device: { pairing: { robotKey: "robot" }, publicKey: "child", key: privateKey },
    send: (message) => (message.type === "offer" && offered(message), true),
    track: () => null,
    expectsPicture: () => false,
    tell: () => undefined,
    adopt: () => undefined,
    makePeer: (parts) => Object.assign(new FakePeer(parts), { offer: () => Promise.resolve(SDP) }),
    clockS: () => 100,
    pulse: () => () => undefined,
    watch: () => () => undefined,
  });
  const next = (/** @type {() => void} */ cause) =>
    new Promise((resolve) => {
      offered = (message) => resolve(message.binding.reply_to);
      cause();
    });
  lesson.welcome({ type: "welcome_pupil", robot_online: true, ice_servers: [], offer_nonce: "first" });
  assert.equal(await next(() => lesson.join(NO_WISHES)), "first");
  lesson.receive({ type: "offer_nonce", nonce: "second" });
  lesson.receive({ type: "ended", presence: "another", reason: "gone" });
  lesson.leave();
  assert.equal(await next(() => lesson.join(NO_WISHES)), "second");
  lesson.receive({ type: "robot_status", online: false });
  lesson.leave();
  lesson.join(NO_WISHES);
  assert.equal(await next(() => lesson.receive({ type: "robot_status", online: true, offer_nonce: "third" })), "third");
});

test("a page that goes says so once, and not outside of a lesson", () => {
  const made = began();
  made.lesson.close();
  const left = made.sent.filter(({ type }) => type === "leave");
  assert.deepEqual(left, [{ type: "leave", presence: left[0].presence, closing: true }]);
  made.lesson.leave();
  made.sent.length = 0;
  made.lesson.close();
  assert.deepEqual(made.sent, []);
});

test("a network that changes builds a new connection, which is taken into use once it is heard", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const made = began();
  made.pass(0.2, true);
  made.changed();
  const [, next] = made.peers;
  next.isHeard = false;
  next.parts.state("connected");
  const adopted = () => made.told.filter(({ type }) => type === "adopted").length;
  context.mock.timers.tick(100);
  assert.equal(adopted(), 1);
  next.isHeard = true;
  context.mock.timers.tick(20);
  assert.equal(adopted(), 2);
});

test("a robot that is silent on purpose is not waited for", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const made = began();
  made.changed();
  made.peers[1].isHeard = false;
  made.peers[1].parts.state("connected");
  for (let looks = 0; looks < 20; looks += 1) context.mock.timers.tick(20);
  assert.equal(made.told.filter(({ type }) => type === "adopted").length, 2);
});

test("the bridge is asked while the robot of a lesson is silent, and not after it", () => {
  const made = began();
  made.pass(1, true);
  assert.equal(made.lesson.isWorried, false);
  made.pass(1, false);
  assert.equal(made.lesson.isWorried, true);
  made.lesson.leave();
  assert.equal(made.lesson.isWorried, false);
});

test("an attempt uses the servers that the bridge told last", () => {
  const made = began();
  const fresh = [{ urls: "turn:fresh.example", username: "1789043200:x", credential: "c" }];
  made.lesson.receive({ type: "ice_servers", ice_servers: fresh });
  made.lesson.rebuild();
  assert.deepEqual(made.peers.map(({ parts }) => parts.iceServers), [[], fresh]);
});

test("another connection is built for the first wish for far copies, and for no other", () => {
  const { lesson, peers, peer, spreading, pass } = began();
  pass(1, true);
  peer.hear({ type: "voice_copies", after_packets: 1 });
  assert.equal(spreading.starts, 0, "the browser does that by itself");
  peer.hear({ type: "voice_copies", after_packets: 3 });
  assert.equal(spreading.starts, 1);
  assert.equal(peers.length, 1, "not before the worker runs");
  spreading.begin();
  assert.equal(peers.length, 2);
  peers[1].parts.state("connected");
  pass(1, true);
  peers[1].hear({ type: "voice_copies", after_packets: 2 });
  assert.equal(peers[1].copiesAfter, 2);
  assert.deepEqual([spreading.starts, peers.length], [1, 2]);
  lesson.leave();
  peer.hear({ type: "voice_copies", after_packets: 3 });
  assert.equal(spreading.starts, 1, "the connection is not ours any more");
});

test("the robot's word that the voice queues goes to the connection that it is about", () => {
  const { lesson, peers, peer, pass } = began();
  pass(1, true);
  peer.hear({ type: "voice_queues", queue_ms: 240 });
  assert.equal(peer.words, 1);
  lesson.rebuild();
  peers[1].hear({ type: "voice_queues", queue_ms: 300 });
  assert.deepEqual([peer.words, peers[1].words], [1, 1]);
});
