// @ts-check
/**
 * PURE. When to offer, when the line is gone, when to build a new peer connection. No I/O.
 *
 *     idle ──join──► waiting ──robot and bridge there──► connecting ──connected──► present
 *                       ▲                                    │                     │   ▲
 *                       └───────────robot away───────────────┘          1 s silent │   │ heard
 *     over ◄──leave, ended, refused for good── any                                 ▼   │
 *                                                                                 lost
 *
 * A lost line gets a new peer connection (a higher attempt, the same presence) beside the old
 * one; the old one is closed when the new one works. Times in seconds of a monotonic clock.
 */

/** So long without a word from the robot, and commands are repeated through the bridge. */
export const SILENT_AFTER_S = 0.3;

/** So long, and the child reads that the line is gone. */
export const LOST_AFTER_S = 1;

/** So long, and a new peer connection is built beside the old one. */
export const REBUILD_AFTER_S = 2;

/** So long, and the child reads that it takes longer. */
export const LONG_AFTER_S = 15;

/** An attempt that has not connected by then is given up. Two lost handshakes fit into it. */
export const ATTEMPT_S = 8;

/**
 * So long after the robot closed a connection the app holds back. The robot may have ended the
 * stay: then it closes the connection directly, while its `ended` still comes through the bridge.
 */
export const CLOSED_WAIT_S = 0.5;

/** Waits between attempts: a robot that starts again needs some seconds, a school's line more. */
const RETRY_S = Object.freeze([0.5, 1, 2, 4, 8]);

/** So often a child is tried again where somebody else is in the robot. */
const BUSY_RETRY_S = 10;

/** So often is asked whether a robot that was empty is charged by now. */
const TIRED_RETRY_S = 15;

/** Refusals that the next try may not meet again. */
const PASSING = ["fault", "expired", "replayed", "too_fast", "full", "internal", "out_of_order"];

/** Ends after which the child has to ask for it, or has nothing to ask for any more. */
const FINAL = ["left", "ended_by_class", "taken_over", "battery", "revoked", "no_loan", "not_begun", "device_locked"];

/** @typedef {"idle" | "waiting" | "connecting" | "present" | "lost" | "busy" | "over"} Phase */
/**
 * @typedef {{do: "offer", presence: string, attempt: number}
 *   | {do: "adopt", attempt: number}
 *   | {do: "drop", attempt: number}
 *   | {do: "over", reason: string}} Effect
 */
/**
 * @typedef {{type: "join"} | {type: "leave"} | {type: "unsafe"} | {type: "renew"}
 *   | {type: "link", up: boolean, online?: boolean}
 *   | {type: "robot", online: boolean}
 *   | {type: "connected", attempt: number}
 *   | {type: "heard", attempt: number}
 *   | {type: "failed", attempt: number}
 *   | {type: "refused", code: string}
 *   | {type: "ended", reason: string}} Event
 */

export class Meeting {
  /** @type {Phase} */
  phase = "idle";
  attempt = 0;
  /** The attempt whose peer connection carries the lesson; 0 before the first. */
  adopted = 0;
  presence;
  #linkUp = false;
  #online = false;
  #heardS = 0;
  #retryS = 0;
  #tries = 0;
  /** The robot refused the last try because of a fault. */
  #faulty = false;
  /** The robot refused the last try because its battery is empty. */
  #tired = false;
  /** The connection that carries the lesson has to be a later attempt than this one. */
  #outdated = 0;
  /**
   * When the attempt under way is given up; null while none is.
   *
   * @type {number | null}
   */
  #giveUpS = null;

  /** @param {() => string} makePresence a fresh 128-bit id */
  constructor(makePresence) {
    this.makePresence = makePresence;
    this.presence = makePresence();
  }

  /** @returns {number} tries in a row that came to nothing */
  get tries() {
    return this.#tries;
  }

  /** @returns {boolean} the child would be in class, but for a fault of the robot */
  get faulty() {
    return this.#faulty;
  }

  /** @returns {boolean} the child would be in class, but for an empty battery of the robot */
  get tired() {
    return this.#tired;
  }

  /** @param {number} nowS @returns {number} seconds since the robot was last heard */
  silentS(nowS) {
    return nowS - this.#heardS;
  }

  /** @param {Event} event @param {number} nowS @returns {Effect[]} */
  handle(event, nowS) {
    if (this.phase === "over" && event.type !== "join") {
      this.#note(event);
      return [];
    }
    switch (event.type) {
      case "join":
        return this.#join(nowS);
      case "leave":
        return this.#over("left");
      case "unsafe":
        return this.#over("unsafe");
      case "renew":
        return this.#renew(nowS);
      case "link":
      case "robot":
        return this.#reachable(event, nowS);
      case "connected":
        return this.#connected(event.attempt, nowS);
      case "heard":
        return this.#heard(event.attempt, nowS);
      case "failed":
        return this.#failed(event.attempt, nowS);
      case "refused":
        return this.#refused(event.code, nowS);
      case "ended":
        return this.#ended(event.reason, nowS);
    }
  }

  /** @param {number} nowS @returns {Effect[]} */
  tick(nowS) {
    if (this.phase === "idle" || this.phase === "over") return [];
    if (this.phase === "present" && this.silentS(nowS) > LOST_AFTER_S) this.phase = "lost";
    if (this.#giveUpS !== null && nowS > this.#giveUpS) {
      const attempt = this.attempt;
      this.#later(nowS);
      return [{ do: "drop", attempt }];
    }
    if (this.#giveUpS !== null || nowS < this.#retryS || !this.#linkUp || !this.#online) return [];
    if (this.phase === "lost" && this.silentS(nowS) <= REBUILD_AFTER_S) return [];
    if (this.phase === "present" && this.adopted > this.#outdated) return [];
    return this.#offer(nowS);
  }

  /**
   * Something of ours needs another description: build a new connection beside the one that works,
   * as soon as bridge and robot can be reached.
   *
   * @param {number} nowS @returns {Effect[]}
   */
  #renew(nowS) {
    this.#outdated = this.attempt;
    return this.tick(nowS);
  }

  /** @param {Event} event */
  #note(event) {
    if (event.type === "link") {
      this.#linkUp = event.up;
      this.#online = event.online ?? false;
    } else if (event.type === "robot") {
      this.#online = event.online;
    }
  }

