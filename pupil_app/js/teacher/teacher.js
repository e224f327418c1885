// @ts-check
/** Composition root of the teacher's page. There is no account: the robot's code carries a token. */

import { helloTeacher, Newest, teacherAction } from "../wire/protocol.js";
import { randomId } from "../wire/proofs.js";
import { Signaling } from "../wire/signaling.js";
import { note, recall } from "../page/memory.js";
import { loadWords, reloadOnReturn, sayUnreachable } from "../page/starting.js";
import { guardTaps } from "../page/tap_guard.js";
import { WakeLock } from "../page/wake_lock.js";
import { languageOf } from "../page/words.js";
import { Actions } from "./actions.js";
import { Chime } from "./chime.js";
import { teacherLinkOf } from "./link.js";
import { isHelpOpen, isNewCall, REMIND_S, seenByKey } from "./requests.js";
import { SheetsDesk } from "./sheets_desk.js";
import { unseen, withSheet } from "./sheets_state.js";
import { isPhrasePast, mayResume, START, withPresence } from "./teacher_state.js";
import { TeacherPage } from "./teacher_page.js";

/** @typedef {import("../wire/protocol.js").Message} Message */
/** @typedef {import("./teacher_state.js").TeacherState} TeacherState */

const nowS = () => performance.now() / 1000;

class Teacher {
  /** @type {TeacherState} */
  state = { ...START, chimes: recall("localStorage", "chime") !== false };
  #newest = new Newest();
  #actions = new Actions();
  #chime = new Chime();
  #wakeLock = new WakeLock();
  #rangS = -Infinity;
  /** @type {string | null} stay whose sheets are held here */
  #stay = null;

