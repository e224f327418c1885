// @ts-check
/** Guard that keeps hurried second taps and held keys from the controls of a page. */

import { SecondTap } from "./second_tap.js";

/** Keys that press a button. */
const PRESSING = Object.freeze(["Enter", " "]);

/** Controls where a held key repeats steps; elsewhere it would switch back and forth. */
const STEPWISE = ".look, .loudness button";

/**
 * @param {(tapped: Element | null) => boolean} [follows] whether a tap on this control may change the
 *   page under the finger; by default each may
 */
export function guardTaps(follows = () => true) {
  const taps = new SecondTap();
  const onClick = (/** @type {MouseEvent} */ event) => {
    const tapped = event.target instanceof Element ? event.target.closest("button") : null;
    // A press by a key or by assistive technology has no place.
    const place = event.detail === 0 ? null : { x: event.clientX, y: event.clientY };
    if (!taps.allows({ target: tapped, place }, event.timeStamp / 1000)) stop(event);
    else if (!follows(tapped)) taps.forget();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const isNowhere = event.target === document.body;
    if (!PRESSING.includes(event.key)) taps.forget();
    // The pressed control is gone, and the key would act on the page as a whole.
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
