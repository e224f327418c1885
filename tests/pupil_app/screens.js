// @ts-check
/** Renders screens from fixed states, without bridge or robot: `/screens/?screen=class_hand`. */

import { USUAL_HEAD } from "/app/js/lesson/looking.js";
import { known } from "/app/js/wire/protocol.js";
import { reduce, START } from "/app/js/child/state.js";
import { START as TEACHER } from "/app/js/teacher/teacher_state.js";
import { BoardActs } from "/app/js/child/board_acts.js";
import { ClassActs } from "/app/js/child/class_acts.js";
import { Keyboard } from "/app/js/child/keyboard.js";
import { Switching } from "/app/js/child/switching.js";
import { View } from "/app/js/child/view.js";
import { Zooming } from "/app/js/child/zooming.js";
import { TeacherPage } from "/app/js/teacher/teacher_page.js";
import { NO_WISHES, toggled } from "/app/js/lesson/wishes.js";
import { languageOf, Words } from "/app/js/page/words.js";

const STAY = "AAAAAAAAAAAAAAAAAAAAAA";
const presence = (fields = {}) =>
  known({ type: "presence", seq: 1, presence: STAY, signal: "present", connected: true, ...fields });
/** A robot that can do everything, and may. */
const able = (fields = {}) =>
  presence({ zoom_most: 6, can_speak: true, rights: { zoom: "on", still: "on", sheets: "on", speech: "on" }, ...fields });
/** A transfer that has come this far in the 6 s before `atS`. */
const pace = (share, atS) => ({ from: { share: 0, atS: atS - 6 }, middle: { share: 0, atS: atS - 6 }, last: { share, atS } });
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
const raised = { raised: true, waiting_s: 42 };

const POLLUX = { nickname: "Pollux", shell: "mint", wears: "scarf" };
const CALM = { ...START.settings, calm: true };
const known_robot = { robotName: "Willi", classesName: "Willi", robotOnline: true, linkUp: true };
const ended = (over, fields = {}) => ({ ...known_robot, screen: "ended", phase: "over", over, ...fields });

const PUPIL = {
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
  unsafe: { screen: "unsafe", over: "unsafe", phase: "over" },
  failed: { screen: "failed", over: "internal", phase: "over" },
  too_old: { screen: "failed", over: "too_old", phase: "over" },
  storage_failed: { screen: "failed", over: "storage", phase: "over" },
};

const there = {
  ...TEACHER,
  linkUp: true,
  online: true,
  robotName: "Willi",
  pupilName: "Mia",
  until: "2027-01-29",
  unlocked: true,
};
const leaves = { width_px: 640, height_px: 480, sound: true, since_s: 720 };
const worn = { nickname: "Willi", shell: "mint", wears: "scarf" };
const low = { level: "low", gauge: "known", hours_left: 0.7, weak_supply: true, picture: "reduced" };
const charged = { battery_percent: 81, power: { gauge: "known", hours_left: 3.5 } };
/** A state of the teacher's page with a child inside, unless the fields say otherwise. */
const seen = (fields = {}, base = {}) => ({
  ...there,
  presence: presence({ outgoing: leaves, outfit: worn, microphone_works: true, ...fields }),
  ...base,
});
const gone = { presence: null, outgoing: null };
const helped = { wanted: true, waiting_s: 130 };
const ALLOWED = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const EMPTY_SHEETS = TEACHER.sheets;
/** A sheet as the child would hand it in. */
const HANDED_IN = new Blob(
  [`<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="2000"><path fill="#fff" d="M0 0h1400v2000H0z"/>
    <g fill="none" stroke="#334" stroke-width="8"><path d="M120 200h1160M120 420h900M120 640h1100M120 860h700"/><path d="M200 1100h900v600H200z"/></g></svg>`],
  { type: "image/svg+xml" },
);
const out = (id, phase, fields = {}) => ({ id, transfer: String(id), phase, share: 0, bytes: 420_000, pace: null, code: "", mayRepeat: false, ...fields });
const withSheets = (fields, sheets = {}, base = {}) =>
  seen({ rights: ALLOWED, can_speak: true, ...fields }, { hasSheets: true, sheets: { ...EMPTY_SHEETS, ...sheets }, ...base });
