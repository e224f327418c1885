// @ts-check
/**
 * PURE. State of the page and its changes: reduce(state, event) -> state. No I/O.
 *
 *     loading ─► pair ─► start ◄─► check | mine ◄─► settings ◄─► rights
 *                          │ "Ich bin da"
 *                          ▼
 *              ready (waiting, connecting, busy) ─► class ─► ended | unsafe | failed
 */

import { worse } from "../lesson/quality.js";
import { LONG_AFTER_S } from "../lesson/silence.js";
import { BOARD, BOARD_REDUCERS, withBoard } from "./board_state.js";
import { CLASS_REDUCERS, IN_CLASS, withNews } from "./class_state.js";
import { called, OWN, OWN_REDUCERS } from "./own_state.js";
import { isDay } from "../page/days.js";
import { NO_WISHES } from "../lesson/wishes.js";

/** @typedef {"loading" | "pair" | "start" | "mine" | "settings" | "rights" | "check" | "ready" | "class" | "ended" | "unsafe" | "failed"} Screen */
/** @typedef {"unknown" | "works" | "blocked"} Microphone */
/**
 * @typedef {{
 *   screen: Screen,
 *   robotName: string,
 *   linkUp: boolean,
 *   robotOnline: boolean,
 *   robotLost: boolean,
 *   classOpen: boolean,
 *   pairing: {busy: boolean, wrong: boolean, locked: boolean, link: "" | "used" | "wrong"},
 *   phase: import("../lesson/meeting.js").Phase,
 *   silentS: number,
 *   awayLong: boolean,
 *   tries: number,
 *   over: string,
 *   met: boolean,
 *   day: string,
 *   opensS: number,
 *   wishes: import("../lesson/wishes.js").Wishes,
 *   presence: import("../wire/protocol.js").Message | null,
 *   quality: import("../lesson/quality.js").Level,
 *   microphone: Microphone,
 *   obstacle: import("../lesson/microphone.js").Obstacle,
 *   silenced: boolean,
 *   silencedLong: boolean,
 *   sends: boolean,
 *   hasPicture: boolean,
 *   turnTaken: boolean,
 *   faulty: boolean,
 *   tired: boolean,
 *   soundBlocked: boolean,
 *   pose: import("../lesson/looking.js").Pose,
 *   target: import("../lesson/looking.js").Pose | null,
 *   notice: {key: string, number: number} | null,
 *   check: {sound: boolean, microphone: boolean, network: boolean, doneUnixS: number},
 *   calls: boolean,
 *   keeping: boolean,
 *   volume: number,
 * } & import("./own_state.js").Own & import("./class_state.js").InClass & import("./board_state.js").Board} State
 */

/** @type {Readonly<State>} */
export const START = Object.freeze({
  screen: "loading",
  robotName: "Karlsson",
  linkUp: false,
  robotOnline: false,
  robotLost: false,
  /** False while the class has ended it for today. */
  classOpen: true,
  /** `link`: what is the matter with the link that was opened. */
  pairing: { busy: false, wrong: false, locked: false, link: /** @type {"" | "used" | "wrong"} */ ("") },
  phase: "idle",
  silentS: 0,
  /** In class, and without the robot for so long that the child may have forgotten its microphone. */
  awayLong: false,
  tries: 0,
  over: "",
  /** The child was in class before this end. */
  met: false,
  /** ISO date that belongs to this end: the loan's first or last day, or that of the next lesson; empty if unknown. */
  day: "",
  /** Time at which the child may come again, in Unix seconds; 0 if unknown. */
  opensS: 0,
  wishes: NO_WISHES,
  presence: null,
  quality: "good",
  microphone: "unknown",
  /** Reason why the microphone is blocked. */
  obstacle: "denied",
  /** The system has muted the microphone: a call, another app, a switch. */
  silenced: false,
  /** For so long that the child may have forgotten that it is open. */
  silencedLong: false,
  /** The connection that carries the lesson has the child's microphone in it. */
  sends: false,
  /** Browser and robot know a codec of the picture in common. */
  hasPicture: true,
  /** The teacher called the child, and it has spoken aloud since. */
  turnTaken: false,
  /** The robot lets nobody in, or ended the stay, because of a fault. */
  faulty: false,
  /** The robot lets nobody in before it is charged. */
  tired: false,
  soundBlocked: false,
  pose: { panDeg: 0, tiltDeg: 0 },
  target: null,
  notice: null,
  check: { sound: false, microphone: false, network: false, doneUnixS: 0 },
  /** The browser can make a connection as a lesson needs it. */
  calls: true,
  /** The next tap on a view saves it instead of looking there. */
  keeping: false,
  volume: 0.8,
  ...OWN,
  ...IN_CLASS,
  ...BOARD,
});

/** Time for which a passed check of the device counts. */
export const CHECK_LIFE_S = 24 * 3600;

