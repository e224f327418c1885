import assert from "node:assert/strict";
import { test } from "node:test";

import { reaches } from "../../../pupil_app/js/wire/reaching.js";

const { signal } = new AbortController();

test("the bridge is asked beside its socket, and nothing is stored", async (context) => {
  const asked = [];
  context.mock.method(globalThis, "fetch", async (url, options) => {
    asked.push([String(url), options.method, options.cache, options.signal]);
    return { status: 200 };
  });
  assert.equal(await reaches("wss://karlsson.example:8443/signal", signal), true);
  assert.deepEqual(asked, [["https://karlsson.example:8443/healthz", "HEAD", "no-store", signal]]);
});

test("a portal, a proxy before a dead bridge and a dead network are no bridge", async (context) => {
  const answers = [{ status: 0, type: "opaqueredirect" }, { status: 502 }, new TypeError("Failed to fetch"), { status: 404 }];
  context.mock.method(globalThis, "fetch", async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const found = [];
  while (answers.length) found.push(await reaches("ws://localhost/signal", signal));
  assert.deepEqual(found, [false, false, false, true]);
});
