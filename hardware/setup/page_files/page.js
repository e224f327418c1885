// @ts-check
/** Page of the body: reads its states, draws them, and asks for a step. */

import { Dial } from "./dial.js";
import { element, figures, setText } from "./drawing.js";
import { plot, told } from "./plot.js";
import { figure, languageOf, say as sayIn, WORDS } from "./words.js";

const language = languageOf(location.search, navigator.language);
/** @param {string} key @param {Record<string, string>} [values] */
const say = (key, values) => sayIn(language, key, values);
/** @param {string} id */
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const dials = [new Dial("pan", say), new Dial("tilt", say)];
/** @type {(values: string[]) => void} */
let setPower;
/**
 * Names of the signals.
 *
 * @type {Record<string, string>}
 */
let names = {};

function build() {
  document.documentElement.lang = language;
  document.title = say("title");
  setText(by("title"), say("title"));
  tell(say("waiting"), false);
  by("axes").append(...dials.map((dial) => dial.root));
  for (const other of Object.keys(WORDS)) {
    by("languages").append(element("a", { href: `?lang=${other}`, hreflang: other }, other), " ");
  }
  const result = element("div", { id: "result" });
  const buttons = /** @type {const} */ (["pan", "tilt"]).map((axis) => {
    const button = element("button", { type: "button" }, say(`step_${axis}`));
    button.addEventListener("click", () => step(axis, result, buttons));
    return /** @type {HTMLButtonElement} */ (button);
  });
  by("step").append(
    element("h2", {}, say("step")),
    element("p", {}, say("step_hint")),
    ...buttons,
    element("p", { id: "step_status", role: "status" }),
    result,
  );
  setPower = figures(by("body"), ["battery", "hours", "board", "dropped", "faults"].map((key) => say(key)));
}

function listen() {
  const source = new EventSource("events");
  source.addEventListener("words", (event) => {
    names = JSON.parse(event.data)[language];
  });
  source.addEventListener("greeting", (event) => {
    const greeting = JSON.parse(event.data);
    for (const dial of dials) {
      dial.limits(greeting[`${dial.axis}_min_deg`], greeting[`${dial.axis}_max_deg`]);
    }
  });
  source.addEventListener("state", (event) => show(JSON.parse(event.data)));
  source.addEventListener("gone", (event) => tell(say("gone", JSON.parse(event.data)), true));
  source.addEventListener("error", () => tell(say("lost"), true));
}

/** @param {any} state */
function show(state) {
  for (const dial of dials) dial.show(state);
  const words = [say("shows", { signal: names[state.signal] ?? state.signal })];
  words.push(say(state.attached ? (state.moving ? "moving" : "still") : "limp"));
  if (state.held) words.push(say("held"));
  if (state.paused) words.push(say("paused"));
  const faults = (state.faults ?? []).map((/** @type {any} */ each) => `${each.part}: ${each.text}`);
  tell([words.join(", "), ...faults].join(" · "), faults.length > 0);
  const power = state.power ?? {};
  const board = [figure(power.soc_c, 0, "°C")];
  if (power.undervoltage) board.push(say("undervoltage"));
  if (power.throttled) board.push(say("throttled"));
  setPower([
    figure(power.percent, 0, "%"),
    figure(power.hours_left, 1, "h", say("decimal")),
    board.join(", "),
    String(state.dropped ?? 0),
    faults.length ? String(faults.length) : say("none"),
  ]);
}

/** @param {"pan" | "tilt"} axis @param {HTMLElement} result @param {HTMLButtonElement[]} buttons */
async function step(axis, result, buttons) {
  for (const button of buttons) button.disabled = true;
  const status = by("step_status");
  status.className = "";
  setText(status, say("stepping"));
  try {
    const response = await fetch(`step/${axis}`, { method: "POST" });
    const answer = await response.json();
    if (response.ok) draw(answer, result);
    status.className = response.ok ? "" : "bad";
    setText(status, response.ok ? say(axis) : answer.error === "busy" ? say("busy") : answer.error);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    status.className = "bad";
    setText(status, say("lost"));
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

/** @param {any} recorded @param {HTMLElement} result */
function draw(recorded, result) {
  result.replaceChildren(plot(recorded, say));
  const set = figures(result, ["delay", "rise", "overshoot", "settling", "rest"].map((key) => say(key)));
  set(told(recorded.response, say));
}

/** @param {string} text @param {boolean} bad */
function tell(text, bad) {
  const status = by("status");
  status.className = bad ? "bad" : "";
  setText(status, text);
}

build();
listen();
