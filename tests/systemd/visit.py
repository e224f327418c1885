"""A child's visit, as a process of its own, so that it can be put on the machine's network.

Says one line for each thing that came true, and goes on when it is told to.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.child import join, open_app, picture, until, wait_for_more

ROADS = """
globalThis.roads = "relay";
const Connection = RTCPeerConnection;
globalThis.RTCPeerConnection = class extends Connection {
  constructor(rules) {
    super({ ...rules, iceTransportPolicy: roads });
  }
};
"""
"""Lets the page use nothing but relays, until it is told otherwise."""


def go_direct(page: Page) -> None:
    """Let the page build a connection without a relay, and wait until it is the only one."""
    page.evaluate("roads = 'all'; dispatchEvent(new Event('online'))")
    old = "witness.connections.slice(0, -1).every((call) => call.connectionState === 'closed')"
    until(page, f"witness.connections.length > 1 && {old}")
    until(page, "witness.connections.at(-1).connectionState === 'connected'")


def main(link: str, screenshot: str) -> None:
    """Go to class by this link, and stay while lines come in."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=list(ARGUMENTS))
        tablet = chromium.new_context(permissions=["microphone"], locale="de-DE")
        page = open_app(tablet, link, ROADS)
        join(page)
        for line in sys.stdin:
            if line == "direct\n":
                go_direct(page)
            wait_for_more(page, "video", 20)
            wait_for_more(page, "audio", 24_000)
            # A drawn class is neither black nor of one colour.
            assert max(picture(page)) - min(picture(page)) > 50
            Path(screenshot).write_bytes(page.screenshot())
            sys.stdout.write("seen and heard\n")
            sys.stdout.flush()
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
