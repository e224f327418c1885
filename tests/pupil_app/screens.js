// @ts-check
/** Renders screens from fixed states, without bridge or robot: `/screens/?screen=class_hand`. */

import { USUAL_HEAD } from "/app/js/lesson/looking.js";
import { reduce, START } from "/app/js/child/state.js";
import { BoardActs } from "/app/js/child/board_acts.js";
import { ClassActs } from "/app/js/child/class_acts.js";
import { Keyboard } from "/app/js/child/keyboard.js";
import { Switching } from "/app/js/child/switching.js";
import { View } from "/app/js/child/view.js";
import { Zooming } from "/app/js/child/zooming.js";
import { TeacherPage } from "/app/js/teacher/teacher_page.js";
import { toggled } from "/app/js/lesson/wishes.js";
import { languageOf, Words } from "/app/js/page/words.js";
import { PUPIL } from "./child_screens.js";
import { TEACHERS } from "./teacher_screens.js";

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
  const robot = () => ({
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
  });
  const board = new BoardActs({
    state: () => state,
    tell,
    notice: (key) => tell({ type: "notice", key }),
    lesson: () => ({ sendSheet: () => ({ id: 7 }), stopSheet: () => true }),
    robot,
    view: (slot) => actions.view(slot),
    set: (change) => tell({ type: "settings", settings: { ...state.settings, ...change } }),
  });
  const zooming = new Zooming({
    state: () => state,
    robot,
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
