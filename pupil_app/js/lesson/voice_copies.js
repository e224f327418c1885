// @ts-check
/**
 * PURE. Redundant sound (RED, RFC 2198) whose copies follow further behind. No I/O.
 *
 * A browser repeats each packet of the voice in the next one. Where several are lost in a row, the
 * copy is lost with its packet; one that follows later is not.
 */

const MORE = 0x80;

/** Largest age and length of a copy, by the bits of its header (section 3). */
const MOST_AGE = 2 ** 14 - 1;
const MOST_BYTES = 2 ** 10 - 1;

/** Farthest copy that a robot asks for, in packets. */
export const MOST_PACKETS = 3;

/** @typedef {{rtpTime: number, data: Uint8Array}} Packet of sound, without RED */

export class VoiceCopies {
  /** Packets from a packet to its copy; 1 is what the browser does by itself. */
  after = 1;
  /** @type {Packet[]} the newest last */
  #sent = [];

  /**
   * Return the payload with its copy exchanged; null leaves it as it is.
   *
   * @param {Uint8Array} payload RED of the browser
   * @param {number} rtpTime 32 bits
   * @returns {Uint8Array | null}
   */
  spread(payload, rtpTime) {
    const data = this.after > 1 ? primary(payload) : null;
    if (!data) return null;
    const earlier = this.#sent.at(-this.after);
    this.#sent = [...this.#sent, { rtpTime, data }].slice(-MOST_PACKETS);
    if (!earlier) return null;
    const age = (rtpTime - earlier.rtpTime) >>> 0;
    if (age < 1 || age > MOST_AGE || earlier.data.length > MOST_BYTES) return null;
    return joined(payload[0] & ~MORE, earlier.data, age, data);
  }
}

/**
 * Return the packet that a payload brings, without its copies; null if the payload is broken.
 *
 * @param {Uint8Array} payload @returns {Uint8Array | null}
 */
function primary(payload) {
  let [at, copies] = [0, 0];
  for (; payload[at] & MORE; at += 4) copies += ((payload[at + 2] & 3) << 8) | payload[at + 3];
  const begin = at + 1 + copies;
  return begin < payload.length ? payload.slice(begin) : null;
}

/** @param {number} codec payload type @param {Uint8Array} copy @param {number} age @param {Uint8Array} data */
function joined(codec, copy, age, data) {
  const made = new Uint8Array(5 + copy.length + data.length);
  const word = (age << 10) | copy.length;
  made.set([MORE | codec, word >> 16, (word >> 8) & 0xff, word & 0xff, codec]);
  made.set(copy, 5);
  made.set(data, 5 + copy.length);
  return made;
}
