// @ts-check
/** The child's app, put together: state, view, bridge, lesson, microphone, sound. */

import { Device, note, recall } from "./device.js";
import { Lesson } from "./lesson.js";
import { KEYS, poseOf, rounded, step, USUAL_HEAD, viewOf } from "./looking.js";
import { Microphone } from "./microphone.js";
import { isMoreTired, noticeOf } from "./now.js";
import { linkOf, NotSafe, Opening } from "./opening.js";
import { showAtOnce } from "./picture.js";
import { wordSecret } from "./proofs.js";
import { Signaling } from "./signaling.js";
import { Sound } from "./sound.js";
import { expectsPicture, isAway, isOpen, maySteer, needsMicrophone, reduce, START } from "./state.js";
import { View } from "./view.js";
import { WakeLock } from "./wake_lock.js";
import { afterReload, NO_WISHES, toggled } from "./wishes.js";
import { languageOf, Words } from "./words.js";

/** A notice stands this long before the lasting sentence comes back. */
const NOTICE_MS = 4000;

const unixS = () => Date.now() / 1000;

class App {
  state = START;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #noticeTimer;
  /** @type {(() => void) | null} */
  #endEcho = null;
  /** Counts what the child asked for, so that a slow microphone finds what it was opened for. */
  #errand = 0;
  /** @type {MediaStream | null} */
  #coming = null;

