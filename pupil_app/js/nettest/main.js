// @ts-check
/** The network test: measures the roads to the bridge and writes one sheet for the IT department. */

import { element } from "../page/dom.js";
import { Words, languageOf } from "../page/words.js";
import { find } from "./finding.js";
import { needsOf, remarksOf, verdictOf } from "./judging.js";
import { lessonLoss, levelOf } from "./loss.js";
import { TEXTS } from "./words.js";

/** @typedef {import("./judging.js").Found} Found */

const language = /** @type {"de" | "en"} */ (languageOf(location.search));
const words = new Words(language, TEXTS[language]);
const app = /** @type {HTMLElement} */ (document.getElementById("app"));

document.documentElement.lang = language;
document.title = words.say("title");
show(element("p", { class: "state", role: "status" }));

/** @param {HTMLElement[]} below */
function show(...below) {
  const tested = below.length > 1;
  const start = element("button", { class: "button primary", type: "button", text: words.say(tested ? "again" : "start"), on: { click: run } });
  const tools = element("div", { class: "tools" }, start);
  if (tested) tools.append(element("button", { class: "button", type: "button", text: words.say("print"), on: { click: () => print() } }));
  tools.append(element("a", { class: "button", href: `?lang=${words.say("other_lang")}`, text: words.say("other") }));
  const head = [element("h1", { text: words.say("title") }), element("p", { text: words.say("intro") })];
  app.replaceChildren(...head, tools, ...below);
}

async function run() {
  show(element("p", { class: "state", role: "status", text: words.say("running") }));
  const { public_url: publicUrl, urls } = await told();
  show(...sheet(await find(urls), publicUrl, urls));
}

/** @returns {Promise<{ public_url: string, urls: string[] }>} */
async function told() {
  try {
    return await (await fetch("/nettest/roads")).json();
  } catch {
    return { public_url: location.origin, urls: [] };
  }
}

/** @param {Found} found @param {string} publicUrl @param {string[]} urls @returns {HTMLElement[]} */
function sheet(found, publicUrl, urls) {
  const remarks = remarksOf(found, lessonLoss(found.roads)).map((key) => element("p", { text: words.say(key) }));
  const verdict = element("p", { text: words.say(`verdict_${verdictOf(found)}`) });
  return [
    element("div", { class: "verdict", role: "status" }, verdict, ...remarks),
    heading("allow"),
    table(["host", "port", "protocol", "need"], needsOf(publicUrl, urls).map(needRow)),
    heading("conditions"),
    list("condition_tls", "condition_websocket", "condition_portal", "condition_proxy"),
    heading("found"),
    table([], foundRows(found)),
    ...(found.roads.some(({ loss }) => loss) ? [element("p", { text: words.say("lost_about") })] : []),
    heading("safe"),
    list("safe_out", "safe_relay", "safe_sealed", "safe_class"),
    element("p", { text: words.say("measured", { when: new Date().toLocaleString(language) }) }),
  ];
}

/** @param {import("./judging.js").Need} need @param {number} at */
function needRow({ host, port, protocol }, at) {
  return [host, String(port), protocol, words.say(at === 0 || protocol === "TCP" ? "must" : "better")];
}

/** @param {Found} found @returns {string[][]} */
function foundRows({ websocket, roads, times, downKbit, upKbit }) {
  const rows = [
    [words.say("road_page"), words.say("open")],
    [words.say("road_websocket"), words.say(websocket)],
  ];
  for (const road of roads) rows.push([`${words.say(`road_${road.kind}`)} (${road.url})`, roadText(road)]);
  rows.push([words.say("echo"), times ? words.say("echo_value", rounded(times)) : words.say("unknown")]);
  const carried = downKbit === null && upKbit === null ? words.say("unknown") : words.say("load_value", { down: rate(downKbit), up: rate(upKbit) });
  return [...rows, [words.say("load"), carried]];
}

/** @param {import("./judging.js").Road} road */
function roadText({ state, loss }) {
  if (state !== "open") return words.say(state);
  if (!loss) return words.say("open_uncounted");
  const { sent, lost, late, ms } = loss;
  const level = words.say(`level_${levelOf(loss)}`);
  const key = ms === null ? "open_asked" : "open_looped";
  return words.say(key, { sent, lost, late, ms: Math.round(ms ?? 0), level });
}

/** @param {number | null} kbit each second */
function rate(kbit) {
  if (kbit === null) return "?";
  if (kbit < 1000) return `${kbit} kbit/s`;
  return `${(kbit / 1000).toLocaleString(language, { maximumSignificantDigits: 2 })} Mbit/s`;
}

/** @param {import("./judging.js").Times} times */
const rounded = ({ median, late, stalled }) => ({
  median: Math.round(median),
  late: Math.round(late),
  stalled: Math.round(100 * stalled),
});

/** @param {string} key */
const heading = (key) => element("h2", { text: words.say(key) });

/** @param {string[]} keys */
const list = (...keys) => element("ul", {}, ...keys.map((key) => element("li", { text: words.say(key) })));

/** @param {string[]} heads keys @param {string[][]} rows */
function table(heads, rows) {
  const head = heads.length ? element("tr", {}, ...heads.map((key) => element("th", { scope: "col", text: words.say(key) }))) : null;
  const body = rows.map((row) => element("tr", {}, ...row.map((text) => element("td", { text }))));
  return element("table", {}, head, ...body);
}
