// @ts-check
/** PURE. What eyes and ring of the robot show. Written by `./run body draw --app`. No I/O. */

/**
 * Both eyes as the class sees them: "#" shines.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const EYES = Object.freeze({
  asleep: ["........ ........", "........ ........", "........ ........", "#......# #......#", "##....## ##....##", ".######. .######.", "..####.. ..####..", "........ ........"],
  half: ["........ ........", "........ ........", "........ ........", "###..### ###..###", "###..### ###..###", "######## ########", ".######. .######.", "..####.. ..####.."],
  open: ["..####.. ..####..", ".######. .######.", "######## ########", "###..### ###..###", "###..### ###..###", "######## ########", ".######. .######.", "..####.. ..####.."],
  tick: ["........ ........", ".......# .......#", "......## ......##", "#....##. #....##.", "##..##.. ##..##..", ".####... .####...", "..##.... ..##....", "........ ........"],
  question: ["..####.. ..####..", ".##..##. .##..##.", ".....##. .....##.", "....##.. ....##..", "...##... ...##...", "...##... ...##...", "........ ........", "...##... ...##..."],
  bars: ["........ ........", "........ ........", "........ ........", "######## ########", "######## ########", "........ ........", "........ ........", "........ ........"],
  search_left: ["..####.. ..####..", ".######. .######.", "######## ########", "#..##### #..#####", "#..##### #..#####", "######## ########", ".######. .######.", "..####.. ..####.."],
  search_right: ["..####.. ..####..", ".######. .######.", "######## ########", "#####..# #####..#", "#####..# #####..#", "######## ########", ".######. .######.", "..####.. ..####.."],
  off: ["........ ........", "........ ........", "........ ........", "........ ........", "........ ........", "........ ........", "........ ........", "........ ........"],
  dot_left: ["........ ........", "........ ........", "........ ........", "##...... ##......", "##...... ##......", "........ ........", "........ ........", "........ ........"],
  dot_middle: ["........ ........", "........ ........", "........ ........", "...##... ...##...", "...##... ...##...", "........ ........", "........ ........", "........ ........"],
  dot_right: ["........ ........", "........ ........", "........ ........", "......## ......##", "......## ......##", "........ ........", "........ ........", "........ ........"],
  wave: ["........ ........", "........ ........", ".##...## .##...##", "####.### ####.###", "###.#### ###.####", "#...##.. #...##..", "........ ........", "........ ........"],
  smile: ["........ ........", "..####.. ..####..", ".######. .######.", "##....## ##....##", "#......# #......#", "........ ........", "........ ........", "........ ........"],
});

/** Drawings with a pupil in both eyes: these can be narrow, and hold an answer. */
export const LOOKING = Object.freeze(["half", "open", "search_left", "search_right"]);

/** Rows of a narrow eye: the first, and the one after the last. */
export const NARROW_ROWS = Object.freeze([2, 6]);

/**
 * Drawing whose right half, as the class sees it, is the answer.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const MARK_EYES = Object.freeze({"understood": "tick", "not_understood": "question"});

/**
 * @typedef {{colour: string, ring: [number, number][], repeats: boolean, followsLevel: boolean,
 *   eyes: [number, string][], eyesRepeat: boolean, parked: boolean}} Shown
 *   `ring`: seconds and brightness 0..1, straight lines between; `eyes`: for how many seconds,
 *   which drawing; a `parked` head rests
 */