/** @type {Readonly<Record<string, Screen>>} */
const SCREEN_OF_END = Object.freeze({
  unsafe: "unsafe",
  binding: "unsafe",
  signature: "unsafe",
  left: "ended",
  ended_by_class: "ended",
  not_allowed: "ended",
  no_loan: "ended",
  device_locked: "ended",
  not_begun: "ended",
  loan_locked: "ended",
  not_ready: "ended",
  holidays: "ended",
  closed_now: "ended",
  lesson_over: "ended",
  revoked: "ended",
  taken_over: "ended",
  battery: "ended",
});

/**
 * @param {State} state
 * @param {{type: string, [field: string]: any}} event
 * @returns {State}
 */
export function reduce(state, event) {
  const reducer = REDUCERS[event.type];
  if (!reducer) throw new RangeError(`unknown event ${event.type}`);
  return reducer(state, event);
}

/** @type {Readonly<Record<string, (state: State, event: any) => State>>} */
const REDUCERS = Object.freeze({
  ...OWN_REDUCERS,
  ...CLASS_REDUCERS,
  ...BOARD_REDUCERS,
  /** The device knows no robot yet. */
  unpaired: (state) => ({ ...state, screen: "pair", pairing: START.pairing }),
  pairing_started: (state, { by }) => ({
    ...state,
    screen: by === "link" ? "loading" : state.screen,
    pairing: { ...START.pairing, busy: true },
  }),
  pairing_failed: (state, { locked, link = "" }) => ({
    ...state,
    screen: "pair",
    pairing: { busy: false, wrong: link === "", locked: locked === true, link },
  }),
  /** The bridge knows this device; `rejoin` after a reload in the middle of a lesson. */
  welcome: (state, { robotName, online, lost = false }) => ({
    ...state,
    ...called(state, robotName),
    linkUp: true,
    robotOnline: online,
    robotLost: lost,
    // The bridge says next if it is closed.
    classOpen: true,
    pairing: START.pairing,
    screen: state.screen === "loading" || state.screen === "pair" ? "start" : state.screen,
  }),
  class_status: (state, { open }) => ({ ...state, classOpen: open }),
  link_down: (state) => ({ ...state, linkUp: false }),
  robot_status: (state, { online, lost = false }) => ({ ...state, robotOnline: online, robotLost: lost }),
  /** A known device shows its start screen before the bridge has answered. */
  known: (state, { robotName }) => ({ ...state, ...called(state, robotName), screen: "start" }),
  check_opened: (state) => ({ ...state, screen: "check" }),
  calls: (state, { calls }) => ({ ...state, calls }),
  checked: (state, { what, good }) => ({ ...state, check: { ...state.check, [what]: good } }),
  check_closed: (state, { unixS }) => ({
    ...state,
    screen: "start",
    check: { ...state.check, doneUnixS: unixS },
  }),
  check_remembered: (state, { check }) => ({ ...state, check }),
  join: (state) => ({ ...state, screen: "ready", phase: "waiting", over: "", presence: null }),
  phase: (state, { phase, silentS, tries = 0, faulty = false, tired = false }) =>
    withPhase(state, { phase, silentS, tries, faulty, tired }),
  adopted: (state, { sends, hasPicture = true }) => ({ ...state, sends, hasPicture }),
  over: (state, { reason, day, opensS = 0 }) => ({
    ...state,
    // Nothing of the lesson stays on the device.
    ...BOARD,
    phase: "over",
    over: reason,
    // Robot and bridge both may say why; the second word changes nothing of what was.
    met: state.screen === "class" || (state.screen === "ended" && state.met),
    // A sentence with a gap where its day should be is worse than the one without a day.
    day: isDay(day) ? day : "",
    opensS,
    keeping: false,
    menu: null,
    question: null,
    notice: null,
    target: null,
    sends: false,
    awayLong: false,
    turnTaken: false,
    wishes: NO_WISHES,
    screen: SCREEN_OF_END[reason] ?? "failed",
  }),
  microphone: (state, { works, obstacle = "denied" }) => ({
    ...state,
    microphone: works ? "works" : "blocked",
    obstacle,
    sends: state.sends && works,
    check: { ...state.check, microphone: works },
  }),
  silenced: (state, { silenced, long = false }) =>
    silenced === state.silenced && long === state.silencedLong ? state : { ...state, silenced, silencedLong: long },
  sound_blocked: (state, { blocked }) => (blocked === state.soundBlocked ? state : { ...state, soundBlocked: blocked }),
  wishes: (state, { wishes }) => withTurn({ ...state, wishes }),
  presence: (state, { presence }) =>
    withNews(state, withBoard(state, withTurn({ ...state, presence, pose: { panDeg: presence.pan_deg, tiltDeg: presence.tilt_deg } }))),
  pose: (state, { pose }) => ({ ...state, pose }),
  target: (state, { target }) => ({ ...state, target }),
  quality: (state, { level }) => ({ ...state, quality: level }),
  volume: (state, { volume }) => ({ ...state, volume }),
  // What is asked now matters more than the last notice.
  keeping: (state, { keeping }) => ({ ...state, keeping, notice: keeping ? null : state.notice }),
  notice: (state, { key }) => ({
    ...state,
    notice: key === null ? null : { key, number: (state.notice?.number ?? 0) + 1 },
  }),
});

