// @ts-check
/** The box that shows what leaves the robot at this moment, to whom, and since when. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { clock } from "./dates.js";
import { isLeaving, isLeavingKnown, isReachable, isThere, leaving } from "./teacher_state.js";

export class SendingBox {
  /** @param {import("../page/words.js").Words} words */
  constructor(words) {
    this.words = words;
    this.picture = row("image");
    this.sound = row("sound");
    this.zoom = row("look_around");
    this.transfer = row("sheet");
    /** @type {Readonly<Record<string, ReturnType<typeof row>>>} sheets to and from the class's pages, and from the child */
    this.passing = Object.fromEntries(Object.keys(PASSES).map((way) => [way, row("sheet")]));
    this.whom = row("view_teacher");
    this.now = element("p", { class: "now-leaving" });
    this.rows = element("ul", { class: "leaving" }, this.picture.node, this.zoom.node, this.sound.node, this.transfer.node, this.whom.node);
    this.passes = element("ul", { class: "leaving passing" }, ...Object.values(this.passing).map(({ node }) => node));
    this.promise = element("p", { class: "promise" });
    this.reads = element("p", { class: "reads" });
    this.node = element(
      "section", { class: "card box" },
      element("h2", { text: words.say("teacher_box") }), this.now, this.rows, this.passes, this.promise, this.reads,
    );
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const title = boxTitle(state);
    setHidden(this.node, !isReachable(state) || state.role === "buddy");
    setText(this.now, words.say(title, names));
    setAttribute(this.now, "data-nothing", String(title === "teacher_nothing_leaves"));
    const isAnything = state.presence !== null && isLeaving(state.presence);
    setHidden(this.rows, !isAnything);
    if (isAnything) this.#list(state, nowS, names);
    this.#pass(state, names);
    setHidden(this.promise, !isAnything);
    setText(this.promise, words.say("teacher_promise", names));
    const isPaused = isThere(state) && state.presence?.paused_by.length > 0;
    setHidden(this.reads, !isPaused);
    setText(this.reads, words.say("teacher_child_reads", { ...names, text: words.say("class_paused", names) }));
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {Record<string, string>} names */
  #pass({ presence }, names) {
    const passing = presence?.sheets.passing ?? [];
    for (const [way, { node, text }] of Object.entries(this.passing)) {
      setHidden(node, !passing.includes(way));
      setText(text, this.words.say(PASSES[way], names));
    }
    setHidden(this.passes, passing.length === 0);
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS @param {Record<string, string>} names */
  #list(state, nowS, names) {
    const { words } = this;
    const presence = /** @type {import("../wire/protocol.js").Message} */ (state.presence);
    const { width_px: w, height_px: h, sound, since_s: sinceS } = leaving(presence) ?? NOTHING;
    setHidden(this.picture.node, !(w && h));
    setText(this.picture.text, words.say("teacher_picture", { w, h }));
    setHidden(this.zoom.node, !presence.zoomed || !(w && h));
    const since = state.zoomedAtS === null ? "" : words.say("teacher_at", { time: clock(words, nowS - state.zoomedAtS) });
    setText(this.zoom.text, [words.say("teacher_zoomed"), since].filter(Boolean).join(", "));
    setHidden(this.sound.node, !sound);
    setText(this.sound.text, words.say("teacher_sound"));
    setHidden(this.transfer.node, presence.transferring === null);
    setText(this.transfer.text, words.say(presence.transferring === "still" ? "teacher_leaving_still" : "teacher_leaving_sheet"));
    const time = sinceS === null ? "" : clock(words, sinceS + nowS - state.presenceAtS);
    setText(this.whom.text, words.say(time ? "teacher_whom" : "teacher_whom_now", { ...names, time }));
  }
}

/** @type {Readonly<Record<string, string>>} words of each way of a sheet */
const PASSES = Object.freeze({
  from_child: "teacher_passing_from_child",
  to_class: "teacher_passing_to_class",
  from_class: "teacher_passing_from_class",
});

/** Neither picture nor sound. */
const NOTHING = Object.freeze({ width_px: 0, height_px: 0, sound: false, since_s: null });

/** @param {import("./teacher_state.js").TeacherState} state */
function boxTitle({ presence }) {
  if (presence && !isLeavingKnown(presence)) return "teacher_leaving_unknown";
  return presence && isLeaving(presence) ? "teacher_leaving" : "teacher_nothing_leaves";
}

/** @param {string} picture */
function row(picture) {
  const text = element("span");
  return { text, node: element("li", {}, icon(picture), text) };
}
