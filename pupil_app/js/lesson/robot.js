// @ts-check
/** The robot of a lesson: what it tells, by either path, and what the child asks of it. */

import { Board } from "./board.js";
import { Commands } from "./commands.js";
import { Heard } from "./heard.js";
import { Known } from "./known.js";
import { changed, inOrder, NO_WISHES } from "./wishes.js";

/** Events that the rights of the child may not allow; the page is told when one is refused. */
const DENIABLE = Object.freeze(["still", "phrase", "follow", "crop"]);

/** @typedef {import("../wire/protocol.js").Message} Message */

export class Robot {
  /** @type {Commands} */
  #commands;
  #heard = new Heard();
  /** @type {Board} */
  #board;
  #wishes = NO_WISHES;
  /** Facts about device and drawing; they may be told at any time, also before the lesson. */
  known = new Known((kind, value) => {
    if (this.isAdopted()) this.#commands.event(kind, value);
  });

  /**
   * @param {{
   *   clockS: () => number,
   *   peer: () => import("./peer.js").Peer | undefined,
   *   isAdopted: () => boolean,
   *   isSilent: () => boolean,
   *   relay: (message: Message) => void,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   language?: string,
   * }} parts as of `Commands`; `language` is that of the page
   */
  constructor({ clockS, peer, isAdopted, isSilent, relay, tell, language }) {
    this.clockS = clockS;
    this.isAdopted = isAdopted;
    this.tell = tell;
    this.#commands = new Commands({
      clockS,
      peer,
      isAdopted,
      isSilent,
      relay,
      pose: () => this.pose,
      shownCrop: () => this.#heard.crop,
      showTarget: (target) => tell({ type: "target", target }),
    });
    this.#board = new Board(this.#commands, () => this.#heard.presence, language);
  }

  // ---- requests of the child

  /** @param {import("./wishes.js").Wishes} wishes told once a connection carries the lesson */
  begin(wishes) {
    this.#wishes = wishes;
  }

  /** @param {import("./wishes.js").Wishes} wishes */
  wish(wishes) {
    for (const kind of changed(this.#wishes, wishes)) this.#commands.event(kind, wishes[kind]);
    this.#wishes = wishes;
  }

  /**
   * Look to a target. The robot reports if the target is out of reach.
   * @param {import("./looking.js").Pose} target
   */
  look(target) {
    this.#heard.lookedS = this.clockS();
    this.#commands.look(target);
  }

  /** @param {import("./looking.js").View} view */
  goTo(view) {
    this.#heard.lookedS = this.clockS();
    this.#commands.goTo(view);
  }

  /** Save the present pose as a view. */
  save = (/** @type {string} */ slot) => this.#commands.event("view_save", slot);

  gesture = (/** @type {string} */ name) => this.#commands.gesture(name);

  // ---- board and phrases: each does nothing where the robot cannot, or the right is not there

  /**
   * Show this part of the class's picture.
   *
   * @type {Board["crop"]}
   */
  crop = (crop) => this.#board.crop(crop);

  /**
   * Ask for one sharp picture.
   *
   * @type {Board["takeStill"]}
   */
  takeStill = () => this.#board.takeStill();

  /**
   * Say a phrase to the class.
   *
   * @type {Board["say"]}
   */
  say = (phrase) => this.#board.say(phrase);

  /**
   * Answer whether the child has understood.
   *
   * @type {Board["understood"]}
   */
  understood = (answer) => this.#board.understood(answer);

  /**
   * Let the view follow the teacher.
   *
   * @type {Board["follow"]}
   */
  follow = (on) => this.#board.follow(on);

  /** @type {Board["may"]} */
  may = (right) => this.#board.may(right);

  // ---- what is known of it

  /** @returns {import("./cropping.js").Crop} crop that the child wants, or what is shown */
  get framing() {
    return this.#commands.framing;
  }

  /** @returns {import("./cropping.js").Crop} crop that the newest picture shows */
  get shownCrop() {
    return this.#heard.crop;
  }

  /** @returns {import("./looking.js").Pose} target of the head, or its measured pose */
  get heading() {
    return this.#commands.heading;
  }

  /** @returns {import("./looking.js").Pose} measured pose of the head */
  get pose() {
    return this.#heard.pose;
  }

  /** @returns {import("./looking.js").Head} limits and field of view of the head */
  get head() {
    return this.#heard.head;
  }

  // ---- messages of the robot

  /** @param {Message} message */
  receive(message) {
    if (message.type === "ack") return this.#commands.acknowledge(message.seq);
    if (message.type === "refused") return this.denied(message);
    for (const news of this.#heard.take(message, this.clockS())) {
      if (news.type === "presence" && !this.may("zoom")) this.#commands.stopCropping();
      if (news.type === "limit") this.#commands.stopLooking();
      this.tell(news);
    }
  }

  /** @param {Message} message a refusal of one event, also one by the bridge */
  denied({ re, code }) {
    if (DENIABLE.includes(re)) this.tell({ type: "denied", re, code });
  }

  /** Accept any number of a snapshot: the bridge has announced the robot's link. */
  forgetStates() {
    this.#heard.forgetStates();
  }

  /** Accept any number of a pose: the robot or the connection is another one. */
  forgetPoses() {
    this.#heard.forgetPoses();
  }

  // ---- what the lesson has for it

  /** Tell all over a new connection, also wishes that are off: the robot may remember a hand that a reload took down. */
  tellAll() {
    for (const kind of inOrder(this.#wishes)) this.#commands.event(kind, this.#wishes[kind]);
    this.known.again();
  }

  /** @param {string} level quality of the line as this device measures it */
  report(level) {
    this.#commands.event("line", level);
  }

  bye() {
    this.#commands.bye();
  }

  /** Send what is due. Call this often while a connection carries the lesson. */
  tick() {
    this.#commands.tick();
  }

  /** Forget what was asked for: the lesson is over. */
  clear() {
    this.#commands.clear();
    this.#wishes = NO_WISHES;
  }
}