/**
 * @param {State} state
 * @param {Pick<State, "phase" | "silentS" | "tries" | "faulty" | "tired">} told
 * @returns {State}
 */
function withPhase(state, { phase, silentS, tries, faulty, tired }) {
  // Words need whole seconds only, which spares the page most updates.
  const seconds = phase === "lost" ? Math.floor(silentS) : 0;
  const same = phase === state.phase && tries === state.tries && faulty === state.faulty && tired === state.tired;
  const awayLong = state.screen === "class" && phase !== "present" && silentS >= LONG_AFTER_S;
  if (same && seconds === state.silentS && awayLong === state.awayLong) return state;
  const inside = phase === "present" || phase === "lost";
  const outside = phase === "waiting" || phase === "connecting" || phase === "busy";
  let screen = state.screen;
  if (inside) screen = "class";
  // A new presence after a lost one keeps the last picture: for the child it is a lost line.
  else if (outside && screen !== "class") screen = "ready";
  return { ...state, phase, tries, faulty, tired, silentS: seconds, awayLong, screen };
}

/**
 * Note that the child takes its turn, since the robot forgets a turn after a while.
 *
 * @param {State} state
 * @returns {State}
 */
function withTurn(state) {
  const { wishes, presence } = state;
  const speaksAloud = wishes.microphone && !wishes.whisper;
  const turnTaken = wishes.microphone && (state.turnTaken || (speaksAloud && presence?.hand.your_turn === true));
  return turnTaken === state.turnTaken ? state : { ...state, turnTaken };
}

/** @param {State} state @returns {boolean} the line is gone, or a new presence has to begin */
export const isAway = (state) => state.screen === "class" && state.phase !== "present";

/** @param {State} state @returns {boolean} */
export const isPaused = (state) => Boolean(state.presence && state.presence.paused_by.length > 0);

/** @param {State} state @returns {boolean} the robot has stopped picture and sound because of a fault */
export const isFaulty = (state) => state.presence?.signal === "fault";

/** @param {State} state @returns {boolean} the robot identifies itself after a long press, and sends nothing meanwhile */
export const isShowingItself = (state) => state.presence?.signal === "identify";

/** @param {State} state @returns {boolean} the child may turn the head now */
export const maySteer = (state) => !isPaused(state) && !state.wishes.rest && !isAway(state);

/** @param {State} state @returns {boolean} whether this screen uses the microphone */
export const needsMicrophone = ({ screen }) => ["check", "ready", "class"].includes(screen);

/** @param {State} state @returns {boolean} the child's microphone may be on in class */
export const isOpen = (state) =>
  state.wishes.microphone && state.screen === "class" && !isPaused(state) && !state.wishes.rest;

/**
 * @param {State} state
 * @returns {boolean} the microphone has to be closed until the child opens it again: the class cannot
 *   hear the child, and words spoken at home must not become audible when the class is back.
 */
export const mustHush = (state) =>
  state.wishes.microphone &&
  state.screen === "class" &&
  (isPaused(state) || isFaulty(state) || state.awayLong || state.silencedLong);

/**
 * @param {State} state
 * @returns {boolean} the microphone sends now; for a whisper only after the robot has lowered the voice
 */
export const isSending = (state) => isOpen(state) && (!state.wishes.whisper || state.presence?.whisper === true);

/** @param {State} state @returns {boolean} the class can hear the child */
export const isHeard = (state) =>
  isOpen(state) &&
  state.phase === "present" &&
  state.sends &&
  !state.silenced &&
  !isFaulty(state) &&
  !lost(state).includes("speaker");

/** @param {State} state @returns {boolean} the robot should be sending a picture */
export const expectsPicture = (state) =>
  state.phase === "present" &&
  !isPaused(state) &&
  !isFaulty(state) &&
  !isShowingItself(state) &&
  !state.wishes.rest &&
  !state.wishes.sound_only &&
  !isWithoutPicture(state) &&
  state.hasPicture &&
  !lost(state).includes("camera");

/** @param {State} state @returns {boolean} the line carries no picture now; it comes back by itself */
export const isWithoutPicture = (state) => state.presence?.picture === "off";

/** @param {State} state @returns {import("../lesson/quality.js").Level} the worse of the child's and the robot's measurement */
export const line = (state) => (isAway(state) ? "lost" : worse(state.quality, state.presence?.line ?? "good"));

/** @param {State} state @returns {string[]} parts of the robot that failed */
export const lost = (state) => state.presence?.lost ?? [];

/** @param {State} state @param {number} unixS @returns {boolean} */
export const needsCheck = (state, unixS) => {
  const ageS = unixS - state.check.doneUnixS;
  // A tablet's clock may have been set back, so a check in the future does not count.
  return ageS > CHECK_LIFE_S || ageS < 0;
};
