// @ts-check
/** Keys of the office. Each is a second way to something that a page shows; one page lists them. */

(() => {
  const OFF = "karlsson-keys-off";
  const FIELDS = "input, select, textarea, [contenteditable]";
  const ROWS = "tr[data-key], .lines > [data-key]";
  const CHORD_MS = 1500;
  let began = -CHORD_MS;

  const off = () => {
    try {
      return localStorage.getItem(OFF) === "1";
    } catch {
      return false; // storage is blocked: the keys stay on
    }
  };

  /** @param {string} selector */
  const press = (selector) => {
    const found = [...document.querySelectorAll(selector)].find(
      (one) => one instanceof HTMLElement && one.getClientRects().length > 0,
    );
    if (!(found instanceof HTMLElement)) return false;
    if (found.matches(FIELDS)) found.focus();
    else found.click();
    return true;
  };

  /**
   * Where focus goes in a row: its name.
   * @param {Element} row
   */
  const name = (row) => row.querySelector("[data-open], a[href], button");

  /** @param {number} by */
  const move = (by) => {
    const rows = [...document.querySelectorAll(ROWS)].filter((row) => name(row));
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
    const to = next && name(next);
    if (to instanceof HTMLElement) to.focus();
    return rows.length > 0;
  };

  /** @param {Element} target */
  const back = (target) => {
    if (target.matches(FIELDS) && target instanceof HTMLElement) {
      target.blur();
      return true;
    }
    return press(".crumbs a:last-of-type");
  };

  const search = () => press("#search") || press(".find") || press("#q");

  const list = async () => {
    const open = document.querySelector("dialog.keys");
    if (open instanceof HTMLDialogElement) return open.close();
    const answer = await fetch("/office/keys", { headers: { "Karlsson-Live": "1" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const shown = page.querySelector("[data-keys]");
    if (!shown) return;
    const dialog = document.createElement("dialog");
    dialog.className = "keys";
    dialog.append(document.adoptNode(shown));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    dialog.showModal();
  };

  /** @type {Record<string, (target: Element) => unknown>} */
  const ACTS = {
    "/": search,
    "?": () => void list(),
    n: () => press("[data-new]"),
    f: () => press("[data-filter]"),
    x: () => press("[data-clear]"),
    e: () => {
      const row = document.activeElement?.closest(ROWS);
      const edit = row?.querySelector("[data-edit]");
      if (edit instanceof HTMLElement) edit.click();
      return edit;
    },
    z: () => {
      location.href = `/office/undo?back=${encodeURIComponent(location.pathname)}`;
      return true;
    },
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: (target) => target.closest(ROWS) && move(1),
    ArrowUp: (target) => target.closest(ROWS) && move(-1),
    Escape: back,
    " ": (target) => {
      const box = target.matches("a, tr, li") && target.closest(ROWS)?.querySelector('input[type="checkbox"]');
      if (box instanceof HTMLElement) box.click();
      return box;
    },
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]:not(.keys)")) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      const form = target.closest("form");
      if (event.key === "k" && search()) event.preventDefault();
      if (event.key === "Enter" && form) form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest(FIELDS) && event.key !== "Escape") return;
    if (off() && event.key.length === 1) return;
    const chord = event.timeStamp - began < CHORD_MS;
    began = event.key === "g" && !chord ? event.timeStamp : -CHORD_MS;
    if (chord && /^[a-z]$/.test(event.key)) {
      if (press(`[data-go="${event.key}"]`)) event.preventDefault();
      return;
    }
    if (ACTS[event.key]?.(target)) event.preventDefault();
  });

  // Whoever speaks to the computer can turn the keys of one letter off.
  const turn = document.querySelector("[data-keys-off]");
  if (turn instanceof HTMLInputElement) {
    turn.checked = off();
    turn.disabled = false;
    turn.addEventListener("change", () => localStorage.setItem(OFF, turn.checked ? "1" : "0"));
  }
})();
