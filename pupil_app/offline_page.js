// @ts-check
/**
 * Retry of the page without a network: by the button, and by itself when the network is back; and the
 * look that the child has chosen. It stands alone, so it reads what `page/memory.js` wrote.
 */

/** @returns {boolean} */
function isCalm() {
  try {
    return JSON.parse(localStorage.getItem("karlsson.settings") ?? "null")?.calm === true;
  } catch {
    return false; // not allowed, or not ours
  }
}

if (isCalm()) document.documentElement.dataset.look = "calm";

const again = () => location.reload();
document.getElementById("again")?.addEventListener("click", again);
addEventListener("online", again);
