// @ts-check
/** Retry of the page without a network: by the button, and by itself when the network is back. */

const again = () => location.reload();
document.getElementById("again")?.addEventListener("click", again);
addEventListener("online", again);
