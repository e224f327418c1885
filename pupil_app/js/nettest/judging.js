// @ts-check
/** PURE. What a network test has found, and what it means for a lesson. No I/O. */

/** @typedef {"open" | "blocked" | "unclear"} RoadState */
/** @typedef {"stun" | "udp" | "tcp" | "tls"} RoadKind */
/** @typedef {{ url: string, kind: RoadKind, state: RoadState, loss: import("./loss.js").Loss | null }} Road */
/** @typedef {{ median: number, late: number, stalled: number }} Times */
/**
 * @typedef {{
 *   websocket: RoadState, roads: Road[], times: Times | null, downKbit: number | null, upKbit: number | null,
 * }} Found
 */
/** @typedef {{ host: string, port: number, protocol: "TCP" | "UDP" }} Need */

/** Kilobits a second below which a picture has to become small. */
export const ENOUGH_KBIT = 800;

/** Share of echoes that are stuck, above which words get lost. */
export const MANY_STALLED = 0.05;

/** An echo, or a packet, that comes so much later than the others, in ms, was stuck behind a lost one. */
export const STUCK_MS = 200;

const PORTS = Object.freeze({ stun: 3478, udp: 3478, tcp: 3478, tls: 5349 });

/** @param {string} url of an ICE server @returns {RoadKind} */
export function kindOf(url) {
  if (url.startsWith("stun")) return "stun";
  if (url.startsWith("turns:")) return "tls";
  return url.endsWith("?transport=tcp") ? "tcp" : "udp";
}

/**
 * @param {string} publicUrl @param {readonly string[]} urls of ICE servers
 * @returns {Need[]} each host and port once, the bridge first
 */
export function needsOf(publicUrl, urls) {
  /** @type {Need[]} */
  const needs = [];
  /** @param {Need} need */
  const add = (need) => {
    const same = needs.some(({ host, port, protocol }) => host === need.host && port === need.port && protocol === need.protocol);
    if (!same) needs.push(need);
  };
  const own = /^(https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(publicUrl);
  if (own) add({ host: own[2], port: Number(own[3] ?? (own[1] === "https" ? 443 : 80)), protocol: "TCP" });
  for (const url of urls) {
    const found = /^(?:stuns?|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?/.exec(url);
    if (!found) continue;
    const kind = kindOf(url);
    const protocol = kind === "tcp" || kind === "tls" ? "TCP" : "UDP";
    add({ host: found[1], port: Number(found[2] ?? PORTS[kind]), protocol });
  }
  return needs;
}

/** @param {readonly number[]} echoes times in ms @returns {Times | null} */
export function timesOf(echoes) {
  if (!echoes.length) return null;
  const sorted = [...echoes].sort((one, other) => one - other);
  /** @param {number} share */
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const median = at(0.5);
  const stuck = sorted.filter((ms) => ms > median + STUCK_MS).length;
  return { median, late: at(0.95), stalled: stuck / sorted.length };
}

/**
 * @param {Found} found
 * @returns {"good" | "relay" | "relay_only" | "no_media" | "unclear" | "blocked"}
 */
export function verdictOf({ websocket, roads }) {
  if (websocket !== "open") return "blocked";
  /** @param {RoadKind[]} kinds */
  const anyOpen = (...kinds) => roads.some(({ kind, state }) => kinds.includes(kind) && state === "open");
  if (anyOpen("stun", "udp")) return "good";
  const udpAsked = roads.some(({ kind }) => kind === "stun" || kind === "udp");
  if (anyOpen("tcp", "tls")) return udpAsked ? "relay" : "relay_only";
  return roads.some(({ kind, state }) => kind !== "stun" && state === "blocked") ? "no_media" : "unclear";
}

/**
 * @param {Found} found @param {import("./loss.js").LossLevel | null} lesson loss on the road that a lesson would take
 * @returns {string[]} keys of what else is worth a word
 */
export function remarksOf({ times, downKbit, upKbit }, lesson) {
  const remarks = [];
  const narrow = [downKbit, upKbit].some((kbit) => kbit !== null && kbit < ENOUGH_KBIT);
  if (narrow) remarks.push("narrow");
  if (lesson === "some" || lesson === "many") remarks.push(`lost_${lesson}`);
  else if (times && times.stalled > MANY_STALLED) remarks.push("lossy");
  return remarks;
}
