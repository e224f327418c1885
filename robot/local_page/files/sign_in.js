// @ts-check
/** The way in: the PIN of the label. */

import { element, setText } from "/app/js/page/dom.js";
import { post } from "./asking.js";
import { whyNot } from "./words.js";

/**
 * @param {import("./words.js").Language} language @param {import("./words.js").Say} say
 * @param {() => void} done called once the PIN was right
 * @returns {HTMLElement}
 */
export function signIn(language, say, done) {
  const field = element("input", {
    id: "pin",
    name: "pin",
    inputmode: "numeric",
    autocomplete: "off",
    maxlength: 12,
    required: true,
    "aria-describedby": "pin-hint",
  });
  const status = element("p", { class: "status bad", role: "alert" });
  const open = element("button", { class: "button primary", text: say("sign_in") });
  const form = element(
    "form",
    { class: "card", id: "sign-in" },
    element("label", { for: "pin", text: say("pin") }),
    field,
    element("p", { class: "hint", id: "pin-hint", text: say("pin_hint") }),
    open,
    status,
  );
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    open.disabled = true;
    setText(status, "");
    const answer = await post("/api/sign-in", { pin: field.value });
    open.disabled = false;
    if (answer.ok) return done();
    const waits = answer.body.wait_s > 0;
    setText(status, waits ? say("wait", { seconds: answer.body.wait_s }) : whyNot(language, answer.body));
    field.value = "";
    field.focus();
  });
  return form;
}
