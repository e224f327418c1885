// @ts-check
/** Icons, 24 units wide, drawn with strokes in the colour of the text. */

import { drawing } from "./dom.js";

/** @type {Readonly<Record<string, string[]>>} */
const STROKES = Object.freeze({
  microphone: ["M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z", "M6 11a6 6 0 0 0 12 0", "M12 17v4"],
  microphone_off: [
    "M9 9v2a3 3 0 0 0 4.6 2.5",
    "M15 10V6a3 3 0 0 0-5.8-1",
    "M6 11a6 6 0 0 0 9.5 4.9",
    "M18 11a6 6 0 0 1-.6 2.6",
    "M12 17v4",
    "M4 3l16 18",
  ],
  hand: [
    "M8 12V6.2a1.6 1.6 0 0 1 3.2 0V11",
    "M11.200 11V4.600a1.600 1.600 0 0 1 3.200 0V11",
    "M14.400 11V6.200a1.600 1.600 0 0 1 3.200 0V14a7 7 0 0 1-7 7c-2.600 0-4-1.300-5.200-3.400L3.700 14.200a1.500 1.500 0 0 1 2.500-1.600L8 15",
  ],
  whisper: ["M4 10v4h3l4 4V6l-4 4z", "M15.500 10.500a2.500 2.500 0 0 1 0 3"],
  listen: ["M7 10a5 5 0 0 1 10 0c0 3-2.500 4-3.200 6-.500 1.600-1.300 3-3 3a3 3 0 0 1-3-3", "M9.700 10.500a2.300 2.300 0 0 1 4.600 0c0 1.300-1.300 1.700-1.300 3"],
  rest: ["M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z"],
  sound: ["M4 10v4h3l4 4V6l-4 4z", "M15 9.500a3.500 3.500 0 0 1 0 5", "M17.500 7a7 7 0 0 1 0 10"],
  left: ["M15 5l-7 7 7 7"],
  right: ["M9 5l7 7-7 7"],
  up: ["M5 15l7-7 7 7"],
  down: ["M5 9l7 7 7-7"],
  ahead: ["M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8z", "M12 3v3", "M12 18v3", "M3 12h3", "M18 12h3"],
  view_board: ["M3 5h18v11H3z", "M8 20l2-4", "M16 20l-2-4", "M7 9h7", "M7 12h4"],
  view_teacher: ["M12 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6z", "M5 20a7 7 0 0 1 14 0z"],
  view_table: ["M3 9h18", "M5 9v10", "M19 9v10", "M8 9l1-4h6l1 4"],
  keep: ["M7 3h10v18l-5-4-5 4z"],
  nod: ["M15 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", "M5 5v14", "M2.500 7.500l2.500-2.500 2.500 2.500", "M2.500 16.500l2.500 2.500 2.500-2.500"],
  shake: ["M12 3a5 5 0 1 1 0 10 5 5 0 0 1 0-10z", "M5 19h14", "M7.500 16.500l-2.500 2.500 2.500 2.500", "M16.500 16.500l2.500 2.500-2.500 2.500"],
  applaud: ["M10 20c-3 0-5-2-5-5V8l3 3 4-7 2 1.200-2 4.800", "M13 20c3 0 6-2 6-6l-1-6-3 2", "M18 3v2", "M21 5l-1.500 1.500"],
  look_around: ["M2.500 12c1-3 4.500-7 9.500-7s8.500 4 9.500 7c-1 3-4.500 7-9.500 7s-8.500-4-9.500-7z", "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"],
  leave: ["M10 4H5v16h5", "M14 8l4 4-4 4", "M18 12H9"],
  unseen: ["M4 4l16 16", "M9.500 5.400A9.800 9.800 0 0 1 12 5c5 0 8.500 4 9.500 7a12 12 0 0 1-2.600 4", "M6 7.500A12.500 12.500 0 0 0 2.500 12c1 3 4.500 7 9.500 7a9.600 9.600 0 0 0 4.500-1.100", "M10 10a2.900 2.900 0 0 0 4 4"],
  network_good: ["M4 18v-3", "M9.300 18v-6", "M14.600 18V9", "M20 18V5"],
  network_fair: ["M4 18v-3", "M9.300 18v-6", "M14.600 18V9"],
  network_poor: ["M4 18v-3", "M9.300 18v-6"],
  network_lost: ["M5 8l5 5", "M10 8l-5 5", "M15 18V9", "M20 18V5"],
  tick: ["M5 12.500l4.500 4.500L19 7"],
  open: ["M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16z"],
  pause: ["M9 5v14", "M15 5v14"],
  play: ["M8 5l11 7-11 7z"],
  quieter: ["M5 12h14"],
  louder: ["M5 12h14", "M12 5v14"],
  battery: ["M3 8h15v8H3z", "M21 11v2"],
  warning: ["M12 4l9 16H3z", "M12 10v5", "M12 17.500v.2"],
  turn: ["M4 6h16v10h-8l-4 4v-4H4z"],
  network: ["M3 9a13 13 0 0 1 18 0", "M6.500 12.500a8 8 0 0 1 11 0", "M10 16a3 3 0 0 1 4 0", "M12 19.300v.2"],
  stop: ["M6 6h12v12H6z"],
});

/**
 * Faces: eyes, then mouth.
 *
 * @type {Readonly<Record<string, string[]>>}
 */
const FACES = Object.freeze({
  happy: ["M8.500 10v.2", "M15.500 10v.2", "M8 14.500a5 5 0 0 0 8 0"],
  tired: ["M7 10.500h3", "M14 10.500h3", "M9.500 15.500h5"],
  confused: ["M8.500 10.500v.2", "M15.500 10v.2", "M13.500 7l3.500-.700", "M8.500 15.500c1.500-1.500 2.500 1 4 0s2-.800 3-.300"],
  sad: ["M8.500 10v.2", "M15.500 10v.2", "M8 16.500a5 5 0 0 1 8 0"],
  unwell: ["M7.200 9l2.600 2", "M9.800 9l-2.600 2", "M14.200 9l2.600 2", "M16.800 9l-2.600 2", "M8 16c1-1.500 2-1.500 2.700 0s1.700 1.500 2.600 0 1.700-1.500 2.700 0"],
  laughing: ["M7 10.500l1.500-1.500 1.500 1.500", "M14 10.500l1.500-1.500 1.500 1.500", "M7.500 13.500h9a4.500 4.500 0 0 1-9 0z"],
  none: ["M8 12h8"],
});

const CIRCLE = "M12 2.500a9.500 9.500 0 1 1 0 19 9.500 9.500 0 0 1 0-19z";

/** @param {string} name @returns {SVGElement} hidden from screen readers: the words are beside it */
export function icon(name) {
  const strokes = name in FACES ? [CIRCLE, ...FACES[name]] : STROKES[name];
  if (!strokes) throw new RangeError(`no icon ${name}`);
  return drawing(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    ...strokes.map((d) => drawing("path", { d })),
  );
}
