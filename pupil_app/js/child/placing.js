// @ts-check
/** Measures of the screen, and placing of the parts on it. */

/** Size of text for which `rem` is 16 px. */
const USUAL_TEXT_PX = 16;

/** @param {HTMLElement} node @param {import("./boxes.js").Box} where */
export function place(node, where) {
  const { x, y, width, height } = where;
  const { style } = node;
  style.left = `${x}px`;
  style.top = `${y}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
  style.setProperty("--size", `${Math.min(width, height)}px`);
  style.setProperty("--wide", `${width}px`);
}

/** @returns {number} how much larger than usual the person wants text */
export const textScale = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / USUAL_TEXT_PX;

/** @param {HTMLElement} probe whose padding is the screen's safe area @returns {import("./layout.js").Insets} */
export function insets(probe) {
  const { paddingTop, paddingRight, paddingBottom, paddingLeft } = getComputedStyle(probe);
  const [top, right, bottom, left] = [paddingTop, paddingRight, paddingBottom, paddingLeft].map(Number.parseFloat);
  return { top, right, bottom, left };
}

/**
 * Call back when the screen or the size of text changes.
 *
 * @param {HTMLElement} probe covers the screen, and is as wide as the text is large @param {() => void} act
 */
export function onResize(probe, act) {
  addEventListener("resize", act);
  const watch = new ResizeObserver(act);
  watch.observe(probe);
}

