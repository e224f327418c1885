// @ts-check
/** States of the child's screens, by name. */

import { known } from "/app/js/wire/protocol.js";
import { START } from "/app/js/child/state.js";
import { NO_WISHES } from "/app/js/lesson/wishes.js";

const STAY = "AAAAAAAAAAAAAAAAAAAAAA";
export const presence = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: STAY, signal: "present", connected: true, ...fields });
/** A robot that can do everything, and may. */
const able = (fields = {}) =>
  presence({ zoom_most: 6, can_speak: true, rights: { zoom: "on", still: "on", sheets: "on", speech: "on" }, ...fields });
/** A transfer that has come this far in the 6 s before `atS`. */
export const pace = (share, atS) => ({ from: { share: 0, atS: atS - 6 }, middle: { share: 0, atS: atS - 6 }, last: { share, atS } });
/** A straightened board, three times as wide as high. */
const WIDE_BOARD = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="800"><path fill="#174a3c" d="M0 0h2400v800H0z"/>
    <g fill="#fff" font-family="sans-serif" font-size="150"><text x="80" y="230">Brüche kürzen</text><text x="80" y="520">6/8 = 3/4</text>
    <text x="1400" y="230">Hausaufgabe:</text><text x="1400" y="520">S. 12 Nr. 3</text></g></svg>`,
)}`;
/** Addresses of a board and of a sheet. */
const BOARD_PHOTO = { kind: "photo", number: 1, address: "/screens/class.svg" };
const SHEET = { kind: "sheet", number: 1, address: "/screens/class.svg" };
const WHOLE_PAPER = { zoom: 1, x: 0.5, y: 0.5 };

const inside = {
  ...START,
  screen: "class",
  robotName: "Willi",
  linkUp: true,
  robotOnline: true,
  phase: "present",
  microphone: "works",
  sends: true,
  presence: able(),
};
const wishes = (fields) => ({ ...NO_WISHES, ...fields });
export const raised = { raised: true, waiting_s: 42 };

const POLLUX = { nickname: "Pollux", shell: "mint", wears: "scarf" };
const CALM = { ...START.settings, calm: true };
const known_robot = { robotName: "Willi", classesName: "Willi", robotOnline: true, linkUp: true };
const GRANTED = { zoom: true, still: true, sheets: false, speech: true };
const ended = (over, fields = {}) => ({ ...known_robot, screen: "ended", phase: "over", over, ...fields });