/** @type {Readonly<Record<string, Shown>>} */
export const SHOWN = Object.freeze({
  asleep: {"colour": "#ffffff", "ring": [[0, 0]], "repeats": true, "followsLevel": false, "eyes": [[1, "asleep"]], "eyesRepeat": false, "parked": true},
  joining: {"colour": "#ffbf73", "ring": [[0, 0.1], [2, 0.6]], "repeats": false, "followsLevel": false, "eyes": [[1, "half"], [1, "open"]], "eyesRepeat": false, "parked": false},
  present: {"colour": "#408cff", "ring": [[0, 0.5]], "repeats": true, "followsLevel": false, "eyes": [[1, "open"]], "eyesRepeat": false, "parked": false},
  hand: {"colour": "#ff9900", "ring": [[0, 0.2], [1, 1], [2, 0.2]], "repeats": true, "followsLevel": false, "eyes": [[1, "open"]], "eyesRepeat": false, "parked": false},
  hand_waiting: {"colour": "#ff9900", "ring": [[0, 1], [0.4, 1], [0.4, 0.2], [0.8, 0.2], [0.8, 1], [1.2, 1], [1.2, 0.2], [2.4, 0.2]], "repeats": true, "followsLevel": false, "eyes": [[1, "open"]], "eyesRepeat": false, "parked": false},
  seen: {"colour": "#33ff66", "ring": [[0, 1], [0.2, 1], [0.2, 0.1], [0.4, 0.1], [0.4, 1], [0.6, 1], [0.6, 0.1], [0.8, 0.1], [0.8, 0.6]], "repeats": false, "followsLevel": false, "eyes": [[0.2, "open"], [0.2, "asleep"], [0.2, "open"], [0.2, "asleep"], [0.2, "open"]], "eyesRepeat": false, "parked": false},
  understood: {"colour": "#1affe6", "ring": [[0, 0.15], [0.8, 1]], "repeats": false, "followsLevel": false, "eyes": [[1, "tick"]], "eyesRepeat": false, "parked": false},
  not_understood: {"colour": "#ff8cbf", "ring": [[0, 0.9], [1, 0.2], [1.5, 0.9]], "repeats": true, "followsLevel": false, "eyes": [[1, "question"]], "eyesRepeat": false, "parked": false},
  speaking: {"colour": "#408cff", "ring": [[0, 0.25]], "repeats": true, "followsLevel": true, "eyes": [[1, "open"]], "eyesRepeat": false, "parked": false},
  whispering: {"colour": "#408cff", "ring": [[0, 0.12]], "repeats": true, "followsLevel": false, "eyes": [[1, "half"]], "eyesRepeat": false, "parked": false},
  resting: {"colour": "#b273ff", "ring": [[0, 0.05], [3, 0.35], [6, 0.05]], "repeats": true, "followsLevel": false, "eyes": [[1, "half"]], "eyesRepeat": false, "parked": false},
  on_break: {"colour": "#b273ff", "ring": [[0, 0.02], [4, 0.2], [8, 0.02]], "repeats": true, "followsLevel": false, "eyes": [[1, "asleep"]], "eyesRepeat": false, "parked": true},
  paused: {"colour": "#ffffff", "ring": [[0, 0.8], [1.5, 0.8], [1.5, 0], [2, 0]], "repeats": true, "followsLevel": false, "eyes": [[1, "bars"]], "eyesRepeat": false, "parked": true},
  line_bad: {"colour": "#ffbf73", "ring": [[0, 0.05], [1.6, 0.6]], "repeats": true, "followsLevel": false, "eyes": [[1.6, "search_left"], [1.6, "search_right"]], "eyesRepeat": true, "parked": false},
  not_allowed: {"colour": "#ffffff", "ring": [[0, 0]], "repeats": true, "followsLevel": false, "eyes": [[1, "off"]], "eyesRepeat": false, "parked": true},
  no_bridge: {"colour": "#ffbf73", "ring": [[0, 0.3], [0.4, 0.3], [0.4, 0], [3, 0]], "repeats": true, "followsLevel": false, "eyes": [[0.8, "dot_left"], [0.8, "dot_middle"], [0.8, "dot_right"]], "eyesRepeat": true, "parked": true},
  fault: {"colour": "#ff9900", "ring": [[0, 0.9], [0.25, 0.9], [0.25, 0], [0.5, 0], [0.5, 0.9], [0.75, 0.9], [0.75, 0], [2.5, 0]], "repeats": true, "followsLevel": false, "eyes": [[1, "wave"]], "eyesRepeat": false, "parked": true},
  identify: {"colour": "#1affe6", "ring": [[0, 0.2], [0.4, 1], [0.8, 0.2], [1.2, 1], [1.6, 0.2], [2, 1], [2.4, 0.2], [4, 0.2]], "repeats": true, "followsLevel": false, "eyes": [[1, "smile"]], "eyesRepeat": false, "parked": false},
});
