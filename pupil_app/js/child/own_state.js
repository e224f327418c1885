// @ts-check
/** PURE. What the child made its own, as part of the page's state: settings, outfit, and its draft. No I/O. */

import { PLAIN } from "../page/outfit.js";
import { USUAL } from "../page/settings.js";
import { RIGHTS } from "../wire/protocol.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {Record<string, boolean>} Granted what the loan allows, by right */
/**
 * @typedef {{
 *   settings: import("../page/settings.js").Settings,
 *   outfit: import("../page/outfit.js").Outfit | null,
 *   invited: boolean,
 *   draft: import("../page/outfit.js").Outfit | null,
 *   classesName: string,
 *   installed: boolean,
 *   granted: Granted | null,
 *   withdrawing: string,
 * }} Own
 */

/** @type {Readonly<Own>} */
export const OWN = Object.freeze({
  settings: USUAL,
  /** The robot's look as the child chose it; null before the first choice. */
  outfit: null,
  /** The start screen still invites the child to choose. */
  invited: true,
  /** Choice that is being made on the screen "mine". */
  draft: null,
  /** The class's name for the robot. */
  classesName: "Karlsson",
  /** The page runs from the home screen, where it may have a storage of its own. */
  installed: false,
  /** Rights of the loan; null if the bridge is too old to tell them. */
  granted: null,
  /** Right about which the child was just asked whether to take it back; empty for none. */
  withdrawing: "",
});

/** @param {unknown} value of a message @returns {Granted | null} */
export function grantedOf(value) {
  if (typeof value !== "object" || value === null) return null;
  const rights = /** @type {Record<string, unknown>} */ (value);
  return Object.fromEntries(RIGHTS.map((right) => [right, rights[right] === true]));
}

/**
 * @param {State} state @param {string} classesName
 * @returns {{classesName: string, robotName: string}} the child reads its own name for the robot, if it has one
 */
export const called = ({ outfit }, classesName) => ({ classesName, robotName: outfit?.nickname || classesName });

/** @type {Readonly<Record<string, (state: State, event: any) => State>>} */
export const OWN_REDUCERS = Object.freeze({
  settings: (state, { settings }) => ({ ...state, settings }),
  outfit: (state, { outfit }) => {
    const worn = { ...state, outfit, invited: state.invited && outfit === null };
    return { ...worn, ...called(worn, state.classesName) };
  },
  installed: (state, { installed }) => ({ ...state, installed }),
  invited: (state, { invited }) => ({ ...state, invited }),
  mine_opened: (state) => ({ ...state, screen: "mine", draft: state.draft ?? state.outfit ?? PLAIN }),
  draft: (state, { change }) => ({ ...state, draft: { ...(state.draft ?? PLAIN), ...change } }),
  mine_closed: (state) => ({ ...state, screen: "start", draft: null, invited: false }),
  settings_opened: (state) => ({ ...state, screen: "settings" }),
  granted: (state, { rights }) => ({ ...state, granted: grantedOf(rights), withdrawing: "" }),
  rights_opened: (state) => (state.granted ? { ...state, screen: "rights", withdrawing: "" } : state),
  withdrawing: (state, { right }) => ({ ...state, withdrawing: state.granted?.[right] ? right : "" }),
});
