// @ts-check
/** States of the screens of teacher and class buddy, by name. */

import { START as TEACHER } from "/app/js/teacher/teacher_state.js";
import { pace, presence, raised } from "./child_screens.js";

const there = {
  ...TEACHER,
  linkUp: true,
  online: true,
  robotName: "Willi",
  pupilName: "Mia",
  until: "2027-01-29",
  unlocked: true,
};
const leaves = { width_px: 640, height_px: 480, sound: true, since_s: 720 };
const worn = { nickname: "Willi", shell: "mint", wears: "scarf" };
const low = { level: "low", gauge: "known", hours_left: 0.7, weak_supply: true, picture: "reduced" };
const charged = { battery_percent: 81, power: { gauge: "known", hours_left: 3.5 } };
/** A state of the teacher's page with a child inside, unless the fields say otherwise. */
const seen = (fields = {}, base = {}) => ({
  ...there,
  presence: presence({ outgoing: leaves, outfit: worn, microphone_works: true, ...fields }),
  ...base,
});
const gone = { presence: null, outgoing: null };
const helped = { wanted: true, waiting_s: 130 };
const ALLOWED = { zoom: "on", still: "on", sheets: "on", speech: "on" };
const EMPTY_SHEETS = TEACHER.sheets;
/** A sheet as the child would hand it in. */
const HANDED_IN = new Blob(
  [`<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="2000"><path fill="#fff" d="M0 0h1400v2000H0z"/>
    <g fill="none" stroke="#334" stroke-width="8"><path d="M120 200h1160M120 420h900M120 640h1100M120 860h700"/><path d="M200 1100h900v600H200z"/></g></svg>`],
  { type: "image/svg+xml" },
);
const out = (id, phase, fields = {}) => ({ id, transfer: String(id), phase, share: 0, bytes: 420_000, pace: null, code: "", mayRepeat: false, ...fields });
const withSheets = (fields, sheets = {}, base = {}) =>
  seen({ rights: ALLOWED, can_speak: true, ...fields }, { hasSheets: true, sheets: { ...EMPTY_SHEETS, ...sheets }, ...base });
