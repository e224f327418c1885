// @ts-check
/** Screen of the settings: the thumb's side, own sounds, the calm look, one switch and its pace, the way to the rights. */

import { Choice, Switch } from "../page/choices.js";
import { element, setHidden, setText } from "../page/dom.js";
import { button, neverSeen } from "../page/parts.js";
import { SCAN_S } from "../page/settings.js";

/** @typedef {import("./state.js").State} State */

/** Volumes that are offered; one that was set otherwise counts as the nearest. */
const SOUNDS = Object.freeze({ off: 0, soft: 0.3, loud: 0.8 });

const SCAN_STEP_S = 0.4;

export class SettingsView {
  /** @type {import("../page/settings.js").Settings | null} */
  #settings = null;

  /** @param {import("../page/words.js").Words} words @param {import("./scene.js").Actions} actions */
  constructor(words, actions) {
    this.words = words;
    this.title = element("h1", { tabindex: "-1", text: words.say("settings_title") });
    const tiles = (/** @type {string[]} */ ...keys) => keys.map((key) => ({ value: key, label: words.say(key) }));
    this.hand = new Choice(
      "thumb",
      words.say("set_hand"),
      tiles("hand_left", "hand_right"),
      (key) => actions.set({ hand: key === "hand_left" ? "left" : "right" }),
    );
    this.sounds = new Choice(
      "sounds",
      words.say("set_sounds"),
      tiles("sounds_off", "sounds_soft", "sounds_loud"),
      (key) => actions.set({ sounds: SOUNDS[/** @type {keyof typeof SOUNDS} */ (key.replace("sounds_", ""))] }),
    );
    this.calm = new Switch(words, "set_calm", () => actions.set({ calm: !this.#settings?.calm }));
    this.oneSwitch = new Switch(words, "set_one_switch", () => actions.set({ one_switch: !this.#settings?.one_switch }));
    const paced = (/** @type {number} */ step) => () => actions.set({ scan_s: rounded((this.#settings?.scan_s ?? 0) + step) });
    this.slower = button(words.say("scan_slower"), "quieter", paced(SCAN_STEP_S));
    this.faster = button(words.say("scan_faster"), "louder", paced(-SCAN_STEP_S));
    this.pace = element("output", { class: "pace" });
    this.scan = element(
      "fieldset",
      { class: "choice" },
      element("legend", { text: words.say("set_scan") }),
      element("div", { class: "row" }, this.slower, this.pace, this.faster),
    );
    this.rights = button(words.say("rights_open"), "", actions.openRights, "quiet");
    const done = button(words.say("mine_done"), "", actions.openMine, "primary");
    done.dataset.scan = "1";
    this.node = element(
      "section",
      { class: "settings-page" },
      this.title,
      element("div", { class: "groups" }, this.hand.node, this.sounds.node, this.calm.node, this.oneSwitch.node, this.scan),
      element("div", { class: "closing" }, neverSeen(words), this.rights, done),
    );
  }

  /** @param {State} state */
  update({ settings, granted }) {
    this.#settings = settings;
    setHidden(this.rights, granted === null);
    this.hand.update(`hand_${settings.hand}`);
    this.sounds.update(settings.sounds === 0 ? "sounds_off" : settings.sounds < 0.55 ? "sounds_soft" : "sounds_loud");
    this.calm.update(settings.calm);
    this.oneSwitch.update(settings.one_switch);
    setHidden(this.scan, !settings.one_switch);
    const seconds = settings.scan_s.toFixed(1).replace(".", this.words.language === "de" ? "," : ".");
    setText(this.pace, this.words.say("scan_seconds", { seconds }));
    this.slower.disabled = settings.scan_s >= SCAN_S.most;
    this.faster.disabled = settings.scan_s <= SCAN_S.least;
  }
}

/** @param {number} seconds */
const rounded = (seconds) => Math.round(seconds * 10) / 10;