const phrase = (kind, fields = {}) => ({ number: 3, kind, text: "", aloud: true, ...fields });
const TEACHERS = {
  teacher_there: { ...seen(charged) },
  teacher_first_tap: { ...seen({}, { unlocked: false }) },
  teacher_hand: {
    ...seen({ signal: "hand", hand: raised, feeling: "tired", said: { number: 2, kind: "soon" } }, { feelingAtS: 0 }),
  },
  teacher_seen: { ...seen({ signal: "seen", hand: { ...raised, seen: true }, pan_deg: 40 }) },
  teacher_turn: { ...seen({ signal: "speaking", hand: { ...raised, your_turn: true } }) },
  teacher_help: {
    ...seen({ signal: "hand", hand: raised, help: helped, feeling: "unwell", microphone_works: false }),
  },
  teacher_helping: { ...seen({ help: { ...helped, coming: true }, feeling: "unwell", feeling_seen: true }) },
  teacher_unwell: { ...seen({ feeling: "unwell" }, { feelingAtS: 0 }) },
  teacher_called: { ...seen({ buddy_calls: true, feeling: "confused" }) },
  teacher_crowded: {
    ...seen({
      signal: "hand", hand: raised, help: helped, buddy_calls: true, feeling: "confused", battery_percent: 14,
      power: low, line: "fair", lost: ["camera"], outgoing: { ...leaves, width_px: 0, height_px: 0 },
      said: { number: 3, kind: "text", text: "Bitte schau auf Seite 42, Aufgabe 3. Wir rechnen sie gleich zusammen, ja?" },
    }),
  },
  teacher_sound_only: { ...seen({ sound_only: true, outgoing: { ...leaves, width_px: 0, height_px: 0 } }) },
  teacher_break: { ...seen({ signal: "on_break", rest: true, outgoing: null }) },
  teacher_away: { ...seen({ signal: "line_bad", line: "lost", outgoing: null }) },
  teacher_paused: {
    ...seen({ signal: "paused", paused_by: ["teacher"], outgoing: null }, { pausedAtS: 0 }),
  },
  teacher_pausing: { ...seen({ signal: "paused", paused_by: ["teacher"] }) },
  teacher_paused_help: {
    ...seen({ signal: "paused", paused_by: ["teacher", "button"], lost: ["camera"], help: helped, outgoing: null }),
  },
  teacher_paused_button: { ...seen({ signal: "paused", paused_by: ["button"], outgoing: null }) },
  teacher_failed: { ...seen({}, { failed: true }) },
  teacher_not_kept: { ...seen({ signal: "paused", paused_by: ["teacher"], outgoing: null }, { unkept: true, pausedAtS: 0 }) },
  teacher_fault: { ...seen({ signal: "fault", fault: "Der Arm klemmt." }) },
  teacher_ended: { ...seen({ ...gone, signal: "not_allowed" }) },
  teacher_nobody: { ...seen({ ...gone, signal: "asleep" }) },
  teacher_empty: { ...seen({ ...gone, signal: "asleep", battery_percent: 3, power: { level: "empty", gauge: "known" } }) },
  teacher_off: { ...there, online: false },
  teacher_older: { ...seen({ outgoing: undefined, microphone_works: undefined, battery_percent: 81 }) },
  teacher_link_down: { ...there, linkUp: false },
  teacher_bad_link: { ...TEACHER, badLink: true },
  teacher_loan_over: { ...TEACHER, loan: "over", day: "2026-11-27" },
  teacher_loan_not_begun: { ...TEACHER, loan: "not_begun", day: "2026-12-07" },
  teacher_long: { ...seen({ help: helped }, { pupilName: "Wilhelmine-Ottilie" }) },
  teacher_end: { ...seen({}, { ending: true }) },
  teacher_phrase: { ...withSheets({ phrase: phrase("no_board"), zoomed: true }, {}, { phraseAtS: 0, zoomedAtS: 0 }) },
  teacher_phrase_long: {
    ...withSheets({
      phrase: phrase("text", { text: "Darf ich die Aufgabe nachher mit Ben machen, oder soll ich jetzt allein anfangen?", aloud: false }),
      can_speak: false,
    }),
  },
  teacher_phrase_hand: { ...withSheets({ signal: "hand", hand: raised, phrase: phrase("question", { aloud: false }) }) },
  teacher_not_understood: { ...withSheets({ understood: "no" }) },
  teacher_not_understood_hand: {
    ...withSheets({ signal: "hand", hand: raised, understood: "no", sheets: { for_child: 4, for_class: 3 } }, { looked: [1, 2, 3] }),
  },
  teacher_sheets: {
    ...withSheets(
      { sheets: { for_child: 1, for_class: 1, passing: ["from_child"] }, transferring: "still", zoomed: true, phrase: phrase("thanks", { aloud: false }), phrase_seen: true },
      { out: [out(1, "there"), out(2, "sending", { share: 0.42, pace: pace(0.42, 0) }), out(3, "failed", { code: "stopped", mayRepeat: true })] },
      { phraseAtS: 0, phraseSeenAtS: 0 },
    ),
  },
  teacher_sheets_no_key: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, {}, { hasSheets: false }) },
  teacher_rights: { ...withSheets({ rights: { zoom: "on", still: "class", sheets: "loan", speech: "unable" } }) },
  teacher_sheet_coming: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, { open: 1, share: 0.3, pace: pace(0.3, 0) }) },
  teacher_sheet_open: { ...withSheets({ sheets: { for_child: 0, for_class: 2 } }, { open: 1, came: { 1: HANDED_IN }, looked: [1] }) },
  teacher_sheet_failed: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, { open: 1, code: "stopped" }) },
  buddy: { ...seen({ signal: "hand", hand: raised }, { role: "buddy" }) },
  buddy_sees: {
    ...withSheets({ phrase: phrase("no_board"), understood: "no", zoomed: true, sheets: { for_child: 1, for_class: 2 }, transferring: "sheet" }, {}, { role: "buddy" }),
  },
  buddy_unanswered: { ...seen({ buddy_answer: "nobody" }, { role: "buddy" }) },
  buddy_called: { ...seen({ buddy_calls: true, microphone_works: false, ...charged }, { role: "buddy" }) },
};

