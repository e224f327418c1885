import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { RIGHTS } from "../../../pupil_app/js/wire/presence.js";
import { FEELINGS, GESTURES, VIEWS } from "../../../pupil_app/js/wire/protocol.js";
import { TRANSFER_CODES } from "../../../pupil_app/js/wire/transfers.js";
import { SHELLS, WORN } from "../../../pupil_app/js/page/outfit.js";
import { FIXED_PHRASES, sentence } from "../../../pupil_app/js/page/phrases.js";
import { languageOf, LANGUAGES, Words } from "../../../pupil_app/js/page/words.js";

const app = new URL("../../../pupil_app/", import.meta.url);
const read = (path) => readFileSync(new URL(path, app), "utf8");
const de = JSON.parse(read("lang/de.json"));
const en = JSON.parse(read("lang/en.json"));
const scripts = readdirSync(new URL("js/", app), { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => [name, read(`js/${name}`)]);

/** Accessible names, exactly: tests and screen readers rely on them. */
const NAMES = {
  join: ["Ich bin da", "I am here"],
  microphone: ["Mikro", "Microphone"],
  hand: ["Hand", "Hand"],
  whisper_toggle: ["Flüstern", "Whisper"],
  listen_only_toggle: ["Nur zuhören", "Only listening"],
  rest_toggle: ["Pause", "Break"],
  sound_only_toggle: ["Nur Ton", "Sound only"],
  look_left: ["Nach links schauen", "Look left"],
  look_right: ["Nach rechts schauen", "Look right"],
  look_up: ["Nach oben schauen", "Look up"],
  look_down: ["Nach unten schauen", "Look down"],
  look_ahead: ["Geradeaus schauen", "Look straight ahead"],
  view_board: ["Zur Tafel", "To the board"],
  view_teacher: ["Zur Lehrkraft", "To the teacher"],
  view_table: ["Zu meinem Tisch", "To my table"],
  gesture_nod: ["Nicken", "Nod"],
  gesture_shake: ["Kopf schütteln", "Shake head"],
  gesture_applaud: ["Klatschen", "Clap"],
  gesture_look_around: ["Umschauen", "Look around"],
  feeling_happy: ["froh", "happy"],
  feeling_tired: ["müde", "tired"],
  feeling_confused: ["verwirrt", "confused"],
  feeling_sad: ["traurig", "sad"],
  feeling_unwell: ["nicht gut", "not well"],
  feeling_laughing: ["lachen", "laughing"],
  feeling_none: ["keins", "none"],
  volume: ["Lautstärke", "Volume"],
  leave: ["Gehen", "Leave"],
  picture: ["Deine Klasse", "Your class"],
  help: ["Hilfe", "Help"],
  leave_no: ["Noch bleiben", "Stay"],
  never_seen: ["Niemand sieht dich.", "Nobody sees you."],
  teacher_seen: ["Gesehen", "Seen"],
  teacher_your_turn: ["Du bist dran", "Your turn"],
  teacher_pause: ["Kurz anhalten", "Pause for now"],
  teacher_resume: ["Weiter", "Continue"],
  teacher_louder: ["Lauter", "Louder"],
  teacher_quieter: ["Leiser", "Quieter"],
  teacher_end: ["Für heute beenden", "End for today"],
  teacher_help_coming: ["Ich kümmere mich", "I will see to it"],
  teacher_say_again: ["Bitte noch mal sagen", "Please say it again"],
  teacher_soon: ["Gleich", "Soon"],
  teacher_short_break: ["Kurz Pause", "Short break"],
  teacher_call: ["Lehrkraft rufen", "Call the teacher"],
};

/** Lists of names; each name is read alone. */
const LISTS = ["weekdays", "months"];

/** Keys that are put together: how they begin, and everything that may follow. */
const BUILT = [
  ["feeling_", [...FEELINGS, "none"]],
  ["view_", [...VIEWS, ...VIEWS.map((slot) => `${slot}_short`)]],
  ["gesture_", GESTURES],
  ["look_", ["up", "left", "ahead", "right", "down"]],
  ["said_", ["say_again", "soon", "short_break", "text"]],
  ["phrase_", FIXED_PHRASES],
  ["unable_", RIGHTS],
  ["own_right_", RIGHTS],
  ["transfer_", TRANSFER_CODES],
  ["understood_", ["yes", "no"]],
  ["shell_", SHELLS],
  ["wears_", WORN],
  ["network_", ["good", "fair", "poor", "lost"]],
  ["note_feeling_", FEELINGS],
  ["note_line_", ["fair", "poor", "lost"]],
  ["note_strain_", ["warm", "heavy"]],
  ["note_lost_", ["camera", "microphone", "speaker", "body"]],
];

test("both languages have the same keys, and values to fill in", () => {
  assert.deepEqual(Object.keys(en), Object.keys(de));
  const blanks = (text) => [...text.matchAll(/\{[a-z]+\}/g)].map(([blank]) => blank).sort();
  for (const key of Object.keys(de)) assert.deepEqual(blanks(en[key]), blanks(de[key]), key);
});

test("lists of days have all of them", () => {
  for (const texts of [de, en]) {
    assert.equal(texts.weekdays.split(" ").length, 7);
    assert.equal(texts.months.split(" ").length, 12);
  }
});

test("controls are called as agreed", () => {
  for (const [key, [german, english]] of Object.entries(NAMES)) {
    assert.deepEqual([de[key], en[key]], [german, english], key);
  }
});

test("every sentence for the child fits into 60 characters", () => {
  const grown = /^(teacher|state|note)_/;
  for (const key of Object.keys(de)) {
    if (grown.test(key) || LISTS.includes(key)) continue;
    for (const texts of [de, en]) assert.ok(texts[key].length <= 60, `${key}: ${texts[key].length}`);
  }
});

test("every sentence is used, and every sentence used exists", () => {
  // The network test has words of its own, for a school's IT department.
  const source = scripts.filter(([name]) => !name.includes("nettest/")).map(([, text]) => text).join("\n");
  for (const key of Object.keys(de)) {
    const said = source.includes(`"${key}"`) || BUILT.some(([start, rest]) => key.startsWith(start) && rest.includes(key.slice(start.length)));
    assert.ok(said, `${key} is never said`);
  }
  for (const [start, rest] of BUILT) {
    assert.ok(source.includes(`\`${start}$`), `${start} is never said`);
    for (const end of rest) assert.ok(start + end in de, `${start}${end} has no words`);
  }
  for (const [, key] of source.matchAll(/\.say\("([a-z_]+)"/g)) assert.ok(key in de, `${key} has no words`);
});

test("German is the default, and only known languages are spoken", () => {
  assert.equal(languageOf(""), "de");
  assert.equal(languageOf("?lang=en"), "en");
  assert.equal(languageOf("?lang=../../x"), "de");
  for (const language of LANGUAGES) assert.ok(read(`lang/${language}.json`));
});

test("a phrase has its sentence in each language, and free text is the child's own", () => {
  assert.equal(sentence(new Words("de", de), { kind: "no_board", text: "" }), "Ich sehe die Tafel nicht.");
  assert.equal(sentence(new Words("en", en), { kind: "no_board", text: "" }), "I cannot see the board.");
  assert.equal(sentence(new Words("de", de), { kind: "text", text: "Seite 12?" }), "Seite 12?");
  assert.ok(!FIXED_PHRASES.includes("text"));
});

test("names are filled in, and a missing sentence is a mistake of ours", () => {
  const words = new Words("de", de);
  assert.equal(words.say("busy", { name: "Willi $& {name}" }), "Willi $& {name} ist gerade besetzt.");
  assert.throws(() => words.say("invented"), RangeError);
});

test("no script could show or record anybody, or parse text into the page", () => {
  const never = [
    /getDisplayMedia/, /MediaRecorder/, /captureStream/, /ImageCapture/, /setAttribute\("capture|\bcapture: "|\.capture\b/, /video:(?!\s*false)/,
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, /\beval\(|new Function\(/, /setAttribute\("style"/,
  ];
  for (const [name, text] of scripts) {
    for (const pattern of never) assert.doesNotMatch(text, pattern, `${name}: ${pattern}`);
    for (const [, address] of text.matchAll(/["'`](https?:\/\/[^"'`]+)/g)) {
      assert.equal(address, "http://www.w3.org/2000/svg", name);
    }
  }
  assert.equal(scripts.filter(([, text]) => text.includes("getUserMedia")).length, 1);
});

test("pages hold no script or style of their own", () => {
  for (const page of ["index.html", "teacher.html", "nettest.html"]) {
    const text = read(page);
    assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)/);
    assert.doesNotMatch(text, /https?:/);
  }
});

test("pure modules touch no DOM, no network and no clock", () => {
  const pure = scripts.filter(([, text]) => text.includes("PURE."));
  assert.ok(pure.length >= 12, String(pure.length));
  for (const [name, text] of pure) {
    const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, "");
    assert.doesNotMatch(code, /\b(document|window|navigator|WebSocket|RTC[A-Z]\w*|fetch|setTimeout|setInterval|Date|performance|localStorage|sessionStorage)\b[.(]/, name);
  }
});
