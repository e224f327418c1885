// @ts-check
/** What pages of the office do beyond their forms; each works without it. */

(() => {
  // No text of an attribute is ever run.
  const { htmx } = /** @type {any} */ (globalThis);
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    responseHandling: [{ code: "204", swap: false }, { code: "...", swap: true }],
  });

  const fields = "input, select, textarea, [contenteditable]";

  document.addEventListener("keydown", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(fields)) return;
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  });
})();
