// @ts-check
/** Start of the child's app, or of a page that explains why it cannot start. */

import { App, unixS } from "./app.js";
import { Device } from "../page/device.js";
import { USUAL_HEAD } from "../lesson/looking.js";
import { keepOfflinePage } from "../page/offline.js";
import { loadWords, sayUnreachable } from "../page/starting.js";
import { START } from "./state.js";
import { StorageFailed } from "../page/storage.js";
import { View } from "./view.js";
import { languageOf } from "../page/words.js";

/** @param {HTMLElement} root */
async function main(root) {
  const words = await loadWords(languageOf(location.search));
  document.documentElement.lang = words.language;
  document.title = words.say("app_title");
  let device;
  try {
    device = await Device.open();
  } catch (error) {
    // Without Ed25519, or a safe origin, this browser cannot prove who it is.
    const over = error instanceof StorageFailed ? "storage" : "too_old";
    const view = new View(root, words, { join: () => location.reload() }, unixS);
    return view.update({ ...START, screen: "failed", over }, USUAL_HEAD);
  }
  new App(root, words, device).start();
  keepOfflinePage();
}

const root = /** @type {HTMLElement} */ (document.getElementById("app"));
main(root).catch((error) => {
  sayUnreachable(root);
  throw error;
});
