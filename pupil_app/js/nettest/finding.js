// @ts-check
/** One test of all roads: which are open, how fast, and how lossy once nothing else fills the line. */

import { kindOf, timesOf } from "./judging.js";
import { loop } from "./loop.js";
import { lossOfPackets, lossOfQuestions } from "./loss.js";
import { askServer, measure } from "./probes.js";
import { AGAIN_MS, askOften, questionOf } from "./questions.js";

/** Servers over UDP that are asked often; each takes a browser some work. */
const MOST_ASKED = 3;

/** @typedef {import("./loss.js").Loss} Loss */

/**
 * @param {readonly string[]} urls of ICE servers
 * @returns {Promise<import("./judging.js").Found>}
 */
export async function find(urls) {
  /** @type {() => void} */
  let leave = () => {};
  /** @type {Promise<void>} */
  const free = new Promise((resolve) => (leave = resolve));
  /** @type {Map<string, Promise<Loss | null>>} */
  const losses = new Map();
  const asked = [...new Set(urls.filter(isUdp).map(questionOf))].slice(0, MOST_ASKED);
  // Beside the echoes, which are as small; the load comes after both.
  for (const url of asked) losses.set(url, askOften(url).then((times) => lossOfQuestions(times, AGAIN_MS)));

  const socket = `${location.origin.replace(/^http/, "ws")}/nettest/socket`;
  const measured = measure(socket, (servers) => {
    // They connect while the load is on its way, and wait for its end.
    for (const server of servers) losses.set(server.urls, loop(server, free).then(lossOfPackets));
  }).finally(leave);

  const [line, ...states] = await Promise.all([measured, ...urls.map(askServer)]);
  const roads = urls.map(async (url, at) => {
    const loss = (await losses.get(isUdp(url) ? questionOf(url) : url)) ?? null;
    // Some browsers do not tell what a relay answers; packets that came back through it do.
    const carries = loss !== null && loss.ms !== null;
    return { url, kind: kindOf(url), state: carries ? "open" : states[at], loss };
  });
  return {
    websocket: line.state,
    roads: /** @type {import("./judging.js").Road[]} */ (await Promise.all(roads)),
    times: timesOf(line.echoes),
    downKbit: line.downKbit,
    upKbit: line.upKbit,
  };
}

/** @param {string} url */
function isUdp(url) {
  const kind = kindOf(url);
  return kind === "stun" || kind === "udp";
}
