"""The page as a technician sees it: a real body behind it, a real browser before it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.running import ROOT

ARTEFACTS = Path(os.environ.get("KARLSSON_ARTEFACTS", ROOT / ".state" / "screens"))

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "hardware", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    socket = tmp_path / "b.sock"
    config = tmp_path / "body.toml"
    config.write_text(f'[body]\ndriver = "simulated"\nsocket = "{socket}"\nstate = "{tmp_path}"\n')
    body = started("--config", str(config))
    page = started("page", "--socket", str(socket))
    try:
        assert page.stdout is not None
        yield page.stdout.readline().strip()
    finally:
        for process in (page, body):
            process.terminate()
            process.communicate(timeout=20)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=list(ARGUMENTS))
        context = chromium.new_context(
            locale="de-DE", bypass_csp=False, viewport={"width": 1000, "height": 1100}
        )
        shown = context.new_page()
        shown.goto(address)
        yield shown
        chromium.close()


def test_a_step_is_made_drawn_and_told(page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    expect(page.locator("#status")).to_have_text("zeigt: Schläft, stromlos")
    expect(page.locator("#pan .way")).to_have_attribute(
        "d", "M 208 120 A 88 88 0 0 0 32 120 L 120 120 Z"
    )
    page.get_by_role("button", name="Sprung pan").click()
    expect(page.locator("#result svg.plot polyline.present")).to_be_visible()
    expect(page.locator("#step_status")).to_have_text("Kopf links/rechts (pan)")
    expect(page.locator("#result dd").nth(1)).to_contain_text(" s")
    expect(page.locator("#result dd").nth(2)).to_contain_text("%")
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / "bench-page.png", full_page=True)
    assert wrong == []


def test_it_is_readable_for_everybody_in_both_languages(page: Page) -> None:
    page.get_by_role("link", name="en").click()
    expect(page.get_by_role("heading", name="Karlsson's body")).to_be_visible()
    context = page.context.browser
    assert context is not None
    checked = context.new_context(bypass_csp=True, color_scheme="dark").new_page()
    checked.goto(page.url)
    expect(checked.locator("#status")).to_contain_text("Asleep")
    found = Axe().run(checked)
    assert found.violations_count == 0, found.generate_report()
