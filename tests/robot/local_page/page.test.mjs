import assert from "node:assert/strict";
import { test } from "node:test";

import { sentences } from "../../../robot/local_page/files/state_words.js";
import { languageOf, say, sentence, whyNot, WORDS } from "../../../robot/local_page/files/words.js";

const STATE = Object.freeze({
  robot: "kaethe",
  lesson: false,
  preview: false,
  closed: false,
  paused_by: [],
  fault: null,
  troubles: [],
  link: { up: true, why: null },
  battery_percent: null,
  power: { level: "ok", charging: null, weak_supply: false, soc_c: null },
});
const texts = (more, language = "de") => sentences(language, { ...STATE, ...more }).map(({ text }) => text);

test("both languages say the same things, with the same places for values", () => {
  assert.deepEqual(Object.keys(WORDS.de), Object.keys(WORDS.en));
  const places = (text) => (text.match(/\{[a-z]+\}/g) ?? []).sort();
  for (const key of Object.keys(WORDS.de)) assert.deepEqual(places(WORDS.de[key]), places(WORDS.en[key]), key);
});

test("German is the language of everybody who does not ask for English", () => {
  assert.equal(languageOf("", "fr"), "de");
  assert.equal(languageOf("", "en-GB"), "en");
  assert.equal(languageOf("?lang=de", "en"), "de");
  assert.equal(languageOf("?lang=__proto__", "de"), "de");
});

test("a robot that is ready says so first", () => {
  assert.deepEqual(texts({}), ["Bereit für die Klasse.", "Mit der Brücke verbunden."]);
});

test("a robot that is not ready never says that it is", () => {
  for (const more of [
    { lesson: true },
    { preview: true },
    { closed: true },
    { paused_by: ["button"] },
    { paused_by: ["teacher"] },
    { fault: "pan: hot" },
    { troubles: [{ part: "camera", text: "not there" }] },
    { link: { up: false, why: null } },
  ]) {
    assert.ok(!texts(more).includes(say("de", "ready")), JSON.stringify(more));
  }
});

test("a lesson is words about the robot alone", () => {
  const told = texts({ lesson: true, battery_percent: 41.6, preview: true, paused_by: ["button"] });
  assert.deepEqual(told, [say("de", "lesson"), say("de", "lesson_hint"), "Mit der Brücke verbunden.", "Akku 42 %"]);
});

test("faults come with their remedy, and a part without words by its name", () => {
  const troubles = [{ part: "camera", text: "not there; plug it in" }, { part: "nose", text: "cold." }];
  const told = sentences("en", { ...STATE, troubles });
  assert.deepEqual(told.map(({ text }) => text).slice(0, 2), [
    "Camera does not work: not there; plug it in.",
    "nose does not work: cold.".replace("nose", "Nose"),
  ]);
  assert.ok(told[0].bad);
});

test("a bridge out of reach is told with its reason, and a stranger with what to do", () => {
  const why = { de: "der Port ist zu", en: "the port is shut" };
  assert.deepEqual(texts({ link: { up: false, why } }, "en"), ["No connection to the bridge: the port is shut."]);
  assert.equal(texts({ robot: "", link: { up: false, why: null } }).length, 2);
});

test("a battery, a weak supply and a hot computer are told", () => {
  const power = { ...STATE.power, level: "low", weak_supply: true, soc_c: 81.4 };
  assert.deepEqual(texts({ battery_percent: 9.2, power }).slice(-3), [
    "Akku 9 %: bitte laden",
    "Das Netzteil ist zu schwach.",
    "Der Rechner ist 81 °C warm.",
  ]);
  assert.ok(texts({ battery_percent: 1, power: { ...STATE.power, level: "empty" } }).includes("Akku leer: bitte laden"));
  assert.ok(texts({ battery_percent: 70, power: { ...STATE.power, charging: true } }).includes("Akku 70 %, lädt"));
});

test("a refusal has the robot's words, the page's, or a remedy at least", () => {
  assert.equal(whyNot("de", { error: "errand", words: { de: "ein Kind kam", en: "a child came" } }), "Ein Kind kam.");
  assert.equal(whyNot("en", { error: "lesson" }), say("en", "refused_lesson"));
  assert.equal(whyNot("en", { error: "wrong_name", words: null }), say("en", "wrong_name"));
  assert.equal(whyNot("en", { error: "something_new" }), say("en", "gone"));
  assert.equal(whyNot("en", undefined), say("en", "gone"));
  assert.equal(sentence("gut."), "Gut.");
});