  /**
   * @param {HTMLElement} root @param {import("../page/words.js").Words} words
   * @param {import("./link.js").TeacherLink | null} link null if the address holds none
   */
  constructor(root, words, link) {
    this.link = link;
    this.page = new TeacherPage(root, words, {
      act: (action, text, right) => this.#act(action, text, right),
      askEnd: () => this.#change({ ending: true }),
      stay: () => this.#change({ ending: false }),
      end: () => {
        this.#change({ ending: false });
        this.#act("end");
      },
      chime: () => this.#switchChime(),
      chooseSheet: (file) => this.sheets.choose(file),
      repeatSheet: (id) => this.sheets.repeat(id),
      dropSheet: (id) => this.sheets.drop(id),
      openSheet: (number) => this.#openSheet(number),
      closeSheet: () => this.sheets.close(),
    });
    this.signaling = new Signaling({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`,
      answer: () => Promise.resolve(helloTeacher(link?.token ?? "")),
      receive: (message) => this.#receive(message),
      down: () => {
        this.sheets.path.down();
        this.#change({ linkUp: false });
      },
    });
    this.sheets = new SheetsDesk({
      send: (message) => this.signaling.send(message),
      tell: (event) => this.#change({ sheets: withSheet(this.state.sheets, { ...event, atS: nowS() }) }),
    });
  }

  start() {
    this.#change({});
    void this.sheets.path.use(this.link?.key ?? null).then((hasSheets) => this.#change({ hasSheets }));
    this.signaling.start();
    guardTaps();
    addEventListener("keydown", (event) => this.#key(event));
    for (const kind of ["click", "keydown"]) addEventListener(kind, () => this.#unlock(), { capture: true });
    this.#wakeLock.want(true);
    setInterval(() => this.#tick(), 250);
  }

  refuse() {
    this.#change({ badLink: true });
  }

  /** @param {Partial<TeacherState>} part */
  #change(part) {
    this.state = { ...this.state, ...part };
    this.page.update(this.state, nowS());
  }

  #tick() {
    this.page.tick(this.state, nowS());
    const { again, failed } = this.#actions.tick(nowS());
    for (const { id, action, text, right } of again) this.signaling.send(teacherAction(id, action, text, right));
    this.sheets.path.tick();
    if (isPhrasePast(this.state, nowS())) this.#change({ phraseSeenAtS: null });
    if (failed) this.#change({ failed: true, pausing: this.#actions.waits("pause") });
    if (isHelpOpen(this.state) && nowS() - this.#rangS >= REMIND_S) this.#ring();
  }

  /** Sound may begin only after a tap or a key. */
  #unlock() {
    if (this.state.unlocked || this.state.badLink) return;
    this.#chime.unlock();
    this.#change({ unlocked: true });
  }

  #switchChime() {
    const chimes = !this.state.chimes;
    note("localStorage", "chime", chimes);
    this.#change({ chimes });
    if (chimes) this.#chime.ring();
  }

  #ring() {
    this.#rangS = nowS();
    if (this.state.chimes) this.#chime.ring();
  }

  /** @param {Message} message */
  #receive(message) {
    this.sheets.path.receive(message);
    if (message.type === "welcome_teacher") this.#welcome(message);
    else if (message.type === "robot_status") this.#robot(message.online, message.lost === true);
    else if (message.type === "presence") this.#present(message);
    else if (message.type === "done") {
      if (this.#actions.finish(message.id)) this.#done(message);
    } else if (message.type === "refused") this.#refused(message);
  }

  /** @param {Message} presence */
  #present(presence) {
    if (!this.#newest.accept(presence)) return;
    const before = this.state;
    this.#change(withPresence(before, presence, nowS()));
    if (this.#stay !== presence.presence) {
      this.#stay = presence.presence;
      this.sheets.forget();
    }
    if (isNewCall(before, this.state)) this.#ring();
  }

  /** @param {Message} message */
  #done({ refused }) {
    const unkept = refused === "not_kept";
    this.#change({ unkept, failed: Boolean(refused) && !unkept, pausing: this.#actions.waits("pause") });
  }

  /** @param {Message} message */
  #welcome(message) {
    this.signaling.succeed(message.answers_ping === true);
    this.#newest.forget();
    this.#change({
      linkUp: true,
      online: message.robot_online,
      lost: message.robot_lost === true,
      robotName: message.robot_name,
      pupilName: message.pupil_name,
      role: message.role,
      until: message.until,
    });
    this.sheets.path.up();
  }

  /** @param {boolean} online @param {boolean} lost its line broke */
  #robot(online, lost) {
    this.#newest.forget();
    this.#change(online ? { online, lost } : { online, lost, presence: null });
    if (online) this.sheets.path.up();
  }

  /** @param {Message} message */
  #refused({ code, re, day }) {
    if (typeof re === "string" && this.#actions.finish(re)) {
      return this.#change({ failed: true, pausing: this.#actions.waits("pause") });
    }
    if (typeof re === "string" && re.startsWith("sealed")) return;
    if (code === "unknown_token" || code === "malformed") {
      this.#stop();
      this.refuse();
    } else if (code === "no_loan" || code === "not_begun" || code === "not_ready") {
      this.#stop();
      this.#change({ linkUp: false, loan: code === "no_loan" ? "over" : "not_begun", day });
    }
  }

  /** Let it be: this link opens nothing now, and the screen may go dark. */
  #stop() {
    this.signaling.stop();
    this.#wakeLock.want(false);
  }

  /**
   * @param {string} action @param {string} [text] words for the child
   * @param {string} [right] of the child, with `allow` and `forbid`
   */
  #act(action, text = "", right = undefined) {
    if (action === "resume" && !mayResume(this.state, nowS())) return;
    const id = randomId();
    const isNew = this.#actions.begin(id, { action, text, right }, nowS());
    const closes = action === "pause" || action === "end";
    const pausing = this.#actions.waits("pause");
    this.#change({ failed: false, pausing, ...(closes && { closedAtS: nowS() }) });
    if (isNew) this.signaling.send(teacherAction(id, action, text, right));
  }

  /** @param {number} [number] of a sheet for the class; without it the oldest that was not looked at */
  #openSheet(number) {
    const { presence, sheets } = this.state;
    const numbers = presence?.sheets.class_numbers ?? [];
    const wanted = number ?? (unseen(sheets, numbers) || numbers.at(-1));
    if (wanted !== undefined && numbers.includes(wanted)) this.sheets.open(wanted, wanted in sheets.came);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // One key for a teacher at the board; a focused button keeps its own meaning.
    const action = seenByKey(this.state);
    if (event.repeat || event.key !== " " || event.target !== document.body || !action) return;
    event.preventDefault();
    this.#act(action);
  }
}

/** @param {HTMLElement} root */
async function main(root) {
  reloadOnReturn();
  const words = await loadWords(languageOf(location.search));
  document.documentElement.lang = words.language;
  const link = teacherLinkOf(location.hash);
  const teacher = new Teacher(root, words, link);
  if (link) teacher.start();
  else teacher.refuse();
  addEventListener("hashchange", () => location.reload());
}

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
main(root).catch((error) => {
  sayUnreachable(root);
  throw error;
});
