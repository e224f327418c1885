// @ts-check
/** PURE. What the teacher's page says about the robot and the child. No I/O. */

/** @typedef {import("./protocol.js").Message} Message */
/**
 * @typedef {{linkUp: boolean, badLink: boolean, online: boolean, robotName: string, pupilName: string,
 *   presence: Message | null, presenceAtS: number, failed: boolean, unkept: boolean,
 *   ending: boolean}} TeacherState
 */

/** @type {Readonly<TeacherState>} */
export const START = Object.freeze({
  linkUp: false,
  badLink: false,
  online: false,
  robotName: "Karlsson",
  pupilName: "",
  presence: null,
  presenceAtS: 0,
  failed: false,
  unkept: false,
  ending: false,
});

/** @type {Readonly<Record<string, string>>} */
const OF_SIGNAL = Object.freeze({
  joining: "state_joining",
  hand: "state_hand",
  hand_waiting: "state_hand",
  seen: "state_hand",
  speaking: "state_speaking",
  whispering: "state_whispering",
  resting: "state_listening",
  on_break: "state_break",
  paused: "state_paused",
  line_bad: "state_away",
  not_allowed: "state_not_allowed",
  fault: "state_fault",
});

/** @param {TeacherState} state @returns {string} key of the big sentence */
export function headline(state) {
  if (state.badLink) return "state_bad_link";
  if (!state.linkUp) return state.pupilName ? "state_link_down" : "state_connecting";
  if (!state.online) return "state_robot_off";
  const { presence } = state;
  if (!presence) return "state_nobody";
  if (presence.paused_by.length) return "state_paused";
  if (presence.signal === "fault") return presence.presence === null ? "state_fault" : "state_there_fault";
  if (presence.signal === "not_allowed") return "state_not_allowed";
  if (presence.presence === null) return presence.power.level === "empty" ? "state_empty" : "state_nobody";
  if (presence.signal === "joining") return "state_joining";
  if (presence.signal === "line_bad") return "state_away";
  if (presence.rest) return "state_break";
  if (presence.hand.your_turn) return presence.signal === "speaking" ? "state_speaking" : "state_your_turn";
  if (presence.hand.raised) return "state_hand";
  if (presence.listen_only) return "state_listening";
  return OF_SIGNAL[presence.signal] ?? "state_present";
}

/** @param {TeacherState} state @returns {boolean} somebody is in the robot */
export const isThere = (state) =>
  state.linkUp && state.online && state.presence !== null && state.presence.presence !== null;

/** @param {TeacherState} state @returns {boolean} */
export const isHandUp = (state) => isThere(state) && state.presence?.hand.raised === true;

/** @param {TeacherState} state @returns {boolean} paused from a teacher's page, so that one may go on */
export const isPausedHere = (state) => state.presence?.paused_by.includes("teacher") ?? false;

/**
 * @param {TeacherState} state
 * @returns {boolean} "resume" has something to lift: the page's own pause, or the end for today.
 *   A fault hides that end in the signal, so an empty robot with a fault counts too.
 */
export const mayGoOn = (state) =>
  isPausedHere(state) ||
  state.presence?.signal === "not_allowed" ||
  (state.presence?.signal === "fault" && state.presence.presence === null);

/** @param {TeacherState} state @param {number} nowS @returns {number} whole seconds */
export const waitingS = (state, nowS) =>
  Math.max(0, Math.floor((state.presence?.hand.waiting_s ?? 0) + nowS - state.presenceAtS));

/**
 * @param {TeacherState} state
 * @returns {{key: string, kind: "good" | "info" | "warn", values?: Record<string, string | number>}[]}
 */
