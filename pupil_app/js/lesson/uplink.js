// @ts-check
/**
 * PURE. How the child's voice goes out: whole, or leaner where the way up is too narrow. No I/O.
 *
 * The voice with its copies in packets of 10 ms takes some 130 kbit/s, headers included, whatever
 * the line carries: browsers adapt pictures, not sound. On a narrow line it would stand in a queue
 * for the rest of the lesson, and the heartbeats with it. Loss alone is no reason: then the copies
 * are needed.
 */

/** @typedef {"whole" | "lean" | "thin"} Voice */
/** @typedef {{sentBytes: number, availableBps: number | null, roundTripS: number | null}} Way */

/**
 * From the best to the cheapest.
 *
 * @type {Voice[]}
 */
const VOICES = ["whole", "lean", "thin"];

/** Without copies, some 50 and 30 kbit/s with all headers (RFC 8866 section 6.4, RFC 7587 section 6.1). */
const FORMS = { lean: { packetMs: 20, bitrateBps: 24_000 }, thin: { packetMs: 40, bitrateBps: 16_000 } };

/** The line carries less than this share of what is sent, by the browser's own estimate. */
const CARRIED = 0.95;

/** And things take so much longer than they did at best, in seconds. */
const QUEUE_S = 0.12;

/** So often must both be seen in a row. */
const LOOKS = 2;

/** A better voice is tried again after so long, then after twice as long, in seconds. */
const FIRST_TRY_S = 60;
const LAST_TRY_S = 960;

export class Uplink {
  /** @type {Voice} */
  voice = "whole";
  #leastS = Infinity;
  #sentBytes = 0;
  #atS = -Infinity;
  #narrow = 0;
  #waitS = FIRST_TRY_S;
  #sinceS = 0;

  /** @param {Way} way counters since the connection began @param {number} nowS @returns {Voice} */
  add({ sentBytes, availableBps, roundTripS }, nowS) {
    const sentBps = (8 * (sentBytes - this.#sentBytes)) / (nowS - this.#atS);
    [this.#sentBytes, this.#atS] = [sentBytes, nowS];
    if (availableBps === null || roundTripS === null || !(sentBps > 0)) return this.voice;
    this.#leastS = Math.min(this.#leastS, roundTripS);
    const queues = roundTripS - this.#leastS > QUEUE_S;
    this.#narrow = queues && availableBps < CARRIED * sentBps ? this.#narrow + 1 : 0;
    if (this.#narrow >= LOOKS) {
      this.#turn(1, nowS);
    } else if (this.voice !== "whole" && !queues && nowS - this.#sinceS >= this.#waitS) {
      this.#waitS = Math.min(LAST_TRY_S, 2 * this.#waitS);
      this.#turn(-1, nowS);
    }
    return this.voice;
  }

  /** @param {number} steps @param {number} nowS */
  #turn(steps, nowS) {
    this.voice = VOICES[VOICES.indexOf(this.voice) + steps] ?? this.voice;
    this.#sinceS = nowS;
    this.#narrow = 0;
  }
}

/**
 * Return the robot's answer as if it asked for this voice. Nobody else gets to read it, and nothing
 * but the form of what we send is changed: the robot takes all of them at any time.
 *
 * @param {string} answer @param {Voice} voice @returns {string}
 */
export function asking(answer, voice) {
  if (voice === "whole") return answer;
  const { packetMs, bitrateBps } = FORMS[voice];
  return answer
    .split(/(?=^m=)/m)
    .map((section) => (section.startsWith("m=audio ") ? asked(section, packetMs, bitrateBps) : section))
    .join("");
}

/** @param {string} section @param {number} packetMs @param {number} bitrateBps @returns {string} */
function asked(section, packetMs, bitrateBps) {
  const opus = /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];
  if (!opus) return section;
  return section
    .replace(/^(m=audio \d+ \S+)(.*)$/m, (_, head, /** @type {string} */ numbers) => {
      const others = numbers.trim().split(" ").filter((number) => number !== opus);
      return [head, opus, ...others].join(" ");
    })
    .replace(/^a=ptime:\d+/m, `a=ptime:${packetMs}`)
    .replace(/;?useinbandfec=\d/, "")
    .replace(/;maxaveragebitrate=\d+/, `;useinbandfec=1;maxaveragebitrate=${bitrateBps}`);
}
