// @ts-check
/** The child's wish for no motion. Asked often, so the answer is kept and renewed when it changes. */

const wish = matchMedia("(prefers-reduced-motion: reduce)");
let still = wish.matches;
wish.addEventListener("change", () => {
  still = wish.matches;
});

/** @returns {boolean} */
export const isStill = () => still;
