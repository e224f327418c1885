// @ts-check
/** Composition root of the child's app: state, view, entrance, lesson, voice, sound. */

import { Afterwards } from "./afterwards.js";
import { announceTurn } from "./calling.js";
import { BoardActs } from "./board_acts.js";
import { ClassActs } from "./class_acts.js";
import { ClassPicture } from "./class_picture.js";
import { isCalled, isLive } from "./live.js";
import { Entrance } from "./entrance.js";
import { Interruptions } from "./interruptions.js";
import { Keyboard } from "./keyboard.js";
import { Lesson } from "../lesson/lesson.js";
import { canCall } from "../lesson/peer.js";
import { Mine } from "./mine.js";
import { note, recall } from "../page/memory.js";
import { answerNotice, isMoreTired, noticeOf, obstacleSentence } from "./now.js";
import { Sound } from "../lesson/sound.js";
import { expectsPicture, isAway, isSending, mustHush, needsMicrophone, reduce, START } from "./state.js";
import { Steering } from "./steering.js";
import { Switching } from "./switching.js";
import { measureLevel } from "../lesson/tones.js";
import { guardTaps } from "../page/tap_guard.js";
import { View } from "./view.js";
import { Voice } from "./voice.js";
import { Whispering } from "./whispering.js";
import { WakeLock } from "../page/wake_lock.js";
import { Zooming } from "./zooming.js";
import { afterReload, hushed, NO_WISHES, toggled } from "../lesson/wishes.js";

/** @returns {number} */
export const unixS = () => Date.now() / 1000;

export class App {
  state = START;
  #whispering = new Whispering();
  /**
   * The stream whose level is measured.
   *
   * @type {MediaStream | null}
   */
  #measured = null;
  /** @type {(() => void) | null} */
  #stopMeasuring = null;

