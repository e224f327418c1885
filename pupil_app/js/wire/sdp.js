// @ts-check
/** PURE. Signed part of a session description. Mirrors `bridge.protocol.sdp.Summary`. No I/O. */

/** @typedef {{fingerprint: string, media: [string, string][]}} Summary */

const DIRECTIONS = ["sendrecv", "sendonly", "recvonly", "inactive"];

/**
 * Return the one DTLS fingerprint and every media section with its direction.
 *
 * @param {string} sdp
 * @returns {Summary}
 * @throws {RangeError} if there is no fingerprint, or more than one
 */
export function summary(sdp) {
  const fingerprints = new Set();
  let session = "sendrecv";
  /** @type {[string, string][]} */
  const media = [];
  for (const line of sdp.split(/\r\n|\n/)) {
    if (line.startsWith("m=")) {
      media.push([line.slice(2).split(" ", 1)[0], session]);
    } else if (line.startsWith("a=fingerprint:")) {
      fingerprints.add(fingerprint(line.slice("a=fingerprint:".length)));
    } else if (line.startsWith("a=") && DIRECTIONS.includes(line.slice(2))) {
      if (media.length) media[media.length - 1][1] = line.slice(2);
      else session = line.slice(2);
    }
  }
  if (fingerprints.size !== 1) throw new RangeError("exactly one fingerprint is needed");
  return { fingerprint: [...fingerprints][0], media };
}

/**
 * Return a description without the candidates that the robot cannot use: TCP, hidden names, the
 * second component. A laptop with many networks would otherwise exceed the bridge's limit.
 *
 * @param {string} sdp
 * @returns {string}
 */
export const lean = (sdp) =>
  sdp
    .split("\n")
    .filter((line) => !line.startsWith("a=candidate:") || isUsable(line))
    .join("\n");

/** @param {string} line @returns {boolean} */
function isUsable(line) {
  const [, component, transport = "", , address = ""] = line.trim().split(" ");
  return component === "1" && transport.toLowerCase() === "udp" && !address.toLowerCase().endsWith(".local");
}

/** @param {string} text @returns {string} algorithm in lower case, bytes in upper case */
function fingerprint(text) {
  const [algorithm = "", bytes = ""] = text.trim().split(/ +/);
  return `${algorithm.toLowerCase()} ${bytes.toUpperCase()}`;
}

/**
 * Tell whether a child may offer this: one sound, one picture to receive, one data section, and
 * nothing that could show the child.
 *
 * @param {Summary} own
 * @returns {boolean}
 */
export function isOurOffer(own) {
  const [sound, picture, data, ...more] = own.media;
  return (
    more.length === 0 &&
    sound?.[0] === "audio" &&
    ["sendrecv", "recvonly"].includes(sound[1]) &&
    picture?.[0] === "video" &&
    picture[1] === "recvonly" &&
    data?.[0] === "application"
  );
}