export function notes(state) {
  const { presence } = state;
  if (!state.linkUp || !state.online || !presence) return [];
  /** @type {{key: string, kind: "good" | "info" | "warn", values?: Record<string, string | number>}[]} */
  const said = [];
  if (presence.paused_by.includes("button")) {
    said.push({ key: isPausedHere(state) ? "note_both" : "note_button", kind: "warn" });
  }
  if (presence.signal === "identify") said.push({ key: "note_identify", kind: "info" });
  if (presence.fault) said.push(faultNote(presence));
  else if (["warm", "heavy"].includes(presence.strain)) said.push({ key: `note_strain_${presence.strain}`, kind: "warn" });
  for (const part of presence.lost) {
    if (["camera", "microphone", "speaker", "body"].includes(part)) said.push({ key: `note_lost_${part}`, kind: "warn" });
  }
  if (isThere(state)) {
    if (presence.hand.seen && presence.hand.raised) said.push({ key: "note_seen", kind: "good" });
    if (presence.feeling) said.push({ key: `note_feeling_${presence.feeling}`, kind: "info" });
    if (["fair", "poor", "lost"].includes(presence.line)) said.push({ key: `note_line_${presence.line}`, kind: "warn" });
  }
  said.push(...powerNotes(presence));
  if (state.unkept) said.push({ key: "note_not_kept", kind: "warn" });
  if (state.failed) said.push({ key: "note_failed", kind: "warn" });
  if (!said.some(({ kind }) => kind === "warn")) said.push({ key: "note_all_good", kind: "good" });
  return said;
}

/** Faults that somebody in the room can do something about. @type {Readonly<Record<string, string>>} */
const OF_FAULT = Object.freeze({
  servo_stalled: "note_fault_stuck",
  servo_hot: "note_fault_hot",
  servo_unplugged: "note_fault_plug",
  servo_silent: "note_fault_plug",
  servo_brownout: "note_fault_supply",
});

/**
 * @param {Message} presence
 * @returns {{key: string, kind: "warn", values?: Record<string, string>}} what failed: in the page's
 *   own words where it has some, else in the technician's
 */
const faultNote = ({ fault, fault_code: code }) =>
  Object.hasOwn(OF_FAULT, code ?? "")
    ? { key: OF_FAULT[code], kind: "warn" }
    : { key: "note_fault", kind: "warn", values: { text: fault } };

/**
 * @param {Message} presence
 * @returns {{key: string, kind: "info" | "warn", values?: Record<string, string | number>}[]}
 */
function powerNotes({ battery_percent: charge, power, presence }) {
  /** @type {{key: string, kind: "info" | "warn", values?: Record<string, string | number>}[]} */
  const said = [];
  const low = power.level !== "ok" && !power.charging;
  if (charge !== null) {
    const key = power.charging ? "note_battery_charging" : low ? "note_battery_low" : "note_battery";
    said.push({ key, kind: low ? "warn" : "info", values: { percent: Math.round(charge) } });
  }
  if (power.hours_left !== null) said.push({ ...hoursNote(power.hours_left), kind: low ? "warn" : "info" });
  if (power.gauge === "silent") said.push({ key: "note_battery_silent", kind: "warn" });
  if (power.weak_supply) said.push({ key: "note_supply", kind: "warn" });
  if (power.picture !== "full" && presence !== null) said.push({ key: power.picture === "off" ? "note_hot" : "note_warm", kind: "warn" });
  return said;
}

/** @param {number} hours @returns {{key: string, values?: Record<string, string | number>}} as a person would say it */
function hoursNote(hours) {
  const halves = Math.round(hours * 2);
  if (halves < 2) return { key: "note_minutes_left", values: { minutes: Math.max(5, Math.round(hours * 12) * 5) } };
  if (halves === 2) return { key: "note_hour_left" };
  const whole = Math.floor(halves / 2);
  return { key: "note_hours_left", values: { hours: halves % 2 ? `${whole}½` : whole } };
}

/** An action and its id; said again until the robot answers, since an id counts only once. */
export class Actions {
  /** @type {Map<string, {action: string, saidS: number, tries: number}>} */
  #open = new Map();

  /** @param {string} id @param {string} action @param {number} nowS */
  begin(id, action, nowS) {
    this.#open.set(id, { action, saidS: nowS, tries: 1 });
  }

  /** @param {string} id @returns {boolean} whether it was one of ours */
  finish(id) {
    return this.#open.delete(id);
  }

  /** @param {number} nowS @returns {{again: {id: string, action: string}[], failed: boolean}} */
  tick(nowS) {
    const again = [];
    let failed = false;
    for (const [id, entry] of this.#open) {
      if (nowS - entry.saidS < 1.5) continue;
      if (entry.tries >= 3) {
        this.#open.delete(id);
        failed = true;
        continue;
      }
      entry.tries += 1;
      entry.saidS = nowS;
      again.push({ id, action: entry.action });
    }
    return { again, failed };
  }
}
