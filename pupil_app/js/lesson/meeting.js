// @ts-check
/**
 * PURE. State machine of a presence: offers, a lost line, a new peer connection. No I/O.
 *
 *     idle ──join──► waiting ──robot and bridge there──► connecting ──connected──► present
 *                       ▲                                    │                     │   ▲
 *                       └───────────robot away───────────────┘          1 s silent │   │ heard
 *     over ◄──leave, ended, refused for good── any                                 ▼   │
 *                                                                                 lost
 *
 * A lost line gets a new peer connection (a higher attempt, the same presence) beside the old
 * one; the old one is closed when the new one works. The same happens at once, also while the old
 * one still works, when a network is known to have changed: the app's own, or the robot's, whose
 * link to the bridge was then replaced. Times in seconds of a monotonic clock.
 */

import { Reach } from "./reach.js";
import { isFinal, passes, RETRY_S } from "./refusing.js";
import { MOST_BESIDE, Retries } from "./retries.js";
import { Silence, WORRIED_AFTER_S } from "./silence.js";

/**
 * Wait before the next attempt after the robot closed a connection. The robot may have ended the
 * presence: it then closes the connection at once, while `ended` still comes through the bridge.
 */
export const CLOSED_WAIT_S = 0.5;

/** Least time between two connections that are built because a network changed. */
const MOVED_EVERY_S = 1;

/** The same while the connection of before still works. */
const MOVED_EVERY_CALM_S = 5;

/** @typedef {"idle" | "waiting" | "connecting" | "present" | "lost" | "busy" | "over"} Phase */
/**
 * @typedef {{do: "offer", presence: string, attempt: number}
 *   | {do: "adopt", attempt: number}
 *   | {do: "drop", attempt: number}
 *   | {do: "over", reason: string}} Effect
 */
