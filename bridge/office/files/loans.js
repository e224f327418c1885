// @ts-check
/**
 * The calendar of loans by keyboard and by pulling an edge. Both open the small window, in which the
 * dates can be typed; nothing is saved before its button is pressed.
 */

(() => {
  const { htmx } = /** @type {any} */ (globalThis);
  const calendar = /** @type {HTMLElement | null} */ (document.querySelector(".calendar"));
  const opened = /** @type {HTMLDialogElement | null} */ (document.getElementById("window"));
  if (!calendar || !opened) return;

  const DAY_MS = 86_400_000;
  const SVG = "http://www.w3.org/2000/svg";
  const days = Number(calendar.dataset.days);
  const bars = () => /** @type {SVGAElement[]} */ ([...calendar.querySelectorAll(".cal-row a[href]:not(.cal-name a)")]);

  /** @param {string} day @param {number} count */
  const plus = (day, count) => new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

  /** @type {SVGAElement | null} */
  let asked = null;

  /** @param {SVGAElement} bar @param {Record<string, string>} values */
  const ask = async (bar, values) => {
    asked = bar;
    const query = new URLSearchParams(values).toString();
    await htmx.ajax("GET", `/office/loans/${bar.dataset.loan}/days?${query}`, { target: opened, swap: "innerHTML" });
    if (!opened.open) opened.showModal();
    const field = /** @type {HTMLInputElement | null} */ (opened.querySelector("[autofocus]"));
    field?.focus();
    field?.select();
  };

  opened.addEventListener("close", () => {
    opened.replaceChildren();
    // The row may have been renewed meanwhile.
    const bar = bars().find((one) => one.dataset.loan === asked?.dataset.loan);
    bar?.focus();
    asked = null;
  });
  opened.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-close]")) opened.close();
  });

  /** @param {SVGAElement} bar @param {string} key */
  const neighbour = (bar, key) => {
    const all = bars();
    if (key === "ArrowLeft" || key === "ArrowRight") return all[all.indexOf(bar) + (key === "ArrowRight" ? 1 : -1)];
    const rows = [...calendar.querySelectorAll(".cal-row")].filter((row) => all.some((one) => row.contains(one)));
    const row = rows[rows.findIndex((one) => one.contains(bar)) + (key === "ArrowDown" ? 1 : -1)];
    if (!row) return undefined;
    const left = bar.getBoundingClientRect().left;
    const away = (/** @type {Element} */ one) => Math.abs(one.getBoundingClientRect().left - left);
    return all.filter((one) => row.contains(one)).sort((a, b) => away(a) - away(b))[0];
  };

  calendar.addEventListener("keydown", (event) => {
    const bar = /** @type {SVGAElement | null} */ (/** @type {Element} */ (event.target).closest(".cal-row svg a"));
    if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      neighbour(bar, event.key)?.focus();
    } else if (bar.dataset.loan && "+-*_".includes(event.key)) {
      // With Shift a German keyboard writes * and _, an English one + and _.
      event.preventDefault();
      const back = event.key === "-" || event.key === "_";
      void ask(bar, { step: (back ? "-" : "") + (event.shiftKey && event.code !== "Equal" ? "week" : "day") });
    } else if (bar.dataset.loan && (event.key === "Enter" || event.key === "e")) {
      event.preventDefault();
      void ask(bar, {});
    }
  });

  /** @type {{ bar: SVGAElement, box: Element, ghost: Element, isFirst: boolean, x: number, day: number, length: number } | null} */
  let pulled = null;

  calendar.addEventListener("pointerdown", (event) => {
    const grip = /** @type {Element} */ (event.target).closest(".pull");
    const bar = /** @type {SVGAElement | null | undefined} */ (grip?.closest("a"));
    const line = grip?.closest("svg.cal-line");
    if (!bar || !line || event.button !== 0) return;
    event.preventDefault();
    const box = /** @type {Element} */ (bar.querySelector(".cal-bar"));
    const ghost = document.createElementNS(SVG, "rect");
    ghost.setAttribute("class", "cal-ghost");
    ghost.setAttribute("y", box.getAttribute("y") ?? "6");
    ghost.setAttribute("height", "24");
    line.prepend(ghost);
    const { from = "", until = "" } = bar.dataset;
    const length = (Date.parse(until) - Date.parse(from)) / DAY_MS;
    const day = line.getBoundingClientRect().width / days;
    pulled = { bar, box, ghost, isFirst: grip?.matches(".first") ?? false, x: event.clientX, day, length };
    calendar.setPointerCapture(event.pointerId);
  });

  /**
   * How many days an edge was pulled; no bar gets shorter than a day.
   * @param {PointerEvent} event
   */
  const moved = (event) => {
    if (!pulled) return 0;
    const by = Math.round((event.clientX - pulled.x) / pulled.day);
    return pulled.isFirst ? Math.min(pulled.length, by) : Math.max(-pulled.length, by);
  };

  calendar.addEventListener("pointermove", (event) => {
    if (!pulled) return;
    const { box, ghost, day, isFirst } = pulled;
    const line = /** @type {Element} */ (ghost.parentNode).getBoundingClientRect();
    const shown = box.getBoundingClientRect();
    const by = moved(event) * day;
    ghost.setAttribute("x", String(shown.left - line.left + (isFirst ? by : 0)));
    ghost.setAttribute("width", String(Math.max(day, shown.width + (isFirst ? -by : by))));
  });

  const drop = () => {
    pulled?.ghost.remove();
    pulled = null;
  };
  calendar.addEventListener("pointercancel", drop);
  calendar.addEventListener("pointerup", (event) => {
    if (!pulled) return;
    const { bar, isFirst } = pulled;
    const { from = "", until = "" } = bar.dataset;
    const by = moved(event);
    drop();
    if (by) void ask(bar, isFirst ? { from: plus(from, by) } : { until: plus(until, by) });
  });
  // The press that ends a pull is no click on the bar.
  calendar.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest(".pull") || event.target === calendar) event.preventDefault();
  });
})();