/** Listeners on the window that the present screen added. @type {[string, any, any][]} */
const listening = [];
const listen = window.addEventListener.bind(window);
window.addEventListener = (/** @type {[string, any, any]} */ ...what) => {
  listening.push(what);
  listen(...what);
};
let stopSwitching = () => {};

/** Undo what the last screen left on the page. */
function clear() {
  stopSwitching();
  stopSwitching = () => {};
  for (const what of listening.splice(0)) removeEventListener(...what);
  delete document.documentElement.dataset.look;
}

/** Have the text of all screens in this size, as a browser's own setting does. @param {number} percent */
function textSize(percent) {
  document.documentElement.style.setProperty("font-size", `${percent}%`, "important");
}

/** Words by language, asked for once. @type {Map<string, Promise<Words>>} */
const spoken = new Map();

/** @param {string} language */
function wordsOf(language) {
  const load = async () => new Words(language, await (await fetch(`/app/lang/${language}.json`)).json());
  if (!spoken.has(language)) spoken.set(language, load());
  return spoken.get(language);
}

/** Show one screen, in place of the last. @param {string} wanted @param {string} language */
async function show(wanted, language, withPicture = false, ratio = 4 / 3) {
  clear();
  const words = await wordsOf(language);
  document.documentElement.lang = language;
  const root = document.getElementById("app");
  if (wanted in TEACHERS) {
    const nothing = { act() {}, askEnd() {}, stay() {}, end() {}, chime() {} };
    const page = new TeacherPage(root, words, { ...nothing, chooseSheet() {}, repeatSheet() {}, dropSheet() {}, openSheet() {}, closeSheet() {} });
    page.update(TEACHERS[wanted], 0);
    if (wanted === "teacher_rights") page.rights.opener.click();
  } else {
    const viewerFits = (crop) => view.update({ ...state, viewer: { ...state.viewer, crop } }, USUAL_HEAD);
    const view = new View(root, words, { viewerFits }, () => 0);
    Object.defineProperties(view.video, { videoWidth: { value: 480 * ratio }, videoHeight: { value: 480 } });
    if (withPicture) await picture(view.video);
    const state = { ...START, ...PUPIL[wanted] };
    document.documentElement.dataset.look = state.settings.calm ? "calm" : "warm";
    view.update(state, USUAL_HEAD);
    view.tick(10);
    await document.querySelector(".viewer:not([hidden]) img")?.decode();
  }
  document.documentElement.dataset.ready = wanted;
}

