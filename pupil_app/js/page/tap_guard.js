// @ts-check
/** Keeps hurried second taps and held keys from the controls of a page. */

import { SecondTap } from "./second_tap.js";

/** Keys that press a button; a person who moves the focus uses others. */
const PRESSING = Object.freeze(["Enter", " "]);

/** A held key may go on step by step here; anywhere else it would switch to and fro. */
const STEPWISE = ".look, .loudness button";

/**
 * @param {(tapped: Element | null) => boolean} [follows] whether a tap on this control may change the
 *   page under the finger; by default each may
 */
export function guardTaps(follows = () => true) {
  const taps = new SecondTap();
  const onClick = (/** @type {MouseEvent} */ event) => {
    const tapped = event.target instanceof Element ? event.target.closest("button") : null;
    // Pressed by a key or by assistive technology: there is no place then.
    const place = event.detail === 0 ? null : { x: event.clientX, y: event.clientY };
    if (!taps.allows({ target: tapped, place }, event.timeStamp / 1000)) stop(event);
    else if (!follows(tapped)) taps.forget();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const isNowhere = event.target === document.body;
    if (!PRESSING.includes(event.key)) taps.forget();
    // The control that was pressed has gone, and the key means something to the page as a whole.
    else if (isNowhere && !taps.allows({ target: null, place: null }, event.timeStamp / 1000)) stop(event);
    else if (event.repeat && event.target instanceof Element && !event.target.closest(`input, ${STEPWISE}`)) stop(event);
  };
  addEventListener("click", onClick, { capture: true });
  addEventListener("keydown", onKey, { capture: true });
}

/** @param {Event} event */
function stop(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}
