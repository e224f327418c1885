// @ts-check
/** Lists: a file can be dropped, and questions be answered by keys. Everything works without it. */

(() => {
  for (const drop of document.querySelectorAll("[data-drop]")) {
    const input = drop.querySelector("input[type=file]");
    if (!(drop instanceof HTMLFormElement) || !(input instanceof HTMLInputElement)) continue;
    for (const name of ["dragenter", "dragover"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) {
      drop.addEventListener(name, () => drop.classList.remove("over"));
    }
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = /** @type {DragEvent} */ (event).dataTransfer?.files;
      if (!files?.length) return;
      input.files = files;
      drop.requestSubmit();
    });
    drop.addEventListener("submit", () => {
      const busy = drop.querySelector("[data-busy]");
      if (busy instanceof HTMLElement) busy.hidden = false;
    });
  }

  const questions = [...document.querySelectorAll("[data-question]")];
  if (!questions.length && !document.querySelector("[data-last]")) return;
  /** @param {Element | undefined} question */
  const enter = (question) => {
    const first = question?.querySelector("[data-choice], input:not([type=hidden]), button");
    if (first instanceof HTMLElement) first.focus();
  };
  // Whoever speaks to the computer has turned the keys of one letter off (`keys.js`).
  const off = () => {
    try {
      return localStorage.getItem("karlsson-keys-off") === "1";
    } catch {
      return false; // storage is blocked: the keys stay on
    }
  };
  const here = () => questions.findIndex((one) => one.contains(document.activeElement));

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest("input, select, textarea")) return;
    if (off()) return;
    if (event.key === "n") {
      event.preventDefault();
      event.stopImmediatePropagation();
      enter(questions[(here() + 1) % questions.length]);
    } else if (/^[123]$/.test(event.key)) {
      const question = questions[Math.max(0, here())];
      const choice = question?.querySelectorAll("[data-choice]")[Number(event.key) - 1];
      if (choice instanceof HTMLButtonElement) choice.click();
    } else if (event.key === "u") {
      const last = document.querySelector("[data-last]");
      if (last instanceof HTMLFormElement) last.requestSubmit();
    }
  }, true);

  // After an answer the next question is at hand.
  if (location.hash === "#questions") enter(questions[0]);
})();
