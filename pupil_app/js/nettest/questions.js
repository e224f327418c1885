// @ts-check
/**
 * Many questions to a server over UDP. A browser asks a STUN server once for each connection that
 * it prepares, and again only if nothing comes back; so a lost question is told by its late answer.
 */

const QUESTIONS = 30;
const GAP_MS = 70;

/** Time after which a browser asks again, in ms: Firefox, which tells no refusals, does it sooner. */
export const AGAIN_MS = "onicecandidateerror" in (globalThis.RTCPeerConnection?.prototype ?? {}) ? 250 : 100;

/** Longest wait for an answer. */
const ANSWER_MS = 700;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Return the question that a server over UDP answers without a credential.
 *
 * @param {string} url of a STUN server, or of a relay over UDP
 */
export const questionOf = (url) => url.replace(/^turn:/, "stun:").replace(/\?transport=udp$/, "");

/**
 * Ask a STUN server often.
 *
 * @param {string} url
 * @returns {Promise<(number | null)[]>} times until the answer in ms, null without one
 */
export async function askOften(url) {
  /** @type {Promise<number | null>[]} */
  const asked = [];
  const begun = performance.now();
  while (asked.length < QUESTIONS && performance.now() - begun < 2 * QUESTIONS * GAP_MS) {
    asked.push(ask(url));
    await pause(GAP_MS);
  }
  return Promise.all(asked);
}

/** @param {string} url @returns {Promise<number | null>} */
async function ask(url) {
  let peer;
  try {
    peer = new RTCPeerConnection({ iceServers: [{ urls: url }] });
  } catch {
    return null;
  }
  const asked = peer;
  const begun = performance.now();
  try {
    return await new Promise((resolve) => {
      const answered = () => resolve(performance.now() - begun);
      let silent = false;
      setTimeout(() => resolve(null), ANSWER_MS);
      asked.onicecandidateerror = () => (silent = true);
      asked.onicecandidate = ({ candidate }) => {
        if (candidate && / typ srflx /.test(`${candidate.candidate} `)) answered();
      };
      // An answer that shows no NAT makes no candidate: then the search just ends.
      asked.onicegatheringstatechange = () => {
        if (asked.iceGatheringState === "complete" && !silent) answered();
      };
      asked.createDataChannel("nettest");
      asked.setLocalDescription().catch(() => resolve(null));
    });
  } finally {
    asked.close();
  }
}