  /** @param {HTMLElement} root @param {import("../page/words.js").Words} words @param {import("../page/device.js").Device} device */
  constructor(root, words, device) {
    const tell = this.tell.bind(this);
    const lesson = () => this.lesson;
    const robot = () => this.lesson.robot;
    this.steering = new Steering({ state: () => this.state, robot, tell, notice: (key) => this.#notice(key) });
    const notice = (/** @type {string | null} */ key) => this.#notice(key);
    const steering = this.steering.actions();
    this.zooming = new Zooming({ state: () => this.state, robot, tell, notice, steering });
    this.mine = new Mine({
      state: () => this.state,
      tell,
      robot: () => device.pairing?.robot ?? "",
      send: (message) => this.entrance.send(message),
      known: () => robot().known,
    });
    this.board = new BoardActs({
      state: () => this.state,
      tell,
      notice,
      lesson,
      robot,
      view: (slot) => steering.view(slot),
      set: (change) => this.mine.actions().set(change),
    });
    this.acts = new ClassActs({
      state: () => this.state,
      tell,
      wish: (wishes) => this.#wish(wishes),
      toggle: (name) => void this.#toggle(name),
      notice,
      setVolume: (volume) => this.#setVolume(volume),
      join: (wishes) => void this.#join(wishes),
      leave: () => this.#leave(),
      steering: { ...steering, ...this.zooming.actions() },
      language: words.language,
    });
    this.view = new View(root, words, this.#actions(), unixS);
    this.picture = new ClassPicture(this.view.video);
    this.sound = new Sound(/** @type {HTMLAudioElement} */ (document.getElementById("sound")), (blocked) =>
      tell({ type: "sound_blocked", blocked }),
    );
    /** @type {Voice} */
    this.voice = new Voice({
      sound: this.sound,
      tell,
      lost: () => this.#microphoneLost(),
      replaced: () => void (this.lesson.runs && this.lesson.rebuild()),
    });
    this.interruptions = new Interruptions({
      sound: this.sound,
      picture: this.picture,
      voice: this.voice,
      mayHeal: () => needsMicrophone(this.state) && (this.state.silenced || this.state.microphone === "blocked"),
    });
    this.wakeLock = new WakeLock();
    this.entrance = new Entrance({ device, tell, lesson, welcomed: () => this.#comeBack() });
    this.afterwards = new Afterwards({ state: () => this.state, again: () => this.entrance.again() });
    /** @type {Lesson} */
    this.lesson = new Lesson({
      device,
      send: (message) => this.entrance.send(message),
      track: () => this.voice.track,
      expectsPicture: () => expectsPicture(this.state),
      shown: () => this.picture.shown,
      language: words.language,
      tell: (event) => this.#told(event),
      adopt: (picture, sound) => {
        void this.sound.play(sound);
        this.picture.show(picture);
      },
    });
  }

  start() {
    this.mine.start();
    this.afterwards.start();
    const check = recall("localStorage", "check");
    if (check) this.tell({ type: "check_remembered", check: { ...START.check, ...check } });
    const volume = recall("localStorage", "volume");
    if (typeof volume === "number") this.#setVolume(volume);
    this.interruptions.start();
    // These taps change what lies under the finger.
    guardTaps((tapped) => tapped?.closest(".menu, .karlsson, .rail, .viewer, .paper-act, .answers, .speak, .round.rest, .cards, .stay, .back-from-rest") != null);
    const { hold } = this.view.classRoom.controls;
    this.keyboard = new Keyboard({ state: () => this.state, actions: this.#actions(), hold });
    this.switching = new Switching({
      root: document.body,
      state: () => this.state,
      hold,
      speaks: (control) => control.matches(".round.microphone, .round.speak"),
      scanned: (name) => this.tell({ type: "scanned", name }),
    });
    this.switching.follow();
    setInterval(() => this.view.tick(performance.now() / 1000), 250);
    // A page that the browser keeps whole may come back.
    addEventListener("pagehide", ({ persisted }) => persisted || this.lesson.close());
    this.entrance.begin(location.hash);
    addEventListener("hashchange", () => this.entrance.begin(location.hash));
  }

  /** @param {{type: string, [field: string]: any}} event */
  tell(event) {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state === before) return;
    this.#follow(before, this.state);
    this.view.update(this.state, this.lesson?.robot.head);
    if (event.type !== "scanned") this.switching?.follow();
  }

  /** @param {{type: string, [field: string]: any}} event of the lesson */
  #told(event) {
    if (event.type === "limit") this.#notice("limit");
    else if (!this.board.hear(event)) this.tell(event);
  }

  // ---- joining

  /** Join again after a reload in the middle of a lesson. */
  #comeBack() {
    const stay = recall("sessionStorage", "stay");
    if (stay && this.state.screen === "start") void this.#join(afterReload(stay));
  }

  /** @param {import("../lesson/wishes.js").Wishes} wishes */
  async #join(wishes) {
    if (this.lesson.runs) return;
    this.sound.unlock();
    this.voice.stopEcho();
    this.entrance.resume();
    this.tell({ type: "join" });
    this.tell({ type: "wishes", wishes });
    if ((await this.voice.open()) !== null) this.lesson.join(wishes);
  }

  // ---- effects of a change

  /** @param {import("./state.js").State} before @param {import("./state.js").State} after */
  #follow(before, after) {
    this.voice?.turn(isSending(after));
    this.wakeLock?.want(after.screen === "class" || after.screen === "ready");
    if (before.screen !== after.screen || before.wishes !== after.wishes) this.#noteStay(after);
    if (needsMicrophone(before) && !needsMicrophone(after)) this.voice.close();
    if (after.phase === "over" && before.phase !== "over") this.#leftClass();
    if (after.microphone !== "unknown") {
      this.lesson?.robot.known.microphone(after.microphone === "works" && !after.silenced);
    }
    this.board?.follow(before, after);
    if (before.crop !== after.crop || before.pose !== after.pose) this.zooming?.follow();
    if (isAway(before) && !isAway(after) && after.screen === "class") this.#notice(null);
    if (isMoreTired(before, after)) this.#notice("battery_low");
    const answer = before.presence === after.presence ? null : answerNotice(before, after);
    if (answer) this.#notice(answer);
    if (isCalled(after) && !isCalled(before)) this.#called(after);
    this.#measure(after);
    if (mustHush(after)) this.#wish(hushed(after.wishes));
    this.mine?.follow(before, after);
    this.afterwards?.follow(before, after);
  }

  /** @param {import("./state.js").State} state */
  #called({ settings }) {
    announceTurn(this.sound, settings.sounds);
    this.view.classRoom.figure.cheer();
  }

  /**
   * Follow how loud the child is: the drawing shows that it is heard, and a whisper ends by quiet.
   *
   * @param {import("./state.js").State} state
   */
  #measure(state) {
    const nowS = () => performance.now() / 1000;
    const stream = isSending(state) ? (this.voice?.stream ?? null) : null;
    if (stream === this.#measured) return;
    this.#measured = stream;
    this.#stopMeasuring?.();
    this.#stopMeasuring = null;
    if (stream && state.wishes.whisper) this.#whispering.begin(nowS());
    else this.#whispering.end();
    if (!stream) return;
    this.#stopMeasuring = measureLevel(this.sound.context, stream, (level) => {
      this.view.classRoom.figure.voice(level);
      if (this.#whispering.hear(level, nowS())) this.#wish(hushed(this.state.wishes));
    });
  }

