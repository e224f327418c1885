// @ts-check
/**
 * What the page says if the app does not start. No module, and in the language of 2009: it has to run
 * where the app cannot even be read.
 *
 * An error before the start is either a file that did not come, or a language that is too new.
 */

(function () {
  /** Reason found so far; empty as long as the app may still start. */
  var why = "";

  function show() {
    // The section is gone once the app has put its own screen there.
    var section = document.getElementById("unstarted");
    if (!section || !why) return;
    section.className = "unstarted is-over";
    /** @type {HTMLElement} */ (section.querySelector(".late")).hidden = why === "old";
    /** @type {HTMLElement} */ (section.querySelector(".old")).hidden = why !== "old";
  }

  /** @param {any} event */
  function failed(event) {
    // Some engines give no error object, but all begin the message with the name of the error.
    var message = String(event.message);
    if (why === "old") return;
    if (event.target && event.target.tagName === "SCRIPT") why = "missing";
    // Files of two versions that do not fit together are a SyntaxError, too.
    else if (/SyntaxError/.test(message)) why = /export|import/i.test(message) ? "missing" : "old";
    else if (/is not a (function|constructor)/.test(message)) why = "old";
    show();
  }

  /** @param {MouseEvent} event */
  function clicked(event) {
    var target = /** @type {HTMLElement} */ (event.target);
    if (target.tagName !== "A" || !document.getElementById("unstarted")) return;
    // The link would drop the fragment of the address, and with it the code of a welcome sheet.
    event.preventDefault();
    location.reload();
  }

  if (!("noModule" in document.createElement("script"))) why = "old";
  // Errors of elements do not bubble, but they are captured.
  addEventListener("error", failed, true);
  // Not `DOMContentLoaded`: that waits for the modules, which may never come.
  document.addEventListener("readystatechange", show);
  document.addEventListener("click", clicked);
})();
