import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Liveness, PATIENCE_S, retryS } from "../../../pupil_app/js/wire/liveness.js";

/** A link that was welcomed at second 0. */
function welcomed(answers = true) {
  const liveness = new Liveness();
  liveness.dialed(0);
  liveness.reached("open", 0);
  liveness.heard(0);
  liveness.reached("challenged", 0);
  liveness.heard(0);
  liveness.reached("welcomed", 0);
  liveness.knows(answers);
  return liveness;
}

test("a bridge that is quiet is asked seldom, and soon while somebody is missing", () => {
  const liveness = welcomed();
  assert.deepEqual([liveness.isDue(0.4, true), liveness.isDue(0.5, true)], [false, true]);
  assert.deepEqual([liveness.isDue(4.9, false), liveness.isDue(5, false)], [false, true]);
});

test("a question without a sign for a second ends the socket, and any message is a sign", () => {
  const liveness = welcomed();
  assert.equal(liveness.ask(10), true);
  assert.deepEqual([liveness.ask(10.1), liveness.isDue(10.5, true)], [false, false]);
  assert.deepEqual([liveness.isGone(10 + PATIENCE_S), liveness.isGone(10.01 + PATIENCE_S)], [false, true]);
  liveness.heard(10.9);
  assert.equal(liveness.isGone(12), false);
});

test("a bridge that only is quiet is never given up", () => {
  assert.equal(welcomed().isGone(1000), false);
});

test("an older bridge is not asked: it would take that for a mistake", () => {
  const liveness = welcomed(false);
  assert.deepEqual([liveness.isDue(100, true), liveness.ask(100), liveness.isGone(1000)], [false, false, false]);
});

test("a socket that does not connect is given up soon, and every third one has longer", () => {
  const liveness = welcomed();
  const waits = [1, 2, 3, 4].map(() => {
    liveness.dialed(0);
    return [1.4, 1.6, 3.9, 4.1].find((nowS) => liveness.isGone(nowS));
  });
  assert.deepEqual(waits, [1.6, 1.6, 4.1, 1.6]);
});

test("the first try of a page has longer", () => {
  const liveness = new Liveness();
  liveness.dialed(0);
  assert.deepEqual([liveness.isGone(3.9), liveness.isGone(4.1)], [false, true]);
});

test("whoever has spoken is waited for longer, and nothing is asked before the welcome", () => {
  const liveness = new Liveness();
  liveness.dialed(0);
  assert.equal(liveness.isUntried, true);
  liveness.reached("open", 1);
  assert.deepEqual([liveness.isUntried, liveness.isGone(4.9), liveness.isGone(5.1)], [false, false, true]);
  liveness.reached("challenged", 2);
  assert.deepEqual([liveness.isGone(11.9), liveness.ask(11), liveness.isGone(12.1)], [false, false, true]);
});

test("a question of the old socket is none of the new one", () => {
  const liveness = welcomed();
  liveness.ask(10);
  liveness.dialed(10.5);
  liveness.reached("welcomed", 11);
  assert.equal(liveness.isGone(20), false);
});

test("a lesson waits a second at most for the next try, and not at all after a silence", () => {
  assert.deepEqual([retryS(8, true, false), retryS(0.3, true, false), retryS(8, true, true)], [1, 0.3, 0]);
  assert.deepEqual([retryS(8, false, false), retryS(8, false, true)], [8, 8]);
});

test("after some failed sockets the bridge is asked first, until it has let us in again", () => {
  const liveness = welcomed();
  const asks = [1, 2, 3, 4].map((nowS) => {
    liveness.dialed(nowS);
    const { asksFirst } = liveness;
    liveness.reached("connecting", nowS);
    return asksFirst;
  });
  assert.deepEqual(asks, [false, false, false, true]);
  liveness.reached("welcomed", 5);
  liveness.dialed(6);
  assert.equal(liveness.asksFirst, false);
});

test("the patience is that of the wire", () => {
  const python = readFileSync(new URL("../../../bridge/protocol/limits.py", import.meta.url), "utf8");
  assert.equal(Number(/^PATIENCE_S = ([\d.]+)/m.exec(python)?.[1]), PATIENCE_S);
});
