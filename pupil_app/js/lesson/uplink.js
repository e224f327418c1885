// @ts-check
/**
 * PURE. Form of the child's voice on the uplink: whole, or leaner on a narrow one. No I/O.
 *
 * The voice with its redundancy in packets of 10 ms takes some 130 kbit/s with headers, whatever the
 * line carries: browsers adapt pictures, not sound. On a narrow line it would stay in a queue for
 * the rest of the lesson, together with the heartbeats. Both ends look for that queue. Loss alone
 * does not change the form, since redundancy helps against loss.
 */

/** @typedef {"whole" | "lean" | "thin"} Voice */
/** @typedef {{sentBytes: number, availableBps: number | null, roundTripS: number | null}} Way */

/**
 * From the best to the cheapest.
 *
 * @type {Voice[]}
 */
const VOICES = ["whole", "lean", "thin"];

/** Forms without redundancy, some 55 and 30 kbit/s with all headers (RFC 8866 section 6.4, RFC 7587 section 6.1). */
const FORMS = { lean: { packetMs: 20, bitrateBps: 32_000 }, thin: { packetMs: 40, bitrateBps: 16_000 } };

/** The uplink is narrow if the browser's estimate is below this share of the sent bit rate ... */
const CARRIED = 0.95;

/** ... and the round trip is this much longer than the shortest one, in seconds. */
const QUEUE_S = 0.12;

/** Measurements in a row that must show both. */
const LOOKS = 2;

/** Time until a better voice is tried again; it doubles after each try, in seconds. */
const FIRST_TRY_S = 60;
const LAST_TRY_S = 960;

/** Time that a change of the voice has to show in the queue before the next one, in seconds. */
const DRAIN_S = 3;

export class Uplink {
  /** @type {Voice} */
  voice = "whole";
  #leastS = Infinity;
  #sentBytes = 0;
  #atS = -Infinity;
  #narrow = 0;
  #waitS = FIRST_TRY_S;
  #sinceS = 0;
  #turnedS = -Infinity;

  /** @param {Way} way counters since the connection began @param {number} nowS @returns {Voice} */
  add({ sentBytes, availableBps, roundTripS }, nowS) {
    const sentBps = (8 * (sentBytes - this.#sentBytes)) / (nowS - this.#atS);
    [this.#sentBytes, this.#atS] = [sentBytes, nowS];
    if (availableBps === null || roundTripS === null || !(sentBps > 0)) return this.voice;
    this.#leastS = Math.min(this.#leastS, roundTripS);
    const isQueue = roundTripS - this.#leastS > QUEUE_S;
    this.#narrow = isQueue && availableBps < CARRIED * sentBps ? this.#narrow + 1 : 0;
    if (this.#narrow >= LOOKS) {
      this.#turn(1, nowS);
    } else if (this.voice !== "whole" && !isQueue && nowS - this.#sinceS >= this.#waitS) {
      this.#waitS = Math.min(LAST_TRY_S, 2 * this.#waitS);
      this.#turn(-1, nowS);
    }
    return this.voice;
  }

  /**
   * Take in the robot's word that the voice queues on its way. It knows sooner than the browser.
   *
   * @param {number} nowS @returns {Voice}
   */
  queues(nowS) {
    if (nowS - this.#turnedS >= DRAIN_S) this.#turn(1, nowS);
    this.#sinceS = nowS;
    return this.voice;
  }

  /** @param {number} steps @param {number} nowS */
  #turn(steps, nowS) {
    this.#turnedS = nowS;
    this.voice = VOICES[VOICES.indexOf(this.voice) + steps] ?? this.voice;
    this.#sinceS = nowS;
    this.#narrow = 0;
  }
}

/**
 * Return the robot's answer as if it asked for this voice. It is for our own browser only, and
 * changes only the form of the sent voice: the robot takes every form at any time.
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
