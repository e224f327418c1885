// @ts-check
/** Settings and outfit of the child: remembered on the device, worn by the robot, shown on the page. */

import { note, recall } from "../page/memory.js";
import { isSame, keptOf, KEY as OUTFIT, nicknameOf, otherName, outfitOf, settled } from "../page/outfit.js";
import { isInstalled } from "../page/offline.js";
import { KEY as SETTINGS, settingsOf } from "../page/settings.js";
import { withdraw } from "../wire/protocol.js";

/** @typedef {import("./state.js").State} State */

/** Name under which the device remembers that the child has answered the invitation. */
const ASKED = "asked";

export class Mine {
  /** @type {import("../page/outfit.js").Kept | null} */
  #kept = null;
  /** @type {import("../page/outfit.js").Outfit | null} outfit that the lesson is already sending */
  #sending = null;

  /**
   * @param {{
   *   state: () => State,
   *   tell: (event: {type: string, [field: string]: any}) => void,
   *   robot: () => string,
   *   send: (message: import("../wire/protocol.js").Message) => boolean,
   *   known: () => Pick<import("../lesson/known.js").Known, "outfit">,
   * }} parts `robot` is the robot that this device is paired with
   */
  constructor({ state, tell, robot, send, known }) {
    this.state = state;
    this.tell = tell;
    this.robot = robot;
    this.send = send;
    this.known = known;
  }

  start() {
    this.tell({ type: "installed", installed: isInstalled() });
    this.tell({ type: "settings", settings: settingsOf(recall("localStorage", SETTINGS)) });
    this.#kept = keptOf(recall("localStorage", OUTFIT));
    this.tell({ type: "outfit", outfit: this.#kept && outfitOf(this.#kept) });
    if (recall("localStorage", ASKED) === true) this.tell({ type: "invited", invited: false });
    this.#look();
  }

  /** @param {State} before @param {State} after */
  follow(before, after) {
    if (before.settings !== after.settings) this.#look();
    if (before.presence !== after.presence) this.#settle(after);
  }

  actions() {
    return {
      openMine: () => this.tell({ type: "mine_opened" }),
      dress: (/** @type {Partial<import("../page/outfit.js").Outfit>} */ change) => this.tell({ type: "draft", change }),
      suggestName: () => this.tell({ type: "draft", change: { nickname: otherName(this.state().draft?.nickname ?? "") } }),
      keepOutfit: () => this.#keepOutfit(),
      closeMine: () => this.#close(),
      openRights: () => this.tell({ type: "rights_opened" }),
      askToWithdraw: (/** @type {string} */ right) => this.tell({ type: "withdrawing", right }),
      withdraw: () => this.#withdraw(),
      openSettings: () => this.tell({ type: "settings_opened" }),
      set: (/** @type {Partial<import("../page/settings.js").Settings>} */ change) => this.#set(change),
    };
  }

  #keepOutfit() {
    const draft = outfitOf(this.state().draft);
    if (draft && !isSame(draft, this.#kept)) this.#keep({ ...draft, nickname: nicknameOf(draft.nickname), given: "" });
    this.#close();
  }

  #close() {
    note("localStorage", ASKED, true);
    this.tell({ type: "mine_closed" });
  }

  /** @param {Partial<import("../page/settings.js").Settings>} change */
  #set(change) {
    const settings = settingsOf({ ...this.state().settings, ...change });
    note("localStorage", SETTINGS, settings);
    this.tell({ type: "settings", settings });
  }

  /** The bridge answers with what is left. Without a line nothing happens, and the child may ask again. */
  #withdraw() {
    const { withdrawing } = this.state();
    if (withdrawing) this.send(withdraw(withdrawing));
    this.tell({ type: "withdrawing", right: "" });
  }

  #look() {
    document.documentElement.dataset.look = this.state().settings.calm ? "calm" : "warm";
  }

  /** @param {import("../page/outfit.js").Kept} kept */
  #keep(kept) {
    this.#kept = kept;
    note("localStorage", OUTFIT, kept);
    this.tell({ type: "outfit", outfit: outfitOf(kept) });
  }

  /** @param {State} state */
  #settle({ presence, phase }) {
    if (!presence?.presence || phase === "over") {
      this.#sending = null;
      return;
    }
    const { kept, send } = settled(this.#kept, this.robot(), outfitOf(presence.outfit));
    if (kept && (kept.given !== this.#kept?.given || !isSame(kept, this.#kept))) this.#keep(kept);
    if (send && !isSame(send, this.#sending)) this.known().outfit(send);
    this.#sending = send;
  }
}
