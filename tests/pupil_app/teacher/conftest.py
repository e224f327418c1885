"""The teacher's page in a real browser, before a robot with a child in it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bridge.protocol.keys import to_text
from tests.pupil_app import pages
from tests.pupil_app.teacher.class_robot import Robot

URL = f"{pages.ORIGIN}/teacher#{to_text(bytes(16))}"
NOTED = """
window.tappedMs = 0;
window.stoppedMs = null;
window.aheadMs = 0;
const now = performance.now.bind(performance);
performance.now = () => stoppedMs ?? now() + aheadMs;
const stamp = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp").get;
Object.defineProperty(Event.prototype, "timeStamp", {
    get() { return stoppedMs ?? stamp.call(this) + aheadMs; },
});
for (const key of ["ringS", "pulses", "locks"]) window[key] = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (when) {
    ringS.push(when);
    return start.call(this, when);
};
navigator.vibrate = (one) => Boolean(window.pulses.push(one));
Object.defineProperty(navigator, "wakeLock", { value: {
    request: async (kind) => { locks.push(kind); return { release: async () => locks.pop() }; },
} });
"""
"""Notes what the page asks of the device; its clock can be stopped, its timers go on."""


@pytest.fixture
def robot(context: BrowserContext) -> Robot:
    robot = Robot()
    context.route_web_socket("**/signal", robot.opened)
    context.add_init_script(NOTED)
    return robot


@pytest.fixture
def opened(context: BrowserContext, robot: Robot) -> Callable[[], Page]:
    def opened() -> Page:
        page = context.new_page()
        page.goto(URL)
        return page

    return opened


@pytest.fixture
def page(opened: Callable[[], Page]) -> Page:
    page = opened()
    expect(page.get_by_text("Mia meldet sich.")).to_be_visible()
    return page
