import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Hold } from "../../../pupil_app/js/child/hold.js";

/** Page and button; each event has the time that the test gives it. */
class Target extends EventTarget {
  /** @param {string} type @param {number} timeStamp @param {object} [fields] */
  send(type, timeStamp, fields = {}) {
    const event = Object.assign(new Event(type), { button: 0, isPrimary: true, repeat: false, ...fields });
    Object.defineProperty(event, "timeStamp", { value: timeStamp });
    this.dispatchEvent(event);
  }
}

let page, button, on, hold;

beforeEach(() => {
  page = new Target();
  globalThis.addEventListener = page.addEventListener.bind(page);
  on = false;
  hold = new Hold({
    mayOpen: () => !on,
    open: () => (on = true),
    close: () => (on = false),
    tap: () => (on = !on),
  });
  button = new Target();
  hold.attach(button);
});

test("a short press of the switch speaks, and the next one stops", () => {
  for (const [pressedMs, wanted] of [[0, true], [3000, false], [6000, true], [9000, false]]) {
    hold.pressSwitch(pressedMs);
    page.send("keyup", pressedMs + 100, { key: " " });
    assert.equal(on, wanted, pressedMs);
  }
});

test("a slow hand on the switch goes on speaking after it has let go", () => {
  hold.pressSwitch(0);
  page.send("keyup", 1200, { key: "Enter" });
  assert.equal(on, true);
  hold.pressSwitch(5000);
  page.send("keyup", 6200, { key: "Enter" });
  assert.equal(on, false);
});

test("a switch that is held speaks until it is let go", () => {
  hold.pressSwitch(0);
  assert.equal(on, true);
  page.send("pointerup", 4000);
  assert.equal(on, false);
});

test("a finger's tap stays on, a held finger closes, and the click of neither counts twice", () => {
  button.send("pointerdown", 0);
  page.send("pointerup", 100);
  button.send("click", 110);
  assert.equal(on, true);
  button.send("pointerdown", 1000);
  page.send("pointerup", 1100);
  button.send("click", 1110);
  assert.equal(on, false);
  button.send("pointerdown", 2000);
  page.send("pointerup", 3000);
  button.send("click", 3010);
  assert.equal(on, false);
});

test("a click that comes without a press counts, also after a press without a click", () => {
  button.send("pointerdown", 0);
  page.send("pointerup", 100);
  // The finger had slid from the button.
  button.send("click", 5000);
  assert.equal(on, false);
  hold.press(6000);
  page.send("keyup", 6100, { key: "m" });
  button.send("click", 7000);
  assert.equal(on, false);
});

test("a second finger elsewhere does not let go", () => {
  button.send("pointerdown", 0);
  page.send("pointerup", 2000, { isPrimary: false });
  assert.equal(on, true);
  page.send("pointerup", 3000);
  assert.equal(on, false);
});

test("what the system takes away lets go at once", () => {
  for (const type of ["pointercancel", "blur"]) {
    button.send("pointerdown", 0);
    assert.equal(on, true);
    page.send(type, 10);
    assert.equal(on, false, type);
  }
});