/**
 * @typedef {{type: "join"} | {type: "leave"} | {type: "unsafe"} | {type: "renew"} | {type: "moved"}
 *   | import("./reach.js").ReachEvent
 *   | {type: "answered", attempt: number}
 *   | {type: "troubled", attempt: number}
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
  #reach = new Reach();
  #silence = new Silence();
  #retries = new Retries();
  /** The robot refused the last attempt because of a fault. */
  #faulty = false;
  /** The robot refused the last attempt because its battery is empty. */
  #tired = false;
  /** The connection that carries the lesson has to be a later attempt than this one. */
  #outdated = 0;
  #offeredS = 0;
  #movedS = -Infinity;
  /** A network has changed again so soon that it waits its turn. */
  #movesLater = false;

  /** @param {() => string} makePresence a fresh 128-bit id */
  constructor(makePresence) {
    this.makePresence = makePresence;
    this.presence = makePresence();
  }

  /** @returns {number} failed attempts in a row */
  get tries() {
    return this.#retries.tries;
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
    return this.#silence.forS(nowS);
  }

  /** @param {number} nowS @returns {boolean} somebody does not answer: it may be the bridge */
  isWorried(nowS) {
    if (this.phase === "present" || this.phase === "lost") return this.#silence.isWorrying(nowS);
    return this.#retries.unanswered.length > 0 && nowS - this.#offeredS > WORRIED_AFTER_S;
  }

  /** @param {Event} event @param {number} nowS @returns {Effect[]} */
  handle(event, nowS) {
    if (this.phase === "over" && event.type !== "join") {
      if (event.type === "link" || event.type === "robot") this.#reach.note(event);
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
      case "moved":
        return this.#moved(nowS);
      case "troubled":
        return event.attempt === this.adopted && !this.#retries.isTrying ? this.#moved(nowS) : [];
      case "answered":
        this.#retries.answered(event.attempt);
        return [];
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
    if (this.phase === "present" && this.#silence.isLoss(nowS)) this.phase = "lost";
    if (this.#movesLater && nowS - this.#movedS >= MOVED_EVERY_S) return this.#moved(nowS);
    const overdue = this.#retries.overdue(nowS);
    for (const attempt of overdue) this.#later(attempt, nowS);
    return [...dropped(overdue), ...(this.#isDue(nowS) ? this.#offer(nowS) : [])];
  }

  /** @param {number} nowS @returns {boolean} whether the next attempt is to begin */
  #isDue(nowS) {
    if (!this.#reach.isOpen) return false;
    const serves = this.adopted > this.#outdated;
    if (serves && this.phase === "present") return false;
    if (serves && this.phase === "lost" && !this.#silence.isEnd(nowS)) return false;
    return this.#retries.isDue(nowS) || (this.phase === "lost" && this.#retries.isDueBeside(nowS));
  }

  /**
   * A network has changed: attempts under way have addresses of before. The next one begins at once.
   *
   * @param {number} nowS @returns {Effect[]}
   */
  #moved(nowS) {
    if (this.phase === "idle") return [];
    const isCalm = this.phase === "present" && !this.#silence.isWorrying(nowS);
    const sinceS = nowS - this.#movedS;
    this.#movesLater = !isCalm && sinceS < MOVED_EVERY_S;
    if (this.#movesLater || (isCalm && sinceS < MOVED_EVERY_CALM_S)) return [];
    const given = this.#giveUp();
    this.#retries.hurry();
    this.#movedS = nowS;
    if (this.adopted) this.#outdated = this.attempt;
    return [...given, ...this.tick(nowS)];
  }

  /** @param {number[]} [attempts] under way that cannot end well @returns {Effect[]} */
  #giveUp(attempts = this.#retries.underWay) {
    this.#retries.stop(attempts);
    if (this.phase === "connecting" && !this.#retries.isTrying) this.phase = "waiting";
    return dropped(attempts);
  }

  /**
   * Build a new connection beside the present one as soon as bridge and robot can be reached,
   * since something of ours needs another description.
   *
   * @param {number} nowS @returns {Effect[]}
   */
  #renew(nowS) {
    this.#outdated = this.attempt;
    return this.tick(nowS);
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
    this.#retries.hurry();
    this.#retries.stop(this.#retries.underWay);
    return this.tick(nowS);
  }

  /** @param {import("./reach.js").ReachEvent} event @param {number} nowS @returns {Effect[]} */
  #reachable(event, nowS) {
    const before = this.#reach.isOpen;
    const isRenewed = this.#reach.isRenewedBy(event);
    // An attempt that the robot has answered needs the bridge no more.
    if (!this.#reach.isOpen) return this.#giveUp(this.#retries.unanswered);
    if (before || (isRenewed && this.adopted)) return isRenewed ? this.#moved(nowS) : [];
    const given = this.#giveUp();
    this.#retries.hurry();
    // The bridge alone may have been away. If the robot is silent as well, a network has changed.
    if (this.adopted && this.#silence.isWorrying(nowS)) this.#outdated = this.attempt;
    return [...given, ...this.tick(nowS)];
  }

  /** @param {number} nowS @returns {Effect[]} */
  #offer(nowS) {
    const given = this.#retries.stop(this.#retries.underWay.slice(0, 1 - MOST_BESIDE));
    this.attempt += 1;
    this.#offeredS = nowS;
    this.#retries.begin(this.attempt, nowS);
    if (this.phase === "waiting" || this.phase === "busy") this.phase = "connecting";
    return [...dropped(given), { do: "offer", presence: this.presence, attempt: this.attempt }];
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #connected(attempt, nowS) {
    if (attempt !== this.attempt && !this.#retries.isUnderWay(attempt)) return [];
    const others = this.#retries.underWay.filter((other) => other !== attempt);
    const old = this.adopted;
    this.adopted = attempt;
    this.#movesLater = false;
    this.phase = "present";
    this.#silence.heard(nowS);
    this.#retries.succeed();
    this.#faulty = false;
    this.#tired = false;
    /** @type {Effect[]} */
    const effects = [{ do: "adopt", attempt }];
    if (old && old !== attempt) effects.push({ do: "drop", attempt: old });
    return [...effects, ...dropped(others)];
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #heard(attempt, nowS) {
    if (attempt !== this.adopted) return [];
    this.#silence.heard(nowS);
    if (this.phase === "lost") this.phase = "present";
    return [];
  }

  /** @param {number} attempt @param {number} nowS @returns {Effect[]} */
  #failed(attempt, nowS) {
    if (this.#retries.isUnderWay(attempt)) {
      this.#later(attempt, nowS);
      return [{ do: "drop", attempt }];
    }
    if (attempt === this.adopted && (this.phase === "present" || this.phase === "lost")) {
      this.phase = "lost";
      this.#silence.closed(nowS);
      this.#retries.notBefore(nowS + CLOSED_WAIT_S);
      return this.tick(nowS);
    }
    return [];
  }

  /** @param {string} code @param {number} nowS @returns {Effect[]} */
  #refused(code, nowS) {
    if (!this.#retries.isTrying) return [];
    const open = this.#open;
    this.#faulty = code === "fault";
    this.#tired = code === "battery";
    if (code === "robot_away") {
      this.#reach.refused();
      this.#later(this.attempt, nowS);
    } else if (code === "busy") {
      if (this.phase === "connecting") this.phase = "busy";
      this.#later(this.attempt, nowS);
      this.#retries.notBefore(nowS + RETRY_S.busy);
    } else if (code === "battery") {
      this.#later(this.attempt, nowS);
      this.#retries.notBefore(nowS + RETRY_S.battery);
    } else if (code === "unknown_presence") {
      // The robot ended that presence while we were away, for example after the grace.
      this.#newStay(nowS);
      return dropped(open);
    } else if (passes(code)) {
      this.#later(this.attempt, nowS);
    } else {
      return this.#over(code);
    }
    return dropped([this.attempt]);
  }

  /** @param {string} reason @param {number} nowS @returns {Effect[]} */
  #ended(reason, nowS) {
    if (isFinal(reason)) return this.#over(reason);
    // `gone`, `shutdown`: the child still wants to come in, with a new presence.
    const open = this.#open;
    this.#faulty = false;
    this.#newStay(nowS);
    return dropped(open);
  }

  /** @param {number} nowS */
  #newStay(nowS) {
    this.presence = this.makePresence();
    // The count of attempts continues, so that the numbers of peer connections stay unique.
    this.adopted = 0;
    this.#outdated = 0;
    this.#retries.stop(this.#retries.underWay);
    this.#later(this.attempt, nowS);
    this.phase = "waiting";
  }

  /** @param {string} reason @returns {Effect[]} */
  #over(reason) {
    const open = this.#open;
    this.phase = "over";
    this.#retries.stop(this.#retries.underWay);
    return [...dropped(open), { do: "over", reason }];
  }

  /** @returns {number[]} attempts that may have a peer connection */
  get #open() {
    return [...new Set([this.attempt, this.adopted, ...this.#retries.underWay])].filter((attempt) => attempt > 0);
  }

  /** @param {number} attempt that failed @param {number} nowS */
  #later(attempt, nowS) {
    this.#retries.fail(attempt, nowS);
    if (this.phase === "connecting" && !this.#retries.isTrying) this.phase = "waiting";
  }
}

/** @param {number[]} attempts @returns {Effect[]} */
const dropped = (attempts) => attempts.map((attempt) => ({ do: "drop", attempt }));
