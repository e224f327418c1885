// @ts-check
/** Additions to the forms of the office's pages; each page works without them. */

(() => {
  // No text of an attribute is ever run.
  const { htmx } = /** @type {any} */ (globalThis);
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0,
    // What is typed into a new field counts from its first letter.
    defaultSettleDelay: 0,
    responseHandling: [{ code: "204", swap: false }, { code: "...", swap: true }],
  });

  /** @param {Event} event */
  const element = (event) => (event.target instanceof Element ? event.target : document.body);

  // A question that was asked closes by its "Cancel", by Escape, and when another one opens.
  /** @param {Element | null} asked */
  const close = (asked) => {
    if (!(asked instanceof HTMLDetailsElement) || !asked.open) return false;
    asked.open = false;
    asked.querySelector("summary")?.focus();
    return true;
  };
  document.addEventListener("click", (event) => {
    const target = element(event);
    if (target.closest("[data-close]")) close(target.closest("details"));
    target.closest("[data-shut]")?.closest(".toast")?.remove();
  });
  document.addEventListener(
    "toggle",
    (event) => {
      const opened = element(event);
      if (!(opened instanceof HTMLDetailsElement) || !opened.open) return;
      for (const other of document.querySelectorAll("details.confirm[open]")) {
        if (other !== opened && other instanceof HTMLDetailsElement) other.open = false;
      }
    },
    true,
  );
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && close(element(event).closest("details.confirm[open]"))) {
      event.stopImmediatePropagation();
    }
  });

  // The time in which a change can be taken back runs down; the offer goes with it.
  const left = document.querySelector("[data-left]");
  if (left instanceof HTMLElement) {
    const until = performance.now() + Number(left.dataset.left) * 1000;
    const shown = left.querySelector("b");
    const ticking = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (shown) shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds > 0 && left.isConnected) return;
      clearInterval(ticking);
      left.closest(".toast")?.remove();
    }, 1000);
  }

  // Without the address's "undo", a page that is loaded again offers no undo for the second time.
  const here = new URL(location.href);
  if (here.searchParams.has("undo")) {
    here.searchParams.delete("undo");
    history.replaceState(history.state, "", here);
  }
})();
