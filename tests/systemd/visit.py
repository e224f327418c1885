"""A child's visit, as a process of its own, so that it can be put on the machine's network.

Says one line for each thing that came true, and goes on when it is told to.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.child import go_to_class, picture, wait_for_more


def main(link: str, screenshot: str) -> None:
    """Go to class by this link, and stay while lines come in."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=list(ARGUMENTS))
        tablet = chromium.new_context(permissions=["microphone"], locale="de-DE")
        page = go_to_class(tablet, link)
        for _ in sys.stdin:
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