  /** @param {number} nowS @returns {Effect[]} */
  #join(nowS) {
    if (this.phase === "over") {
      this.presence = this.makePresence();
      this.attempt = 0;
      this.adopted = 0;
      this.#outdated = 0;
    }
    this.phase = "waiting";
    this.#faulty = false;
    this.#tired = false;
    this.#retryS = 0;
    this.#tries = 0;
    this.#giveUpS = null;
    return this.tick(nowS);
  }

  /** @param {Event} event @param {number} nowS @returns {Effect[]} */
  #reachable(event, nowS) {
    const before = this.#linkUp && this.#online;
    this.#note(event);
    const after = this.#linkUp && this.#online;
    if (!after && this.phase === "connecting") {
      this.phase = "waiting";
      const given = this.#giveUpS === null ? [] : [this.attempt];
      this.#giveUpS = null;
      return dropped(given);
    }
    if (after && !before) {
      this.#retryS = 0;
      this.#tries = 0;
      return this.tick(nowS);
    }
    return [];
  }

  /** @param {number} nowS @returns {Effect[]} */
  #offer(nowS) {
    this.attempt += 1;
    this.#giveUpS = nowS + ATTEMPT_S;
    if (this.phase === "waiting" || this.phase === "busy") this.phase = "connecting";
    return [{ do: "offer", presence: this.presence, attempt: this.attempt }];
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #connected(attempt, nowS) {
    if (attempt !== this.attempt) return [];
    const old = this.adopted;
    this.adopted = attempt;
    this.phase = "present";
    this.#heardS = nowS;
    this.#giveUpS = null;
    this.#tries = 0;
    this.#faulty = false;
    this.#tired = false;
    /** @type {Effect[]} */
    const effects = [{ do: "adopt", attempt }];
    if (old && old !== attempt) effects.push({ do: "drop", attempt: old });
    return effects;
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #heard(attempt, nowS) {
    if (attempt !== this.adopted) return [];
    this.#heardS = nowS;
    if (this.phase === "lost") this.phase = "present";
    return [];
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #failed(attempt, nowS) {
    if (attempt === this.attempt && this.#giveUpS !== null) {
      this.#later(nowS);
      return [{ do: "drop", attempt }];
    }
    if (attempt === this.adopted && (this.phase === "present" || this.phase === "lost")) {
      // Nothing will come over it any more: no need to wait for the silence.
      this.phase = "lost";
      this.#heardS = Math.min(this.#heardS, nowS - REBUILD_AFTER_S - 0.001);
      this.#retryS = Math.max(this.#retryS, nowS + CLOSED_WAIT_S);
      return this.tick(nowS);
    }
    return [];
  }

  /** @param {string} code @param {number} nowS @returns {Effect[]} */
  #refused(code, nowS) {
    if (this.#giveUpS === null) return [];
    const open = this.#open;
    this.#faulty = code === "fault";
    this.#tired = code === "battery";
    if (code === "robot_away") {
      this.#online = false;
      this.#later(nowS);
    } else if (code === "busy") {
      if (this.phase === "connecting") this.phase = "busy";
      this.#later(nowS);
      this.#retryS = nowS + BUSY_RETRY_S;
    } else if (code === "battery") {
      this.#later(nowS);
      this.#retryS = nowS + TIRED_RETRY_S;
    } else if (code === "unknown_presence") {
      // The robot ended that stay while nobody could tell us, for example after the grace.
      this.#newStay(nowS);
      return dropped(open);
    } else if (PASSING.includes(code)) {
      this.#later(nowS);
    } else {
      return this.#over(code);
    }
    return dropped([this.attempt]);
  }

  /** @param {string} reason @param {number} nowS @returns {Effect[]} */
  #ended(reason, nowS) {
    if (FINAL.includes(reason)) return this.#over(reason);
    // `gone`, `shutdown`: the child still wants in, with a stay of its own.
    const open = this.#open;
    this.#faulty = false;
    this.#newStay(nowS);
    return dropped(open);
  }

  /** @param {number} nowS */
  #newStay(nowS) {
    this.presence = this.makePresence();
    // Attempts go on counting, so that the numbers of peer connections stay unique.
    this.adopted = 0;
    this.#later(nowS);
    this.phase = "waiting";
  }

  /** @param {string} reason @returns {Effect[]} */
  #over(reason) {
    const open = this.#open;
    this.phase = "over";
    this.#giveUpS = null;
    return [...dropped(open), { do: "over", reason }];
  }

  /** @returns {number[]} attempts that may have a peer connection */
  get #open() {
    return [...new Set([this.attempt, this.adopted])].filter((attempt) => attempt > 0);
  }

  /** @param {number} nowS */
  #later(nowS) {
    this.#giveUpS = null;
    this.#retryS = nowS + RETRY_S[Math.min(this.#tries, RETRY_S.length - 1)];
    this.#tries += 1;
    if (this.phase === "connecting") this.phase = "waiting";
  }
}

/** @param {number[]} attempts @returns {Effect[]} */
const dropped = (attempts) => attempts.map((attempt) => ({ do: "drop", attempt }));