const phrase = (kind, fields = {}) => ({ number: 3, kind, text: "", aloud: true, ...fields });
export const TEACHERS = {
  teacher_there: { ...seen(charged) },
  teacher_first_tap: { ...seen({}, { unlocked: false }) },
  teacher_hand: {
    ...seen({ signal: "hand", hand: raised, feeling: "tired", said: { number: 2, kind: "soon" } }, { feelingAtS: 0 }),
  },
  teacher_seen: { ...seen({ signal: "seen", hand: { ...raised, seen: true }, pan_deg: 40 }) },
  teacher_turn: { ...seen({ signal: "speaking", hand: { ...raised, your_turn: true } }) },
  teacher_help: {
    ...seen({ signal: "hand", hand: raised, help: helped, feeling: "unwell", microphone_works: false }),
  },
  teacher_helping: { ...seen({ help: { ...helped, coming: true }, feeling: "unwell", feeling_seen: true }) },
  teacher_unwell: { ...seen({ feeling: "unwell" }, { feelingAtS: 0 }) },
  teacher_called: { ...seen({ buddy_calls: true, feeling: "confused" }) },
  teacher_crowded: {
    ...seen({
      signal: "hand", hand: raised, help: helped, buddy_calls: true, feeling: "confused", battery_percent: 14,
      power: low, line: "fair", lost: ["camera"], outgoing: { ...leaves, width_px: 0, height_px: 0 },
      said: { number: 3, kind: "text", text: "Bitte schau auf Seite 42, Aufgabe 3. Wir rechnen sie gleich zusammen, ja?" },
    }),
  },
  teacher_sound_only: { ...seen({ sound_only: true, outgoing: { ...leaves, width_px: 0, height_px: 0 } }) },
  teacher_break: { ...seen({ signal: "on_break", rest: true, outgoing: null }) },
  teacher_away: { ...seen({ signal: "line_bad", line: "lost", outgoing: null }) },
  teacher_paused: {
    ...seen({ signal: "paused", paused_by: ["teacher"], outgoing: null }, { pausedAtS: 0 }),
  },
  teacher_pausing: { ...seen({ signal: "paused", paused_by: ["teacher"] }) },
  teacher_paused_help: {
    ...seen({ signal: "paused", paused_by: ["teacher", "button"], lost: ["camera"], help: helped, outgoing: null }),
  },
  teacher_paused_button: { ...seen({ signal: "paused", paused_by: ["button"], outgoing: null }) },
  teacher_failed: { ...seen({}, { failed: true }) },
  teacher_not_kept: { ...seen({ signal: "paused", paused_by: ["teacher"], outgoing: null }, { unkept: true, pausedAtS: 0 }) },
  teacher_fault: { ...seen({ signal: "fault", fault: "Der Arm klemmt." }) },
  teacher_ended: { ...seen({ ...gone, signal: "not_allowed" }) },
  teacher_nobody: { ...seen({ ...gone, signal: "asleep" }) },
  teacher_empty: { ...seen({ ...gone, signal: "asleep", battery_percent: 3, power: { level: "empty", gauge: "known" } }) },
  teacher_off: { ...there, online: false },
  teacher_older: { ...seen({ outgoing: undefined, microphone_works: undefined, battery_percent: 81 }) },
  teacher_link_down: { ...there, linkUp: false },
  teacher_bad_link: { ...TEACHER, badLink: true },
  teacher_loan_over: { ...TEACHER, loan: "over", day: "2026-11-27" },
  teacher_loan_not_begun: { ...TEACHER, loan: "not_begun", day: "2026-12-07" },
  teacher_long: { ...seen({ help: helped }, { pupilName: "Wilhelmine-Ottilie" }) },
  teacher_end: { ...seen({}, { ending: true }) },
  teacher_phrase: { ...withSheets({ phrase: phrase("no_board"), zoomed: true }, {}, { phraseAtS: 0, zoomedAtS: 0 }) },
  teacher_phrase_long: {
    ...withSheets({
      phrase: phrase("text", { text: "Darf ich die Aufgabe nachher mit Ben machen, oder soll ich jetzt allein anfangen?", aloud: false }),
      can_speak: false,
    }),
  },
  teacher_phrase_hand: { ...withSheets({ signal: "hand", hand: raised, phrase: phrase("question", { aloud: false }) }) },
  teacher_not_understood: { ...withSheets({ understood: "no" }) },
  teacher_not_understood_hand: {
    ...withSheets({ signal: "hand", hand: raised, understood: "no", sheets: { for_child: 4, for_class: 3 } }, { looked: [1, 2, 3] }),
  },
  teacher_sheets: {
    ...withSheets(
      { sheets: { for_child: 1, for_class: 1, passing: ["from_child"] }, transferring: "still", zoomed: true, phrase: phrase("thanks", { aloud: false }), phrase_seen: true },
      { out: [out(1, "there"), out(2, "sending", { share: 0.42, pace: pace(0.42, 0) }), out(3, "failed", { code: "stopped", mayRepeat: true })] },
      { phraseAtS: 0, phraseSeenAtS: 0 },
    ),
  },
  teacher_sheets_no_key: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, {}, { hasSheets: false }) },
  teacher_rights: { ...withSheets({ rights: { zoom: "on", still: "class", sheets: "loan", speech: "unable" } }) },
  teacher_sheet_coming: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, { open: 1, share: 0.3, pace: pace(0.3, 0) }) },
  teacher_sheet_open: { ...withSheets({ sheets: { for_child: 0, for_class: 2 } }, { open: 1, came: { 1: HANDED_IN }, looked: [1] }) },
  teacher_sheet_failed: { ...withSheets({ sheets: { for_child: 0, for_class: 1 } }, { open: 1, code: "stopped" }) },
  buddy: { ...seen({ signal: "hand", hand: raised }, { role: "buddy" }) },
  buddy_sees: {
    ...withSheets({ phrase: phrase("no_board"), understood: "no", zoomed: true, sheets: { for_child: 1, for_class: 2 }, transferring: "sheet" }, {}, { role: "buddy" }),
  },
  buddy_unanswered: { ...seen({ buddy_answer: "nobody" }, { role: "buddy" }) },
  buddy_called: { ...seen({ buddy_calls: true, microphone_works: false, ...charged }, { role: "buddy" }) },
};