  /** @param {Words} words @param {Device} device */
  constructor(words, device) {
    this.device = device;
    this.view = new View(/** @type {HTMLElement} */ (document.getElementById("app")), words, this.#actions(), unixS);
    this.sound = new Sound(/** @type {HTMLAudioElement} */ (document.getElementById("sound")), (blocked) =>
      this.tell({ type: "sound_blocked", blocked }),
    );
    this.microphone = new Microphone(() => this.#microphoneLost());
    this.wakeLock = new WakeLock();
    this.opening = new Opening(device);
    this.signaling = new Signaling({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`,
      answer: (nonce) => this.opening.answer(nonce),
      receive: (message) => this.#receive(message),
      down: () => this.#down(),
    });
    this.lesson = new Lesson({
      device,
      send: (message) => this.signaling.send(message),
      track: () => this.microphone.track,
      expectsPicture: () => expectsPicture(this.state),
      tell: (event) => (event.type === "limit" ? this.#notice("limit") : this.tell(event)),
      adopt: (picture, sound) => this.#show(picture, sound),
    });
  }

  start() {
    const check = recall(localStorage, "check");
    if (check) this.tell({ type: "check_remembered", check: { ...START.check, ...check } });
    const volume = recall(localStorage, "volume");
    if (typeof volume === "number") this.#setVolume(volume);
    addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.view.tick(performance.now() / 1000), 250);
    this.#begin(location.hash);
    addEventListener("hashchange", () => this.#begin(location.hash));
  }

  /** @param {{type: string, [field: string]: any}} event */
  tell(event) {
    const before = this.state;
    this.state = reduce(before, event);
    if (this.state === before) return;
    this.#follow(before, this.state);
    this.view.update(this.state, this.lesson?.head);
  }

  // ---- getting in

  /** @param {string} fragment */
  #begin(fragment) {
    const link = linkOf(fragment);
    // The secret must not stay in the address bar, nor in the history.
    if (fragment) history.replaceState(null, "", location.pathname + location.search);
    if (this.lesson.runs) return;
    if (link) {
      this.opening.pairWith(link.secret, link.keyHash);
      this.tell({ type: "pairing_started", by: "link" });
    } else if (this.device.pairing) {
      this.tell({ type: "known", robotName: this.device.pairing.robotName });
    } else {
      this.tell({ type: "unpaired" });
      return;
    }
    this.signaling.start();
  }

  /** @param {string} word */
  #pair(word) {
    const secret = wordSecret(word);
    if (!secret) return this.tell({ type: "pairing_failed" });
    this.opening.pairWith(secret, null);
    this.tell({ type: "pairing_started" });
    this.signaling.start();
  }

  /** @param {import("./protocol.js").Message} message */
  #receive(message) {
    if (message.type === "welcome_pupil") void this.#welcome(message);
    else if (message.type === "refused" && this.#refusedAtTheDoor(message.code)) return;
    else {
      if (message.type === "robot_status") this.tell({ type: "robot_status", online: message.online });
      this.lesson.receive(message);
    }
  }

  /** @param {import("./protocol.js").Message} message */
  async #welcome(message) {
    try {
      await this.opening.admit(message);
    } catch (error) {
      if (!(error instanceof NotSafe)) throw error;
      this.signaling.stop();
      if (this.lesson.runs) this.lesson.leave();
      return this.tell({ type: "over", reason: "unsafe" });
    }
    this.signaling.succeed();
    this.tell({ type: "welcome", robotName: message.robot_name, online: message.robot_online });
    this.lesson.welcome(message);
    const stay = recall(sessionStorage, "stay");
    if (stay && this.state.screen === "start") void this.#join(afterReload(stay));
  }

  /** @param {string} code @returns {boolean} whether the refusal was about opening the session */
  #refusedAtTheDoor(code) {
    if (this.opening.isPairing && (code === "pairing" || code === "locked")) {
      this.opening.giveUpPairing();
      if (this.device.pairing) {
        // A link that was used once, opened again on the device that used it.
        this.tell({ type: "known", robotName: this.device.pairing.robotName });
        this.signaling.start();
      } else {
        this.signaling.stop();
        this.tell({ type: "pairing_failed", locked: code === "locked" });
      }
      return true;
    }
    if (code === "unknown_device") {
      if (this.lesson.runs) this.lesson.leave();
      this.signaling.stop();
      void this.device.remember(null);
      this.tell({ type: "unpaired" });
      return true;
    }
    if (code === "no_loan" && !this.lesson.runs) {
      this.signaling.stop();
      this.tell({ type: "over", reason: "no_loan" });
      return true;
    }
    return false;
  }

  #down() {
    this.tell({ type: "link_down" });
    this.lesson.linkDown();
  }

  /** @param {import("./wishes.js").Wishes} wishes */
  async #join(wishes) {
    if (this.lesson.runs) return;
    this.sound.unlock();
    this.#stopEcho();
    if (!this.signaling.runs) this.signaling.start();
    this.tell({ type: "join" });
    this.tell({ type: "wishes", wishes });
    const errand = (this.#errand += 1);
    const track = await this.microphone.open();
    if (errand !== this.#errand) return;
    this.tell({ type: "microphone", works: track !== null });
    this.lesson.join(wishes);
  }

  // ---- what follows from a change

  /** @param {import("./state.js").State} before @param {import("./state.js").State} after */
  #follow(before, after) {
    this.microphone?.turn(isOpen(after) || this.#endEcho !== null);
    this.wakeLock?.want(after.screen === "class" || after.screen === "ready");
    if (before.screen !== after.screen || before.wishes !== after.wishes) this.#noteStay(after);
    if (needsMicrophone(before) && !needsMicrophone(after)) this.#closeMicrophone();
    if (after.phase === "over" && before.phase !== "over") this.#leftClass();
    if (isAway(before) && !isAway(after) && after.screen === "class") this.#notice(null);
    if (isMoreTired(before, after)) this.#notice("battery_low");
  }

  /** @param {import("./state.js").State} state */
  #noteStay({ screen, wishes }) {
    if (screen === "class" || screen === "ready") note(sessionStorage, "stay", wishes);
    else if (["ended", "unsafe", "failed"].includes(screen)) note(sessionStorage, "stay", null);
  }

  #closeMicrophone() {
    this.#errand += 1;
    this.#stopEcho();
    this.microphone.close();
  }

  #leftClass() {
    this.sound.silence();
    this.#coming = null;
    this.view.video.srcObject = null;
  }

  /** @param {MediaStream} picture @param {MediaStream} sound */
  #show(picture, sound) {
    void this.sound.play(sound);
    const [track] = picture.getVideoTracks();
    const { video } = this.view;
    video.dataset.stale = String(video.srcObject !== null);
    if (!video.srcObject || !track?.muted) return this.#showPicture(picture);
    // Until the new line brings something, the old picture is better than none.
    this.#coming = picture;
    track.addEventListener("unmute", () => {
      if (this.#coming === picture) this.#showPicture(picture);
    });
  }

  /** @param {MediaStream} picture */
  #showPicture(picture) {
    const { video } = this.view;
    this.#coming = null;
    video.dataset.stale = "false";
    showAtOnce(video, picture);
    // A muted picture may always play; a reload in the middle of `play` is no fault.
    video.play().catch(() => undefined);
  }

  #microphoneLost() {
    this.tell({ type: "microphone", works: false });
    const { wishes } = this.state;
    if (wishes.microphone || wishes.whisper) this.#wish({ ...wishes, microphone: false, whisper: false });
  }

  // ---- what the child does

  #actions() {
    return {
      pair: (/** @type {string} */ word) => this.#pair(word),
      join: () => void this.#join(NO_WISHES),
      openCheck: () => this.tell({ type: "check_opened" }),
      closeCheck: () => this.#closeCheck(),
      checked: (/** @type {string} */ what) => this.#checked(what),
      chime: () => this.sound.chime(),
      echo: () => this.#echo(),
      askLeave: () => this.tell({ type: "leaving", leaving: true }),
      stay: () => this.tell({ type: "leaving", leaving: false }),
      leave: () => this.#leave(),
      unlock: () => this.sound.unlock(),
      toggle: (/** @type {any} */ name) => void this.#toggle(name),
      feel: (/** @type {string | null} */ feeling) => this.#wish({ ...this.state.wishes, feeling }),
      look: (/** @type {any} */ way) => this.#lookTo(step(way, this.lesson.heading)),
      lookAt: (/** @type {any} */ place, /** @type {number} */ aspect) =>
        this.#lookTo(poseOf(place, this.lesson.pose, this.lesson.head.lensDeg, aspect)),
      keep: () => this.tell({ type: "keeping", keeping: !this.state.keeping }),
      view: (/** @type {string} */ slot) => this.#view(slot),
      gesture: (/** @type {string} */ name) => maySteer(this.state) && this.lesson.gesture(name),
      volume: (/** @type {number} */ volume) => this.#setVolume(volume),
    };
  }

  #leave() {
    this.tell({ type: "leaving", leaving: false });
    if (this.lesson.runs) this.lesson.leave();
    else this.tell({ type: "over", reason: "left" });
  }

  /** @param {Exclude<keyof import("./wishes.js").Wishes, "feeling">} name */
  async #toggle(name) {
    const speaks = name === "microphone" || name === "whisper";
    if (speaks && this.state.microphone === "blocked" && !this.state.wishes[name]) {
      const errand = (this.#errand += 1);
      const track = await this.microphone.open();
      if (errand !== this.#errand) return;
      if (!track) return this.#notice("mic_blocked");
      this.tell({ type: "microphone", works: true });
      this.lesson.rebuild();
    }
    this.#wish(toggled(this.state.wishes, name, this.state.microphone === "works"));
  }

  /** @param {import("./wishes.js").Wishes} wishes */
  #wish(wishes) {
    const before = this.state.wishes;
    this.tell({ type: "wishes", wishes });
    this.lesson.wish(wishes);
    const key = noticeOf(before, wishes);
    if (key) this.#notice(key);
  }

  /** @param {import("./looking.js").Pose} wanted */
  #lookTo(wanted) {
    if (!maySteer(this.state)) return;
    // Whether the head can look there the robot knows: it says so.
    this.lesson.look(rounded(wanted));
  }

  /** @param {string} slot */
  #view(slot) {
    if (!maySteer(this.state)) return;
    const { keeping, presence } = this.state;
    const view = viewOf(presence, slot);
    this.tell({ type: "keeping", keeping: false });
    if (keeping) this.lesson.save(slot);
    else if (view) this.lesson.goTo(view);
    if (keeping || !view) this.#notice(keeping ? "view_kept" : "view_empty");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (this.state.screen !== "class" || this.state.leaving) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement) return;
    const way = KEYS[event.key];
    if (!way) return;
    event.preventDefault();
    this.#lookTo(step(way, this.lesson.heading));
  }

  /** @param {number} volume 0 to 1 */
  #setVolume(volume) {
    this.sound.setVolume(volume);
    note(localStorage, "volume", volume);
    this.tell({ type: "volume", volume });
  }

  /** @param {string | null} key */
  #notice(key) {
    clearTimeout(this.#noticeTimer);
    this.tell({ type: "notice", key });
    if (key) this.#noticeTimer = setTimeout(() => this.tell({ type: "notice", key: null }), NOTICE_MS);
  }

  // ---- device check

  async #echo() {
    this.#stopEcho();
    const errand = (this.#errand += 1);
    const track = await this.microphone.open();
    if (errand !== this.#errand) return;
    this.tell({ type: "microphone", works: track !== null });
    this.tell({ type: "checked", what: "microphone", good: false });
    const { stream } = this.microphone;
    if (!stream) return;
    this.microphone.turn(true);
    this.view.check.listening();
    this.#endEcho = this.sound.echo(stream, (level) => this.view.check.level(level));
  }

  #stopEcho() {
    this.#endEcho?.();
    this.#endEcho = null;
    this.microphone.turn(false);
  }

  /** @param {string} what */
  #checked(what) {
    if (what === "microphone") this.#stopEcho();
    this.tell({ type: "checked", what, good: true });
  }

  #closeCheck() {
    this.tell({ type: "check_closed", unixS: unixS() });
    note(localStorage, "check", this.state.check);
  }
}

async function main() {
  const language = languageOf(location.search);
  const answer = await fetch(`/app/lang/${language}.json`);
  const words = new Words(language, await answer.json());
  document.documentElement.lang = language;
  document.title = words.say("app_title");
  let device;
  try {
    device = await Device.open();
  } catch {
    // No Ed25519, or no safe origin: this browser cannot prove who it is.
    const root = /** @type {HTMLElement} */ (document.getElementById("app"));
    const view = new View(root, words, {}, unixS);
    return view.update({ ...START, screen: "failed", over: "too_old" }, USUAL_HEAD);
  }
  new App(words, device).start();
}

void main();
