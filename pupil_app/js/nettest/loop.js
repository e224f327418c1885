// @ts-check
/**
 * A loop through our own relay: both ends are here, so each packet goes up this line and down
 * again. Packets are as many and as long as those of a voice, and none is sent twice.
 */

/** @typedef {{ urls: string, username: string, credential: string }} RelayServer */

const PACKETS = 100;
const PACKET_BYTES = 100;
const GAP_MS = 20;

/** Longest time to connect after the line has become free, to send, and for the last packets to come. */
const CONNECT_MS = 1500;
const SEND_MS = 2200;
const LAST_MS = 400;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Send packets through a relay, and take them back.
 *
 * @param {RelayServer} server
 * @param {Promise<void>} free when nothing else fills the line
 * @returns {Promise<(number | null)[]>} times on the way in ms, null for a packet that never came; empty without a way
 */
export async function loop(server, free) {
  /** @type {RTCPeerConnection[]} */
  const ends = [];
  try {
    for (let end = 0; end < 2; end += 1) ends.push(new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: "relay" }));
    const [out, back] = ends.map((end) => end.createDataChannel("nettest", { negotiated: true, id: 0, ordered: false, maxRetransmits: 0 }));
    const opened = new Promise((resolve) => out.addEventListener("open", () => resolve(true)));
    await join(ends[0], ends[1]);
    const tooLate = free.then(() => pause(CONNECT_MS));
    if ((await Promise.race([opened, tooLate])) !== true) return [];
    await free;
    return await exchange(out, back);
  } catch {
    return []; // no such road in this browser, or not with this server
  } finally {
    for (const end of ends) end.close();
  }
}

/** @param {RTCPeerConnection} one @param {RTCPeerConnection} other */
async function join(one, other) {
  /** @type {(value?: unknown) => void} */
  let describe = () => {};
  const described = new Promise((resolve) => (describe = resolve));
  for (const [from, to] of [[one, other], [other, one]]) {
    from.onicecandidate = ({ candidate }) => {
      // A candidate that the other end cannot use is one way less; the deadline tells if none is left.
      if (candidate) described.then(() => to.addIceCandidate(candidate)).catch(() => {});
    };
  }
  await one.setLocalDescription();
  await other.setRemoteDescription(/** @type {RTCSessionDescription} */ (one.localDescription));
  await other.setLocalDescription();
  await one.setRemoteDescription(/** @type {RTCSessionDescription} */ (other.localDescription));
  describe();
}

/**
 * @param {RTCDataChannel} out @param {RTCDataChannel} back
 * @returns {Promise<(number | null)[]>}
 */
async function exchange(out, back) {
  /** @type {number[]} */
  const sentAt = [];
  /** @type {(number | null)[]} */
  const times = [];
  let came = 0;
  /** @type {(value?: unknown) => void} */
  let end = () => {};
  const all = new Promise((resolve) => (end = resolve));
  back.binaryType = "arraybuffer";
  back.onmessage = ({ data }) => {
    const number = new DataView(data).getUint16(0);
    if (times[number] !== null) return;
    times[number] = performance.now() - sentAt[number];
    came += 1;
    if (came === PACKETS) end();
  };
  const begun = performance.now();
  for (let now = begun; sentAt.length < PACKETS && now - begun < SEND_MS; now = performance.now()) {
    // A timer that came late has more than one to send.
    for (const due = (now - begun) / GAP_MS; sentAt.length <= due && sentAt.length < PACKETS; ) {
      if (out.readyState !== "open") return times;
      const packet = new DataView(new ArrayBuffer(PACKET_BYTES));
      packet.setUint16(0, sentAt.length);
      sentAt.push(performance.now());
      times.push(null);
      out.send(packet.buffer);
    }
    await pause(GAP_MS);
  }
  await Promise.race([all, pause(LAST_MS)]);
  return times;
}
