import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { kindOf, needsOf, remarksOf, timesOf, verdictOf } from "../../../pupil_app/js/nettest/judging.js";
import { TEXTS } from "../../../pupil_app/js/nettest/words.js";

const URLS = ["stun:k.example:443", "turn:k.example:443", "turn:k.example:443?transport=tcp", "turns:k.example:443?transport=tcp", "turns:r.example"];

const found = (websocket, states = {}) => ({
  websocket,
  roads: Object.entries(states).map(([kind, state]) => ({ url: kind, kind, state, loss: null })),
  times: null,
  downKbit: null,
  upKbit: null,
});

test("a road is known by the server's address", () => {
  assert.deepEqual(URLS.map(kindOf), ["stun", "udp", "tcp", "tls", "tls"]);
});

test("the sheet names each host and port once, the bridge first", () => {
  assert.deepEqual(needsOf("https://k.example", URLS), [
    { host: "k.example", port: 443, protocol: "TCP" },
    { host: "k.example", port: 443, protocol: "UDP" },
    { host: "r.example", port: 5349, protocol: "TCP" },
  ]);
  assert.deepEqual(needsOf("http://[2001:db8::1]:8080", ["canary"]), [{ host: "[2001:db8::1]", port: 8080, protocol: "TCP" }]);
});

test("a verdict says whether a lesson can take place", () => {
  assert.equal(verdictOf(found("blocked", { udp: "open" })), "blocked");
  assert.equal(verdictOf(found("open", { stun: "open", tls: "blocked" })), "good");
  assert.equal(verdictOf(found("open", { stun: "blocked", udp: "blocked", tls: "open" })), "relay");
  assert.equal(verdictOf(found("open", { tls: "open" })), "relay_only");
  assert.equal(verdictOf(found("open", { stun: "blocked", udp: "blocked", tls: "blocked" })), "no_media");
  assert.equal(verdictOf(found("open", { stun: "blocked" })), "unclear");
  assert.equal(verdictOf(found("open")), "unclear");
});

test("echoes say how fast a line is and how often it gets stuck", () => {
  assert.equal(timesOf([]), null);
  const times = timesOf([...Array(18).fill(20), 300, 500]);
  assert.deepEqual(times, { median: 20, late: 500, stalled: 0.1 });
  assert.deepEqual(remarksOf({ ...found("open"), times, downKbit: 5000, upKbit: 300 }, null), ["narrow", "lossy"]);
  assert.deepEqual(remarksOf({ ...found("open"), downKbit: 5000 }, "few"), []);
});

test("loss on the road of a lesson says more than echoes do", () => {
  const times = { median: 20, late: 500, stalled: 0.1 };
  assert.deepEqual(remarksOf({ ...found("open"), times }, "few"), ["lossy"]);
  assert.deepEqual(remarksOf({ ...found("open"), times }, "some"), ["lost_some"]);
  assert.deepEqual(remarksOf(found("open"), "many"), ["lost_many"]);
});

test("both languages say the same, with the same places to fill in", () => {
  assert.deepEqual(Object.keys(TEXTS.de), Object.keys(TEXTS.en));
  const main = readFileSync(new URL("../../../pupil_app/js/nettest/main.js", import.meta.url), "utf8");
  for (const level of ["few", "some", "many"]) assert.ok(`level_${level}` in TEXTS.de, level);
  for (const [, key] of main.matchAll(/"([a-z]+_[a-z_]+)"/g)) if (!key.startsWith("public")) assert.ok(key in TEXTS.de, key);
  const places = (text) => (text.match(/\{[a-z]+\}/g) ?? []).sort();
  for (const key of Object.keys(TEXTS.de)) assert.deepEqual(places(TEXTS.de[key]), places(TEXTS.en[key]), key);
});