export const PUPIL = {
  pair: { screen: "pair" },
  pair_wrong: { screen: "pair", pairing: { ...START.pairing, wrong: true } },
  pair_used: { screen: "pair", pairing: { ...START.pairing, link: "used" } },
  pair_calm: { screen: "pair", settings: CALM },
  pair_busy: { screen: "loading" },
  start: { screen: "start", robotName: "Willi", robotOnline: true },
  start_mine: { ...known_robot, screen: "start", robotName: "Pollux", outfit: POLLUX, invited: false },
  start_shut: { ...known_robot, screen: "start", classOpen: false },
  start_calm: { ...known_robot, screen: "start", outfit: { ...POLLUX, wears: "none" }, invited: false, settings: CALM },
  mine: { ...known_robot, screen: "mine", draft: { nickname: "", shell: "sand", wears: "none" } },
  mine_chosen: { ...known_robot, screen: "mine", draft: POLLUX, outfit: POLLUX, invited: false },
  mine_calm: { ...known_robot, screen: "mine", draft: POLLUX, outfit: POLLUX, invited: false, settings: CALM },
  settings: { ...known_robot, screen: "settings" },
  settings_one_switch: { ...known_robot, screen: "settings", settings: { ...CALM, one_switch: true, hand: "left" } },
  settings_rights: { ...known_robot, screen: "settings", granted: GRANTED },
  rights: { ...known_robot, screen: "rights", granted: GRANTED },
  rights_asked: { ...known_robot, screen: "rights", granted: GRANTED, withdrawing: "still" },
  check: { screen: "check", check: { ...START.check, sound: true }, linkUp: true },
  ready: { screen: "ready", phase: "connecting", linkUp: true, robotOnline: true, robotName: "Willi" },
  asleep: { screen: "ready", phase: "waiting", linkUp: true, robotName: "Willi" },
  busy: { screen: "ready", phase: "busy", linkUp: true, robotOnline: true, robotName: "Willi" },
  class: inside,
  class_hand: {
    ...inside,
    wishes: wishes({ hand: true, feeling: "laughing", microphone: true }),
    presence: presence({ signal: "seen", hand: { ...raised, seen: true }, feeling: "laughing", pan_deg: 30 }),
    pose: { panDeg: 10, tiltDeg: 0 },
    target: { panDeg: 30, tiltDeg: 6 },
  },
  class_whisper: {
    ...inside,
    wishes: wishes({ whisper: true, microphone: true, feeling: "unwell" }),
    presence: presence({ signal: "whispering", feeling: "unwell", pan_deg: -40, tilt_deg: -20 }),
    quality: "poor",
    soundBlocked: true,
  },
  class_views: {
    ...inside,
    keeping: true,
    menu: "places",
    presence: presence({ views: [{ slot: "board", pan_deg: 20, tilt_deg: 4 }], pan_deg: 20 }),
  },
  class_blocked: { ...inside, microphone: "blocked", quality: "fair" },
  class_no_microphone: { ...inside, microphone: "blocked", obstacle: "missing" },
  class_away: { ...inside, phase: "lost", silentS: 3, presence: presence({ signal: "line_bad" }) },
  class_paused: { ...inside, presence: presence({ signal: "paused", paused_by: ["teacher"] }) },
  class_break: { ...inside, wishes: wishes({ rest: true }), presence: presence({ signal: "on_break", rest: true }) },
  class_sound_only: { ...inside, wishes: wishes({ sound_only: true }) },
  class_fault: { ...inside, presence: presence({ signal: "fault", fault: "Stuck." }) },
  class_camera_lost: { ...inside, presence: presence({ lost: ["camera"] }) },
  class_tired: { ...inside, presence: presence({ battery_percent: 18, power: { level: "low", gauge: "known" } }) },
  class_picture_off: { ...inside, presence: presence({ line: "poor", picture: "off" }) },
  offline: { screen: "ready", phase: "waiting", robotName: "Willi" },
  stuck: { ...known_robot, screen: "ready", phase: "waiting", faulty: true },
  class_turn: {
    ...inside,
    wishes: wishes({ hand: true }),
    presence: presence({ signal: "seen", hand: { ...raised, seen: true, your_turn: true } }),
  },
  class_menu: { ...inside, menu: "main" },
  class_saved: {
    ...inside,
    presence: able({
      views: [
        { slot: "board", pan_deg: 20, tilt_deg: 4 },
        { slot: "teacher", pan_deg: 0, tilt_deg: 4 },
      ],
    }),
  },
  class_near: { ...inside, crop: { zoom: 2, x: 0.4, y: 0.4 }, presence: able({ zoomed: true }) },
  class_zoom_off: {
    ...inside,
    notice: { key: "right_class", number: 1 },
    presence: able({ rights: { zoom: "class", still: "loan", sheets: "loan", speech: "class" } }),
  },
  class_still_coming: { ...inside, still: { status: "coming", share: 0.4, why: "" } },
  class_still_failed: { ...inside, still: { status: "failed", share: 0, why: "" } },
  class_paper: { ...inside, photo: BOARD_PHOTO, viewer: { at: 0, crop: WHOLE_PAPER } },
  class_paper_wide: { ...inside, photo: { kind: "photo", number: 1, address: WIDE_BOARD }, viewer: { at: 0, crop: WHOLE_PAPER } },
  class_papers: {
    ...inside,
    sheets: [SHEET, { ...SHEET, number: 2 }],
    photo: BOARD_PHOTO,
    looked: 1,
    viewer: { at: 1, crop: { zoom: 2, x: 0.3, y: 0.3 } },
    wishes: wishes({ hand: true }),
  },
  class_sheet_came: { ...inside, sheets: [SHEET] },
  class_sheet_leaving: { ...inside, leaving: { id: 7, share: 0.3 }, paces: { leaving: pace(0.3, 10) } },
  class_sheet_failed: { ...inside, unsent: true, notice: { key: "transfer_no_room", number: 1 } },
  class_sheets: { ...inside, menu: "sheets", photo: BOARD_PHOTO },
  class_phrases: { ...inside, menu: "phrases", settings: { ...START.settings, aloud: true } },
  class_write: { ...inside, menu: "write" },
  class_phrase_said: {
    ...inside,
    phrase: { number: 1, kind: "no_board", text: "", aloud: false },
    notice: { key: "phrase_shown", number: 1 },
  },
  class_phrase_long: {
    ...inside,
    phrase: { number: 1, kind: "text", text: "Ich bin gerade bei Aufgabe 3 b und komme nicht weiter, kannst du helfen? Danke!", aloud: false },
    notice: { key: "phrase_seen", number: 1 },
  },
  class_understood: { ...inside, menu: "main", understood: "no", presence: able({ understood: "no" }) },
  class_menu_saved: {
    ...inside,
    menu: "main",
    presence: presence({
      views: [
        { slot: "board", pan_deg: 20, tilt_deg: 4 },
        { slot: "teacher", pan_deg: 0, tilt_deg: 4 },
        { slot: "table", pan_deg: 0, tilt_deg: -30 },
      ],
    }),
  },
  class_gestures: { ...inside, menu: "gestures" },
  class_places: { ...inside, menu: "places", presence: presence({ views: [{ slot: "board", pan_deg: 20, tilt_deg: 4 }] }) },
  class_question: { ...inside, wishes: wishes({ feeling: "unwell" }), question: "unwell", presence: presence({ feeling: "unwell" }) },
  class_help: { ...inside, wishes: wishes({ help: true }), presence: presence({ help: { wanted: true, coming: true, waiting_s: 9 } }) },
  class_said: {
    ...inside,
    notice: { key: "said_text", number: 1 },
    presence: presence({ said: { number: 1, kind: "text", text: "Wir sind auf Seite 42." } }),
  },
  class_microphone: { ...inside, wishes: wishes({ microphone: true }), presence: presence({ signal: "speaking" }) },
  class_listen_only: { ...inside, wishes: wishes({ listen_only: true }), presence: presence({ signal: "listening" }) },
  class_dead: { ...inside, notice: { key: "dead", number: 1 }, presence: presence({ signal: "paused", paused_by: ["teacher"] }) },
  class_turned: { ...inside, pose: { panDeg: 30, tiltDeg: 0 }, presence: presence({ pan_deg: 30 }) },
  stay: { screen: "ended", over: "left", staying: true, robotName: "Willi", phase: "over" },
  goodbye: { screen: "ended", over: "left", robotName: "Willi", phase: "over" },
  tired: { screen: "ready", phase: "waiting", tired: true, linkUp: true, robotOnline: true, robotName: "Willi" },
  tired_goodbye: { screen: "ended", over: "battery", robotName: "Willi", phase: "over", presence: presence() },
  ended_well: ended("ended_by_class", { met: true, outfit: POLLUX, robotName: "Pollux" }),
  ended_well_day: ended("ended_by_class", { met: true, day: "2030-12-05" }),
  not_today: ended("not_allowed"),
  moved_on: ended("revoked"),
  loan_over: ended("no_loan", { day: "2026-11-27" }),
  not_yet: ended("not_begun"),
  not_yet_day: ended("not_begun", { day: "2030-12-03" }),
  taken_over: ended("taken_over"),
  device_locked: ended("device_locked"),
  no_lesson: ended("closed_now", { day: "2030-12-03", opensS: 1922518800 }),
  lesson_over: ended("closed_now", { met: true, opensS: 1922518800 }),
  school_free: ended("holidays", { day: "2030-12-03", opensS: 1922518800 }),
  class_not_ready: ended("not_ready"),
  loan_stopped: ended("loan_locked"),
  unsafe: { screen: "unsafe", over: "unsafe", phase: "over" },
  failed: { screen: "failed", over: "internal", phase: "over" },
  too_old: { screen: "failed", over: "too_old", phase: "over" },
  storage_failed: { screen: "failed", over: "storage", phase: "over" },
};
