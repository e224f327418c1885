import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { isOurOffer, lean, summary } from "../../../pupil_app/js/wire/sdp.js";

const folder = new URL("../../messages/", import.meta.url);
const read = (name) => readFileSync(new URL(name, folder), "utf8");

for (const sample of existsSync(new URL("sdp.json", folder)) ? JSON.parse(read("sdp.json")) : []) {
  if (!sample.media) continue;
  test(`${sample.file} is summed up as in Python`, () => {
    const made = summary(read(`sdp/${sample.file}`));
    assert.deepEqual(made, { fingerprint: sample.fingerprint, media: sample.media });
  });
}

test("fingerprints are compared whatever their letters", () => {
  const made = summary("v=0\r\na=fingerprint:SHA-256 ab:cd\r\nm=audio 9 X 0\r\na=fingerprint:sha-256 AB:CD\r\na=recvonly\r\n");
  assert.deepEqual(made, { fingerprint: "sha-256 AB:CD", media: [["audio", "recvonly"]] });
});

test("only candidates that the robot can use are sent, and nothing else is touched", () => {
  const firefox = read("sdp/firefox_153_offer.sdp");
  const said = lean(firefox);
  assert.deepEqual(
    said.match(/candidate:.*/g).map((line) => line.split(" ")[4]),
    ["127.0.0.1", "::1", "192.0.2.10", "fd00::2"],
  );
  const others = (text) => text.split("\n").filter((line) => !line.startsWith("a=candidate:"));
  assert.deepEqual(others(said), others(firefox));
  assert.doesNotMatch(lean(read("sdp/firefox_153_denied_offer.sdp")), /candidate:/);
  const crowded = firefox.replace(/a=candidate:4 .*\n/, (line) => line.repeat(600));
  assert.ok(crowded.length > 32 * 1024 && lean(crowded).length < 16 * 1024);
});

test("no fingerprint, or two, is no description of ours", () => {
  assert.throws(() => summary("v=0\r\n"), RangeError);
  assert.throws(() => summary("a=fingerprint:sha-256 AA\r\na=fingerprint:sha-256 BB\r\n"), RangeError);
});

const offer = (...media) => isOurOffer({ fingerprint: "", media });
const sound = ["audio", "sendrecv"];
const picture = ["video", "recvonly"];
const data = ["application", "sendrecv"];

test("one sound, one picture to see, one channel section may be offered", () => {
  assert.equal(offer(sound, picture, data), true);
  assert.equal(offer(["audio", "recvonly"], picture, data), true);
});

test("anything that could show the child may not be offered", () => {
  assert.equal(offer(sound, ["video", "sendrecv"], data), false);
  assert.equal(offer(sound, ["video", "sendonly"], data), false);
  assert.equal(offer(sound, picture, data, ["video", "recvonly"]), false);
  assert.equal(offer(sound, sound, data), false);
  assert.equal(offer(sound, picture), false);
});
