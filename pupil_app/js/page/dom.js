// @ts-check
/** Elements of the DOM made by code; text stays text, and no HTML is parsed. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [fields] attributes; `class`, `text`, `on` and booleans as one expects
 * @param {...(Node | null)} children
 * @returns {any}
 */
export function element(tag, fields = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (name === "text") made.textContent = value;
    else if (name === "on") listen(made, value);
    else if (typeof value === "boolean") made.toggleAttribute(name, value);
    else if (value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/** @param {HTMLElement} target @param {Record<string, (event: any) => void>} handlers */
function listen(target, handlers) {
  for (const [name, handler] of Object.entries(handlers)) target.addEventListener(name, handler);
}

/**
 * @param {string} tag @param {Record<string, string | number>} [fields]
 * @param {...Node} children
 * @returns {SVGElement}
 */
export function drawing(tag, fields = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(fields)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Change a text only if it differs: a screen reader reads every change.
 *
 * @param {Element | null} target @param {string} text
 */
export function setText(target, text) {
  if (target && target.textContent !== text) target.textContent = text;
}

/** @param {Element} target @param {string} name @param {string} value */
export function setAttribute(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/** @param {HTMLElement} target @param {boolean} hidden */
export function setHidden(target, hidden) {
  if (target.hidden !== hidden) target.hidden = hidden;
}
