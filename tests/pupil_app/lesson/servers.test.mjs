import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { connection } from "../../../pupil_app/js/lesson/servers.js";

const stun = { urls: "stun:stun.school.example" };
const turn = { urls: "turn:turn.school.example", username: "u", credential: "c" };

class Connection {
  open = true;

  constructor(servers) {
    this.servers = servers;
  }

  close() {
    this.open = false;
  }
}

/** Refuses as Chromium does. */
function chromium() {
  const made = [];
  const make = (servers) => {
    for (const { urls, username, credential } of servers) {
      if (!/^(stun|turns?):[^\s/]+$/.test(urls)) throw new SyntaxError("url");
      if (urls.startsWith("turn") && (!username || !credential)) throw new TypeError("login");
    }
    made.push(new Connection(servers));
    return made.at(-1);
  };
  return { made, make };
}

const usable = (offered) => connection(offered, chromium().make).servers;

test.before(() => mock.method(console, "warn", () => {}));

test("a good list stays as it is", () => {
  assert.deepEqual(usable([stun, turn]), [stun, turn]);
});

test("a bad entry is left out, and the good ones stay", () => {
  for (const bad of [
    null,
    5,
    "turn:a",
    [],
    {},
    { urls: "turn:a" },
    { urls: "turn:a", username: "u" },
    { urls: "turn:a", username: "", credential: "" },
    { urls: "http://a" },
    { urls: "turn://a", username: "u", credential: "c" },
    { urls: 7 },
    { urls: null },
  ]) {
    assert.deepEqual(usable([bad, turn, bad, stun]), [turn, stun], JSON.stringify(bad));
  }
});

test("a bad URL does not spoil the others of its entry", () => {
  const several = { ...turn, urls: ["turn:a", "nonsense", "turns:b"] };
  assert.deepEqual(
    usable([several]).map(({ urls }) => urls),
    ["turn:a", "turns:b"],
  );
});

test("what is no list is an empty one", () => {
  for (const none of [undefined, null, 5, "turn:a", {}]) assert.deepEqual(usable(none), []);
});

test("a good list makes one connection, and trials of a bad one are closed", () => {
  const good = chromium();
  connection([stun, turn], good.make);
  assert.equal(good.made.length, 1);
  const bad = chromium();
  const kept = connection([stun, { urls: "turn:a" }, turn], bad.make);
  assert.deepEqual(
    bad.made.filter(({ open }) => open),
    [kept],
  );
});

test("a browser that makes no connection at all says so", () => {
  const never = () => {
    throw new TypeError("blocked");
  };
  assert.throws(() => connection([stun], never), TypeError);
  assert.throws(() => connection([], never), TypeError);
});
