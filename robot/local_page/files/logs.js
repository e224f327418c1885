// @ts-check
/** Download of the redacted log, and keeping of a file. */

import { element } from "/app/js/page/dom.js";
import { file } from "./asking.js";
import { button, Section } from "./section.js";
import { whyNot } from "./words.js";

/** @param {Blob} data @param {string} name under which the browser keeps it */
export function keep(data, name) {
  const url = URL.createObjectURL(data);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {import("./words.js").Language} language @param {import("./words.js").Say} say @returns {Section} */
export function logs(language, say) {
  const section = new Section("logs", say("logs"), say("logs_hint"));
  const load = button(say("logs_get"), async () => {
    load.disabled = true;
    section.tell(say("logs_runs"));
    const found = await file("/api/logs", {});
    load.disabled = false;
    if (!(found instanceof Blob)) return section.tell(whyNot(language, found.body), true);
    const name = `${location.hostname.split(".")[0]}-log.zip`;
    keep(found, name);
    section.tell(say("logs_done", { file: name }));
  });
  section.status.before(load);
  return section;
}
