// @ts-check
/** Composition root of the teacher's page. There is no account: the robot's code carries a token. */

import { helloTeacher, Newest, teacherAction } from "../wire/protocol.js";
import { randomId } from "../wire/proofs.js";
import { Signaling } from "../wire/signaling.js";
import { loadWords, reloadOnReturn, sayUnreachable } from "../page/starting.js";
import { guardTaps } from "../page/tap_guard.js";
import { Actions, isHandUp, mayResume, START, withPresence } from "./teacher_state.js";
import { TeacherPage } from "./teacher_page.js";
import { languageOf } from "../page/words.js";

const nowS = () => performance.now() / 1000;

class Teacher {
  state = START;
  #newest = new Newest();
  #actions = new Actions();

  /** @param {HTMLElement} root @param {import("../page/words.js").Words} words @param {string} token */
  constructor(root, words, token) {
    this.page = new TeacherPage(root, words, {
      act: (action) => this.#act(action),
      askEnd: () => this.#change({ ending: true }),
      stay: () => this.#change({ ending: false }),
      end: () => {
        this.#change({ ending: false });
        this.#act("end");
      },
    });
    this.signaling = new Signaling({
      url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/signal`,
      answer: () => Promise.resolve(helloTeacher(token)),
      receive: (message) => this.#receive(message),
      down: () => this.#change({ linkUp: false }),
    });
  }

  start() {
    this.#change({});
    this.signaling.start();
    guardTaps();
    addEventListener("keydown", (event) => this.#key(event));
    setInterval(() => this.#tick(), 250);
  }

  refuse() {
    this.#change({ badLink: true });
  }

  /** @param {Partial<import("./teacher_state.js").TeacherState>} part */
  #change(part) {
    this.state = { ...this.state, ...part };
    this.page.update(this.state, nowS());
  }

  #tick() {
    this.page.tick(this.state, nowS());
    const { again, failed } = this.#actions.tick(nowS());
    for (const { id, action } of again) this.signaling.send(teacherAction(id, action));
    if (failed) this.#change({ failed: true });
  }

  /** @param {import("../wire/protocol.js").Message} message */
  #receive(message) {
    if (message.type === "welcome_teacher") this.#welcome(message);
    else if (message.type === "robot_status") this.#robot(message.online);
    else if (message.type === "presence") {
      if (this.#newest.accept(message)) this.#change(withPresence(this.state, message, nowS()));
    } else if (message.type === "done") {
      if (this.#actions.finish(message.id)) this.#done(message);
    } else if (message.type === "refused") this.#refused(message);
  }

  /** @param {import("../wire/protocol.js").Message} message */
  #done({ refused }) {
    const unkept = refused === "not_kept";
    this.#change({ unkept, failed: Boolean(refused) && !unkept });
  }

  /** @param {import("../wire/protocol.js").Message} message */
  #welcome(message) {
    this.signaling.succeed();
    this.#newest.forget();
    this.#change({
      linkUp: true,
      online: message.robot_online,
      robotName: message.robot_name,
      pupilName: message.pupil_name,
    });
  }

  /** @param {boolean} online */
  #robot(online) {
    this.#newest.forget();
    this.#change(online ? { online } : { online, presence: null });
  }

  /** @param {import("../wire/protocol.js").Message} message */
  #refused({ code, re }) {
    if (typeof re === "string" && this.#actions.finish(re)) return this.#change({ failed: true });
    if (code === "unknown_token" || code === "malformed") {
      this.signaling.stop();
      this.refuse();
    } else if (code === "no_loan" || code === "not_begun") {
      this.signaling.stop();
      this.#change({ linkUp: false, loan: code === "no_loan" ? "over" : "not_begun" });
    }
  }

  /** @param {string} action */
  #act(action) {
    if (action === "resume" && !mayResume(this.state, nowS())) return;
    const id = randomId();
    const isNew = this.#actions.begin(id, action, nowS());
    const closes = action === "pause" || action === "end";
    this.#change({ failed: false, ...(closes && { closedAtS: nowS() }) });
    if (isNew) this.signaling.send(teacherAction(id, action));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // One key for a teacher at the board; a focused button keeps its own meaning.
    if (event.repeat || event.key !== " " || event.target !== document.body || !isHandUp(this.state)) return;
    event.preventDefault();
    this.#act("seen");
  }
}

/** @param {HTMLElement} root */
async function main(root) {
  reloadOnReturn();
  const words = await loadWords(languageOf(location.search));
  document.documentElement.lang = words.language;
  const token = location.hash.replace(/^#/, "");
  const teacher = new Teacher(root, words, token);
  if (/^[A-Za-z0-9_-]{22}$/.test(token)) teacher.start();
  else teacher.refuse();
  addEventListener("hashchange", () => location.reload());
}

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
main(root).catch((error) => {
  sayUnreachable(root);
  throw error;
});
