import assert from "node:assert/strict";
import { test } from "node:test";

import { Uplink, asking } from "../../../pupil_app/js/lesson/uplink.js";

/** A way up that is looked at once a second; so much is sent over it. */
class Line {
  uplink = new Uplink();
  nowS = 0;
  sentBytes = 0;

  /** @param {number} seconds */
  go(seconds, availableBps, roundTripS, sentBps = 130_000) {
    for (let second = 0; second < seconds; second += 1) {
      this.nowS += 1;
      this.sentBytes += sentBps / 8;
      this.uplink.add({ sentBytes: this.sentBytes, availableBps, roundTripS }, this.nowS);
    }
    return this.uplink.voice;
  }
}

test("a wide line carries the whole voice", () => {
  assert.equal(new Line().go(100, 300_000, 0.04), "whole");
});

test("a line that queues and carries less gets a lean voice soon", () => {
  const line = new Line();
  line.go(10, 300_000, 0.04);
  assert.equal(line.go(1, 82_000, 0.8), "whole");
  assert.equal(line.go(1, 82_000, 0.8), "lean");
  assert.equal(line.go(10, 82_000, 0.8, 51_000), "lean", "the queue drains");
});

test("a line that is too narrow for that as well gets a thin one, and nothing is below it", () => {
  const line = new Line();
  line.go(10, 300_000, 0.04);
  line.go(2, 40_000, 0.8);
  assert.equal(line.go(2, 40_000, 0.8, 51_000), "thin");
  assert.equal(line.go(20, 20_000, 0.8, 30_000), "thin");
});

test("the robot's word makes the voice leaner at once, and again after time to drain", () => {
  const line = new Line();
  line.go(10, 300_000, 0.04);
  assert.equal(line.uplink.queues(10.2), "lean");
  assert.equal(line.uplink.queues(10.7), "lean");
  assert.equal(line.uplink.queues(13.1), "lean");
  assert.equal(line.uplink.queues(13.3), "thin");
  assert.equal(line.uplink.queues(20), "thin", "nothing is below it");
  line.nowS = 20;
  assert.equal(line.go(59, 300_000, 0.04, 30_000), "thin", "tried again a minute after the last word");
  assert.equal(line.go(2, 300_000, 0.04, 30_000), "lean");
});

test("loss without a queue keeps the copies, and a queue on the way down is none of ours", () => {
  const line = new Line();
  line.go(10, 300_000, 0.04);
  assert.equal(line.go(30, 60_000, 0.05), "whole");
  assert.equal(line.go(30, 300_000, 1), "whole");
});

test("the whole voice is tried again, and less and less often", () => {
  const line = new Line();
  line.go(10, 300_000, 0.04);
  const tries = [];
  for (let round = 0; round < 7; round += 1) {
    assert.equal(line.go(2, 82_000, 0.8), "lean");
    const sinceS = line.nowS;
    while (line.go(1, 82_000, 0.05, 51_000) === "lean");
    tries.push(line.nowS - sinceS);
  }
  assert.deepEqual(tries, [60, 120, 240, 480, 960, 960, 960]);
});

test("a browser that tells nothing changes nothing", () => {
  const line = new Line();
  assert.equal(line.go(20, null, 0.9), "whole");
  assert.equal(line.go(20, 10_000, null), "whole");
});

const ANSWER = [
  "v=0",
  "m=audio 9 UDP/TLS/RTP/SAVPF 63 111",
  "a=mid:0",
  "a=ptime:10",
  "a=rtpmap:63 red/48000/2",
  "a=fmtp:63 111/111",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;maxaveragebitrate=40000",
  "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
  "a=mid:1",
  "",
].join("\r\n");

test("a leaner voice is the same answer with Opus first, longer packets and fewer bits", () => {
  const changed = (voice) => {
    const before = ANSWER.split("\r\n");
    return asking(ANSWER, voice).split("\r\n").filter((line, at) => line !== before[at]);
  };
  assert.deepEqual(changed("whole"), []);
  assert.deepEqual(changed("lean"), [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111 63",
    "a=ptime:20",
    "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=32000",
  ]);
  assert.deepEqual(changed("thin").slice(1), [
    "a=ptime:40",
    "a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=16000",
  ]);
});

test("an answer without RED is asked for once only what it has, and one without Opus is left", () => {
  const plain = ANSWER.replace(" 63 111", " 111").replace("minptime=10;", "minptime=10;useinbandfec=1;");
  assert.match(asking(plain, "lean"), /SAVPF 111\r\n/);
  assert.equal(asking(plain, "lean").match(/useinbandfec/g)?.length, 1);
  const other = ANSWER.replaceAll("opus", "pcmu");
  assert.equal(asking(other, "thin"), other);
});
