// @ts-check
/** Registration of the worker that shows a page in words while there is no network. It keeps nothing else. */

const ADDRESS = "/worker.js";

/** Register the worker once the page has loaded, so that it takes nothing from the first picture. */
export function keepOfflinePage() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const register = () => {
    // Without it there is only the browser's own page for a missing network.
    try {
      serviceWorker.register(trusted(ADDRESS)).catch(() => undefined);
    } catch {
      // Forbidden by the browser's settings.
    }
  };
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

/** @returns {boolean} the page runs as an app from the home screen, where it may have a storage of its own */
export const isInstalled = () =>
  /** @type {any} */ (navigator).standalone === true || matchMedia("(display-mode: standalone)").matches;

/** @param {string} address @returns {string} as a trusted type, where the browser demands one */
function trusted(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return address;
  return types.createPolicy("offline", { createScriptURL: () => ADDRESS }).createScriptURL(address);
}
