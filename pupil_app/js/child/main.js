// @ts-check
/** Start of the child's app, or of a page that explains why it cannot start. */

import { App, unixS } from "./app.js";
import { Device } from "../page/device.js";
import { USUAL_HEAD } from "../lesson/looking.js";
import { keepOfflinePage } from "../page/offline.js";
import { loadWords, reloadOnReturn, sayUnreachable } from "../page/starting.js";
import { START } from "./state.js";
import { StorageFailed } from "../page/storage.js";
import { View } from "./view.js";
import { languageOf } from "../page/words.js";

/** @param {HTMLElement} root */
async function main(root) {
  reloadOnReturn();
  const words = await loadWords(languageOf(location.search));
  document.documentElement.lang = words.language;
  document.title = words.say("app_title");
  const fail = (/** @type {string} */ over) => {
    const view = new View(root, words, { join: () => location.reload() }, unixS);
    view.update({ ...START, screen: "failed", over }, USUAL_HEAD);
  };
  // Lockdown mode, a policy or an extension can take the connections away.
  if (!("RTCPeerConnection" in globalThis)) return fail("no_calls");
  let device;
  try {
    device = await Device.open();
  } catch (error) {
    // Without Web Crypto, or a safe origin, this browser cannot prove who it is.
    return fail(error instanceof StorageFailed ? "storage" : "too_old");
  }
  new App(root, words, device).start();
  keepOfflinePage();
}

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
main(root).catch((error) => {
  sayUnreachable(root);
  throw error;
});
