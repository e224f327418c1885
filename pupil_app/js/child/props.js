// @ts-check
/** Things that stand beside Karlsson at the end of a visit; each end has its own. */

import { drawing } from "../page/dom.js";

/** @type {Readonly<Record<string, [string, Record<string, string | number>][]>>} */
const PARTS = Object.freeze({
  suitcase: [
    ["path", { class: "prop-line", d: "M26 34v-9q0-5 5-5h18q5 0 5 5v9" }],
    ["rect", { class: "prop-body", x: 8, y: 34, width: 64, height: 46, rx: 9 }],
    ["path", { class: "prop-line", d: "M22 34v46M58 34v46" }],
    ["rect", { class: "prop-light", x: 33, y: 50, width: 14, height: 10, rx: 3 }],
  ],
  calendar: [
    ["rect", { class: "prop-light", x: 8, y: 20, width: 64, height: 60, rx: 9 }],
    ["path", { class: "prop-body", d: "M8 38v-9q0-9 9-9h46q9 0 9 9v9z" }],
    ["path", { class: "prop-line", d: "M24 14v12M56 14v12" }],
    ["path", { class: "prop-dots", d: "M22 50h.1M34 50h.1M46 50h.1M58 50h.1M22 61h.1M34 61h.1M46 61h.1" }],
    ["path", { class: "prop-mark", d: "M58 66l-6-6q-4-5 1-7 3-1 5 2 2-3 5-2 5 2 1 7z" }],
  ],
  lock: [
    ["path", { class: "prop-line prop-thick", d: "M25 44V32q0-15 15-15t15 15v12" }],
    ["rect", { class: "prop-body", x: 13, y: 43, width: 54, height: 38, rx: 10 }],
    ["path", { class: "prop-hole", d: "M40 58v9" }],
  ],
  door: [
    ["rect", { class: "prop-light", x: 12, y: 4, width: 56, height: 76, rx: 6 }],
    ["rect", { class: "prop-body", x: 18, y: 10, width: 44, height: 70, rx: 4 }],
    ["circle", { class: "prop-knob", cx: 54, cy: 48, r: 3.5 }],
    ["path", { class: "prop-line prop-thin", d: "M4 81h72" }],
  ],
});

/** @param {string | null} name @returns {Node[]} nothing where there is no such thing */
export function prop(name) {
  const parts = name === null ? undefined : PARTS[name];
  if (!parts) return [];
  return [
    drawing(
      "svg",
      { class: "prop", viewBox: "0 0 80 84", "aria-hidden": "true", focusable: "false", "data-prop": String(name) },
      ...parts.map(([tag, fields]) => drawing(tag, fields)),
    ),
  ];
}
