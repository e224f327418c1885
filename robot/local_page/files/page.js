// @ts-check
/** The robot's own page: the way in, the state, and everything a technician does beside the robot. */

import { element, setHidden, setText } from "/app/js/page/dom.js";
import { get, post } from "./asking.js";
import { Dials } from "./dials.js";
import { Doctor } from "./doctor.js";
import { logs } from "./logs.js";
import { Preview } from "./preview.js";
import { button, Section } from "./section.js";
import { signIn } from "./sign_in.js";
import { StateCard } from "./state_card.js";
import { Wifi } from "./wifi.js";
import { proof, Wipe } from "./wipe.js";
import { languageOf, say as sayIn, sentence, whyNot } from "./words.js";

const AGAIN_MS = 2000;

const language = languageOf(location.search, navigator.language);
/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values) => sayIn(language, key, values);
/** @param {string} id */
const by = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {string} name of the robot */
function entitle(name) {
  const title = name ? say("title", { name }) : "Karlsson";
  setText(by("title"), title);
  document.title = title;
}

function begin() {
  document.documentElement.lang = language;
  const [other, name] = language === "de" ? ["en", "English"] : ["de", "Deutsch"];
  by("languages").append(element("a", { href: `?lang=${other}`, lang: other, hreflang: other, text: name }));
  const host = location.hostname.replace(/\.local\.?$/, "");
  entitle(/^[\d.:[\]]+$/.test(host) ? "" : host.replace(/^karlsson-/, ""));
  void open();
}

/** Ask whether the PIN is needed, until the robot answers. */
async function open() {
  const { ok, body } = await get("/api/hello");
  if (!ok) {
    if (by("away") === null) by("main").replaceChildren(element("p", { class: "card bad", id: "away", role: "status", text: say("away") }));
    setTimeout(open, AGAIN_MS);
  } else if (body.signed_in) show();
  else {
    by("main").replaceChildren(signIn(language, say, show));
    by("pin").focus({ preventScroll: true });
  }
}

/** @returns {{root: HTMLElement, status: HTMLElement}} */
function identifying() {
  const status = element("p", { class: "status", role: "status" });
  const ask = button(say("identify"), async () => {
    ask.disabled = true;
    const { ok, body } = await post("/api/identify");
    ask.disabled = false;
    setText(status, ok ? sentence(body.words[language]) : whyNot(language, body));
  }, { class: "button primary", id: "identify" });
  return { root: element("div", { class: "identify" }, ask), status };
}

function show() {
  const now = new StateCard(language, say);
  const identify = identifying();
  now.root.append(identify.root, identify.status);
  const preview = new Preview(language, say);
  const doctor = new Doctor(language, say);
  const wifi = new Wifi(language, say);
  /** @type {EventSource | undefined} */
  let source;
  const dials = new Dials(language, say, (wanted) => listen(wanted));
  const soft = new Section("software", say("software"), "");
  const log = logs(language, say);
  const wipe = new Wipe(language, say, () => undefined);
  const sections = [preview.section, wifi.section, doctor.section, dials.section, soft, log, wipe.section];
  const cards = element("div", { class: "cards" }, ...sections.map(({ root }) => root));
  const out = button(say("sign_out"), async () => {
    preview.stop();
    await post("/api/sign-out");
    leave();
  }, { id: "sign-out" });
  by("main").replaceChildren(now.root, cards, element("p", { class: "out" }, out));
  void proof(say).then((found) => found && now.root.after(found));
  listen(false);

  /** @param {any} state */
  function take(state) {
    entitle(state.name || state.robot);
    now.show(state);
    setHidden(identify.root, state.lesson);
    if (state.lesson) setText(identify.status, "");
    setHidden(cards, state.lesson);
    preview.show(state);
    doctor.show(state);
    wipe.show(state);
    soft.tell(`${say("version", { version: state.version })}. ${state.update ? sentence(state.update[language]) : say("no_update")}`);
  }

  /** @param {boolean} withDials */
  function listen(withDials) {
    source?.close();
    source = new EventSource(withDials ? "/api/events?dials" : "/api/events");
    source.addEventListener("state", (event) => take(JSON.parse(event.data)));
    source.addEventListener("dials", (event) => dials.show(JSON.parse(event.data)));
    source.addEventListener("error", lost);
  }

  /** The robot is away, or the session is over. */
  async function lost() {
    const { ok, body } = await get("/api/hello");
    if (!ok) now.away(say("away"));
    else if (!body.signed_in) leave();
    if (source?.readyState === EventSource.CLOSED && by("now")) setTimeout(() => by("now") && listen(dials.section.root.open), AGAIN_MS);
  }

  function leave() {
    source?.close();
    void open();
  }
}

begin();
