// @ts-check
/** The box that shows what leaves the robot at this moment, to whom, and since when. */

import { element, setAttribute, setHidden, setText } from "../page/dom.js";
import { icon } from "../page/icons.js";
import { clock } from "./dates.js";
import { isLeavingKnown, isReachable, isThere, leaving } from "./teacher_state.js";

export class SendingBox {
  /** @param {import("../page/words.js").Words} words */
  constructor(words) {
    this.words = words;
    this.picture = row("image");
    this.sound = row("sound");
    this.whom = row("view_teacher");
    this.now = element("p", { class: "now-leaving" });
    this.rows = element("ul", { class: "leaving" }, this.picture.node, this.sound.node, this.whom.node);
    this.promise = element("p", { class: "promise" });
    this.reads = element("p", { class: "reads" });
    this.node = element(
      "section", { class: "card box" },
      element("h2", { text: words.say("teacher_box") }), this.now, this.rows, this.promise, this.reads,
    );
  }

  /** @param {import("./teacher_state.js").TeacherState} state @param {number} nowS */
  update(state, nowS) {
    const { words } = this;
    const names = { name: state.robotName, pupil: state.pupilName };
    const outgoing = state.presence && leaving(state.presence);
    setHidden(this.node, !isReachable(state) || state.role === "buddy");
    setText(this.now, words.say(boxTitle(state), names));
    setAttribute(this.now, "data-nothing", String(boxTitle(state) === "teacher_nothing_leaves"));
    setHidden(this.rows, !outgoing);
    if (outgoing) {
      const { width_px: w, height_px: h, since_s: sinceS } = outgoing;
      setHidden(this.picture.node, !(w && h));
      setText(this.picture.text, words.say("teacher_picture", { w, h }));
      setHidden(this.sound.node, !outgoing.sound);
      setText(this.sound.text, words.say("teacher_sound"));
      const time = clock(words, sinceS + nowS - state.presenceAtS);
      setText(this.whom.text, words.say("teacher_whom", { ...names, time }));
    }
    setHidden(this.promise, !outgoing);
    setText(this.promise, words.say("teacher_promise", names));
    const isPaused = isThere(state) && state.presence?.paused_by.length > 0;
    setHidden(this.reads, !isPaused);
    setText(this.reads, words.say("teacher_child_reads", { ...names, text: words.say("class_paused", names) }));
  }
}

/** @param {import("./teacher_state.js").TeacherState} state */
function boxTitle({ presence }) {
  if (presence && !isLeavingKnown(presence)) return "teacher_leaving_unknown";
  return presence && leaving(presence) ? "teacher_leaving" : "teacher_nothing_leaves";
}

/** @param {string} picture */
function row(picture) {
  const text = element("span");
  return { text, node: element("li", {}, icon(picture), text) };
}
