// @ts-check
/** PURE. Loss on a road: what became of packets, and what it means for a voice. No I/O. */

import { STUCK_MS } from "./judging.js";

/** Packets that left, those that never came, and those that came too late; `ms` is the round trip in the middle. */
/** @typedef {{ sent: number, lost: number, late: number, ms: number | null }} Loss */
/** @typedef {"few" | "some" | "many"} LossLevel */

/** Shares of missing packets from which a voice has small gaps, and large ones; as in `robot/doctor/network.py`. */
export const MOST_LOST = 0.02;
export const MUCH_LOST = 0.1;

/** Fewer packets say nothing. */
const FEWEST = 20;

/**
 * @param {readonly (number | null)[]} packets times on the way in ms, null for one that never came
 * @returns {Loss | null} null where too few left
 */
export function lossOfPackets(packets) {
  const { came, middle } = sorted(packets);
  if (packets.length < FEWEST) return null;
  const late = came.filter((ms) => ms > Number(middle) + STUCK_MS).length;
  return { sent: packets.length, lost: packets.length - came.length, late, ms: middle };
}

/**
 * What is answered much later than the others was answered when it was asked again.
 *
 * @param {readonly (number | null)[]} questions times until the answer in ms, with those of the browser itself
 * @param {number} againMs time after which the browser asks again
 * @returns {Loss | null} null where nobody answers
 */
export function lossOfQuestions(questions, againMs) {
  const { came, middle } = sorted(questions);
  if (middle === null || questions.length < FEWEST) return null;
  const inTime = came.filter((ms) => ms <= middle + againMs / 2).length;
  return { sent: questions.length, lost: questions.length - inTime, late: 0, ms: null };
}

/** @param {Loss} loss @returns {LossLevel} what is too late is missing, too */
export function levelOf(loss) {
  const share = shareOf(loss);
  if (share > MUCH_LOST) return "many";
  return share > MOST_LOST ? "some" : "few";
}

/**
 * @param {readonly import("./judging.js").Road[]} roads
 * @returns {LossLevel | null} on the road that a lesson would take: UDP where it is open, and the better one
 */
export function lessonLoss(roads) {
  const counted = roads.flatMap(({ kind, loss }) => (loss ? [{ overUdp: kind === "stun" || kind === "udp", loss }] : []));
  const overUdp = counted.filter((road) => road.overUdp);
  const [best] = (overUdp.length ? overUdp : counted).map(({ loss }) => loss).sort((one, other) => shareOf(one) - shareOf(other));
  return best ? levelOf(best) : null;
}

/** @param {Loss} loss */
const shareOf = ({ sent, lost, late }) => (lost + late) / sent;

/** @param {readonly (number | null)[]} times */
function sorted(times) {
  const came = times.flatMap((ms) => (ms === null ? [] : [ms])).sort((one, other) => one - other);
  return { came, middle: came.length ? came[Math.floor(came.length / 2)] : null };
}
