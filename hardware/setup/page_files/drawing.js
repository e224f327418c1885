// @ts-check
/** Elements made by code: text stays text, and nothing is parsed. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag @param {Record<string, string | number>} [fields]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function draw(tag, fields = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  set(made, fields);
  made.append(...children);
  return made;
}

/**
 * @param {string} tag @param {Record<string, string | number>} [fields]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, fields = {}, ...children) {
  const made = document.createElement(tag);
  set(made, fields);
  made.append(...children);
  return made;
}

/** @param {Element} target @param {Record<string, string | number>} fields */
export function set(target, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (target.getAttribute(name) !== String(value)) target.setAttribute(name, String(value));
  }
}

/**
 * Set the text if it differs.
 *
 * @param {Element} target @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Append a list of names and figures; return the function that sets the figures.
 * @param {HTMLElement} parent @param {string[]} names
 * @returns {(figures: string[]) => void}
 */
export function figures(parent, names) {
  const cells = names.map(() => element("dd", {}, "–"));
  const rows = names.map((name, index) => element("div", {}, element("dt", {}, name), cells[index]));
  parent.append(element("dl", {}, ...rows));
  return (values) => values.forEach((value, index) => setText(cells[index], value));
}