  /** @param {import("./state.js").State} state */
  #noteStay({ screen, wishes }) {
    if (screen === "class" || screen === "ready") note("sessionStorage", "stay", wishes);
    else if (["ended", "unsafe", "failed"].includes(screen)) note("sessionStorage", "stay", null);
  }

  #leftClass() {
    this.sound.silence();
    this.picture.clear();
  }

  #microphoneLost() {
    this.tell({ type: "microphone", works: false, obstacle: "missing" });
    const { wishes } = this.state;
    if (wishes.microphone || wishes.whisper) this.#wish(hushed(wishes));
  }

  // ---- actions of the child

  #actions() {
    return {
      ...this.steering.actions(),
      ...this.zooming.actions(),
      ...this.board.actions(),
      ...this.mine.actions(),
      ...this.acts.actions(),
      pair: (/** @type {string} */ word) => this.entrance.pair(word),
      pairAnew: () => this.tell({ type: "unpaired" }),
      join: () => void this.#join(NO_WISHES),
      openCheck: () => void this.#openCheck(),
      closeCheck: () => this.#closeCheck(),
      checked: (/** @type {string} */ what) => this.#checked(what),
      chime: () => this.sound.chime(),
      echo: () => this.voice.echo(this.view.check),
      unlock: () => this.sound.unlock(),
      toggle: (/** @type {any} */ name) => void this.#toggle(name),
    };
  }

  #leave() {
    if (this.lesson.runs) this.lesson.leave();
    else this.tell({ type: "over", reason: "left" });
  }

  /** @param {import("../lesson/wishes.js").Name} name */
  async #toggle(name) {
    const speaks = name === "microphone" || name === "whisper";
    if (!isLive(this.state) && this.state.screen === "class") {
      if (name !== "microphone" || !this.state.wishes.microphone) return this.#notice("dead");
      // Closing is never in vain: the line may come back while the child believes that nobody hears it.
      this.voice.forgo();
      return this.#wish(hushed(this.state.wishes));
    }
    // A microphone that is still being requested must not open once the child wants something else.
    if (speaks || name === "rest" || name === "listen_only") this.voice.forgo();
    if (speaks && this.state.silenced) {
      // Before it is closed: the child wants to be heard, and the system is in the way.
      if ((await this.voice.reopen()) && this.state.wishes[name]) return;
    } else if (speaks && this.state.microphone === "blocked" && !this.state.wishes[name]) {
      const works = await this.voice.open();
      if (works === null) return;
      if (!works) return this.#notice(obstacleSentence(this.state));
      this.lesson.rebuild();
    }
    const { wishes, microphone, turnTaken } = this.state;
    this.#wish(toggled(wishes, name, microphone === "works", turnTaken));
  }

  /** @param {import("../lesson/wishes.js").Wishes} wishes */
  #wish(wishes) {
    const before = this.state.wishes;
    this.tell({ type: "wishes", wishes });
    this.lesson.robot.wish(wishes);
    // A notice stays until the next thing happens.
    this.#notice(noticeOf(before, wishes));
  }

  /** @param {number} volume 0 to 1 */
  #setVolume(volume) {
    this.sound.setVolume(volume);
    note("localStorage", "volume", volume);
    this.tell({ type: "volume", volume });
  }

  /** @param {string | null} key */
  #notice(key) {
    if (key !== null || this.state.notice !== null) this.tell({ type: "notice", key });
  }

  // ---- device check

  async #openCheck() {
    this.tell({ type: "check_opened" });
    this.tell({ type: "calls", calls: await canCall() });
  }

  /** @param {string} what */
  #checked(what) {
    if (what === "microphone") this.voice.stopEcho();
    this.tell({ type: "checked", what, good: true });
  }

  #closeCheck() {
    this.tell({ type: "check_closed", unixS: unixS() });
    note("localStorage", "check", this.state.check);
  }
}
