// @ts-check
/**
 * Pages that keep up with the office. A page marks regions with an id and `data-live`, and rows in them
 * with `data-key`. This script asks for the same page every few seconds; the bridge answers 304 while
 * nothing has changed, whoever changes it and in which process.
 *
 * A row that has changed is renewed where it stands, if nothing moves by that and nobody points at it
 * or types in it. Everything else waits behind one button, or until nobody has touched the page for a
 * while. Regions marked `data-live="text"` (counts) are renewed at once.
 */

(() => {
  const EVERY_MS = 5000;
  const ANSWER_MS = 8000;
  const IDLE_MS = 15000;
  const main = document.getElementById("main");
  const toasts = document.getElementById("toasts");
  const words = /** @type {HTMLTemplateElement | null} */ (document.getElementById("live-words"))?.content;
  if (!main || !toasts || !words || !document.querySelector("[data-live]")) return;

  let tag = "";
  let touched = performance.now();
  /** @type {Document | null} */
  let newest = null;
  /**
   * HTML of each region, or row of a region, as the bridge sent it.
   * @type {Map<string, string>}
   */
  let shown = new Map();

  const regions = (/** @type {ParentNode} */ page) =>
    /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-live][id]")]);
  const rows = (/** @type {Element} */ region) =>
    /** @type {HTMLElement[]} */ ([...region.querySelectorAll("[data-key]")]);
  const rowKey = (/** @type {Element} */ region, /** @type {HTMLElement} */ row) => `${region.id} ${row.dataset.key}`;

  /** @param {ParentNode} page */
  const read = (page) => {
    const found = new Map();
    for (const region of regions(page)) {
      const inside = rows(region);
      for (const row of inside) found.set(rowKey(region, row), row.outerHTML);
      if (inside.length === 0) found.set(region.id, region.innerHTML);
      else found.set(region.id, inside.map((row) => row.dataset.key).join("\n"));
    }
    return found;
  };

  const isDirty = (/** @type {Element} */ part) =>
    [...part.querySelectorAll("input, textarea")].some(
      (field) =>
        (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) &&
        field.type !== "hidden" &&
        field.value !== field.defaultValue,
    );
  const isInUse = (/** @type {Element} */ part) =>
    part.matches(":hover") ||
    part.contains(document.activeElement) ||
    part.querySelector("details[open]") !== null ||
    isDirty(part);

  const place = (/** @type {HTMLElement} */ row) => document.importNode(row, true);

  /**
   * Renew one row where it stands; false if that would move others.
   * @param {HTMLElement} old
   * @param {HTMLElement} row
   */
  const renew = (old, row) => {
    const height = old.offsetHeight;
    const made = place(row);
    old.replaceWith(made);
    if (Math.abs(made.offsetHeight - height) > 1) {
      made.replaceWith(old);
      return false;
    }
    made.classList.add("new");
    wire(made);
    return true;
  };

  /** @param {Element} part */
  const wire = (part) => /** @type {any} */ (globalThis).htmx?.process(part);

  /**
   * Take what can be taken without moving anything; return how much waits.
   * @param {Document} page
   */
  const take = (page) => {
    const next = read(page);
    let waiting = 0;
    for (const region of regions(document)) {
      const fresh = page.getElementById(region.id);
      if (!fresh) continue;
      const before = shown.get(region.id);
      if (region.dataset.live === "text") {
        if (before !== next.get(region.id)) {
          region.innerHTML = fresh.innerHTML;
          shown.set(region.id, next.get(region.id) ?? "");
        }
        continue;
      }
      if (rows(region).length === 0 || rows(fresh).length === 0) {
        if (before === next.get(region.id)) continue;
        waiting += Math.max(1, rows(fresh).length);
        continue;
      }
      const olds = new Map(rows(region).map((row) => [row.dataset.key, row]));
      const news = new Map(rows(fresh).map((row) => [row.dataset.key, row]));
      for (const key of olds.keys()) if (!news.has(key)) waiting += 1;
      for (const [key, row] of news) {
        const old = olds.get(key);
        const name = rowKey(region, row);
        if (!old) waiting += 1;
        else if (shown.get(name) !== row.outerHTML) {
          if (!isInUse(old) && renew(old, row)) shown.set(name, row.outerHTML);
          else waiting += 1;
        }
      }
      const kept = (/** @type {Iterable<string | undefined>} */ keys, /** @type {Map<any, any>} */ other) =>
        [...keys].filter((key) => other.has(key)).join("\n");
      if (waiting === 0 && kept(olds.keys(), news) !== kept(news.keys(), olds)) waiting += 1;
    }
    return waiting;
  };

  /** Show everything; what somebody types in stays. */
  const showAll = () => {
    if (!newest) return;
    const focused = document.activeElement;
    const row = focused?.closest("[data-key]");
    const region = focused?.closest("[data-live]");
    const at = row && [...row.querySelectorAll("a, button, summary, input")].indexOf(/** @type {any} */ (focused));
    for (const old of regions(document)) {
      const fresh = newest.getElementById(old.id);
      if (!fresh || isDirty(old)) continue;
      const made = place(fresh);
      for (const one of rows(made)) {
        const before = shown.get(rowKey(made, one));
        if (before !== one.outerHTML) one.classList.add("new");
      }
      old.replaceWith(made);
      wire(made);
    }
    shown = read(newest);
    newest = null;
    ask(0);
    if (row instanceof HTMLElement && region && at !== undefined && at !== null && at >= 0) {
      const again = rows(document.getElementById(region.id) ?? document.body).find(
        (one) => one.dataset.key === row.dataset.key,
      );
      const to = again && [...again.querySelectorAll("a, button, summary, input")][at];
      if (to instanceof HTMLElement) to.focus({ preventScroll: true });
    }
  };

  /** @param {string} part */
  const said = (part) => words.querySelector(`[data-words="${part}"]`)?.cloneNode(true);

  /**
   * Offer what waits.
   * @param {number} waiting
   */
  const ask = (waiting) => {
    let offer = toasts.querySelector(".toast.waiting");
    if (waiting === 0) return offer?.remove();
    if (!offer) {
      offer = /** @type {HTMLElement} */ (said("waiting"));
      offer.querySelector("button")?.addEventListener("click", showAll);
      toasts.append(offer);
    }
    const count = offer.querySelector("b");
    if (count && count.textContent !== String(waiting)) count.textContent = String(waiting);
    offer.toggleAttribute("data-one", waiting === 1);
  };

  /**
   * Say that the line is gone, or that it is back.
   * @param {"" | "away" | "signed-out"} how
   */
  const line = (how) => {
    const now = toasts.querySelector(".toast.line-gone");
    if (how === (now instanceof HTMLElement ? now.dataset.words : "")) return;
    now?.remove();
    const notice = how && said(how);
    if (notice) toasts.append(notice);
  };

  const isIdle = () =>
    performance.now() - touched > IDLE_MS && !main.matches(":hover") && !main.contains(document.activeElement);

  const look = async () => {
    if (document.hidden) return;
    const url = new URL(location.href);
    try {
      const answer = await fetch(url, {
        headers: { "Karlsson-Live": "1", ...(tag && { "If-None-Match": tag }) },
        redirect: "manual",
        signal: /** @type {any} */ (AbortSignal).timeout(ANSWER_MS),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) return line("signed-out");
      if (answer.status === 200) {
        const text = await answer.text();
        if (url.href !== location.href) return; // a filter was set meanwhile
        tag = answer.headers.get("ETag") ?? "";
        newest = new DOMParser().parseFromString(text, "text/html");
      } else if (answer.status !== 304) return line("away");
      line("");
    } catch (error) {
      // No line, or no answer in time; anything else is a fault of this page.
      if (error instanceof TypeError || error instanceof DOMException) return line("away");
      throw error;
    }
    if (!newest) return;
    const waiting = take(newest);
    if (waiting === 0) {
      newest = null;
      ask(0);
    } else if (isIdle()) showAll();
    else ask(waiting);
  };

  shown = read(document);
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => (touched = performance.now()), { passive: true });
  }
  document.addEventListener("htmx:afterSettle", () => {
    shown = read(document);
    newest = null;
    tag = "";
    ask(0);
  });
  const again = async () => {
    try {
      await look();
    } finally {
      setTimeout(again, EVERY_MS);
    }
  };
  setTimeout(again, EVERY_MS);
  document.addEventListener("visibilitychange", () => document.hidden || void look());
})();