/** A still picture where the class would be. @param {HTMLVideoElement} video */
function picture(video) {
  const drawn = document.createElement("img");
  drawn.alt = "";
  drawn.src = "/screens/class.svg";
  drawn.className = "still";
  video.replaceWith(drawn);
  return drawn.decode();
}

/**
 * Show a screen that does what is tapped, without a robot; `window.state()` is what came of it.
 *
 * @param {string} wanted @param {object} [settings]
 */
async function play(wanted, settings = {}) {
  clear();
  const words = await wordsOf("de");
  let gone = false;
  let state = { ...START, ...PUPIL[wanted] };
  state = { ...state, settings: { ...state.settings, ...settings } };
  const tell = (event) => {
    state = reduce(state, event);
    view.update(state, USUAL_HEAD);
    if (event.type !== "scanned") switching?.follow();
  };
  const wish = (next) => tell({ type: "wishes", wishes: next });
  const toggle = (name) => wish(toggled(state.wishes, name, true, state.turnTaken));
  const steering = {
    lookAt: (place) => tell({ type: "target", target: { panDeg: 30 * (0.5 - place.x), tiltDeg: 0 } }),
  };
  const acts = new ClassActs({
    state: () => state,
    tell,
    wish,
    toggle,
    notice: (key) => tell({ type: "notice", key }),
    setVolume: (volume) => tell({ type: "volume", volume }),
    join: () => tell({ type: "join" }),
    leave: () => tell({ type: "over", reason: "left" }),
    steering: { lookAt: (place, aspect) => actions.lookAt(place, aspect) },
    language: "de",
  });
  const actions = {
    ...acts.actions(),
    toggle,
    join: () => tell({ type: "join" }),
    look: (way) => tell({ type: "target", target: way === "ahead" ? { panDeg: 0, tiltDeg: 0 } : { panDeg: 16, tiltDeg: 0 } }),
    view: (slot) => tell({ type: "notice", key: `view_${slot}` }),
    gesture() {},
    keep() {},
    beginDrag() {},
    drag: (pulled) => tell({ type: "target", target: { panDeg: 66 * pulled.x, tiltDeg: 0 } }),
  };
  let framing = null;
  const lesson = () => ({
    head: USUAL_HEAD,
    heading: { panDeg: 0, tiltDeg: 0 },
    get framing() {
      return framing ?? state.crop;
    },
    look: (target) => tell({ type: "target", target }),
    crop: (crop) => ((framing = crop), true),
    takeStill: () => true,
    say: ({ kind, text, aloud }) => (tell({ type: "presence", presence: { ...state.presence, phrase: { number: 1, kind, text, aloud } } }), 1),
    understood: (answer) => (tell({ type: "presence", presence: { ...state.presence, understood: answer } }), true),
    follow: () => true,
    sendSheet: () => ({ id: 7 }),
    stopSheet: () => true,
  });
  const board = new BoardActs({
    state: () => state,
    tell,
    notice: (key) => tell({ type: "notice", key }),
    lesson,
    view: (slot) => actions.view(slot),
    set: (change) => tell({ type: "settings", settings: { ...state.settings, ...change } }),
  });
  const zooming = new Zooming({
    state: () => state,
    lesson,
    tell,
    notice: (key) => tell({ type: "notice", key }),
    steering: { ...actions, lookAt: steering.lookAt },
  });
  Object.assign(actions, zooming.actions(), board.actions());
  const view = new View(document.getElementById("app"), words, actions, () => 0);
  const { hold } = view.classRoom.controls;
  new Keyboard({ state: () => state, actions, hold });
  const switching = new Switching({
    root: document.body,
    state: () => state,
    hold,
    speaks: (control) => control.matches(".round.microphone, .round.speak"),
    scanned: (name) => gone || tell({ type: "scanned", name }),
  });
  view.update(state, USUAL_HEAD);
  switching.follow();
  stopSwitching = () => {
    gone = true;
    state = { ...state, settings: { ...state.settings, one_switch: false } };
    switching.follow();
  };
  window.state = () => state;
  window.tell = tell;
  window.hear = (event) => board.hear(event);
}

window.show = show;
window.textSize = textSize;
window.play = play;
const asked = new URLSearchParams(location.search);
void show(asked.get("screen") ?? "start", languageOf(location.search), asked.has("picture"), Number(asked.get("ratio") ?? 4 / 3));
