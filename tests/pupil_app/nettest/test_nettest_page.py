"""The network test in real browsers, against a real bridge with its own relay."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import async_playwright, expect

from bridge.base.clock import Clock
from bridge.config import PagesSection, TlsSection, check
from bridge.relay.config import IceSection, IceServer, RelaySection
from bridge.serving import listening
from bridge.store import open_store
from robot.demo.certificate import make_certificate
from tests import firefox
from tests.bridge.people import house_config
from tests.bridge.ready import make_ready
from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.ports import free_port

CLOSED = "turn:127.0.0.1:9?transport=tcp"
COUNTED = r"offen, \d+ ms; \d+ von 100 Paketen verloren, \d+ zu spät: (gut für )?Ton.*"


@asynccontextmanager
async def served(folder: Path, tls: TlsSection | None = None) -> AsyncIterator[int]:
    """Yield the port of a bridge with a relay, and with another one that nobody reaches."""
    port = free_port()
    config = house_config(folder)
    url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    server = msgspec.structs.replace(config.server, port=port, public_url=url, origins=())
    config = check(
        msgspec.structs.replace(
            config,
            server=server,
            tls=tls,
            pages=PagesSection(),
            relay=RelaySection(enabled=True, processes=2),
            ice=IceSection((IceServer(CLOSED, "u", "c"),)),
        )
    )
    await make_ready(config.storage.url)
    # The relay is another process, and knows no other clock than the wall's.
    async with open_store(config.storage.url) as store, listening(config, store, Clock()):
        yield port


@pytest.mark.browser
async def test_the_sheet_says_which_roads_are_open_and_what_to_allow(tmp_path: Path) -> None:
    async with served(tmp_path) as port, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=[*ARGUMENTS]
        )
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"http://127.0.0.1:{port}/nettest")
        await page.get_by_role("button", name="Test starten").click()
        await expect(page.get_by_role("button", name="Blatt drucken")).to_be_visible(timeout=45_000)
        rows = [await row.inner_text() for row in await page.get_by_role("row").all()]
        found = {cells[0]: cells[1] for cells in (row.split("\t") for row in rows)}
        assert found["WebSocket"] == "offen"
        assert re.fullmatch(COUNTED, found[f"Relay über TCP (turn:127.0.0.1:{port}?transport=tcp)"])
        assert found[f"Relay über TCP ({CLOSED})"] == "gesperrt"
        assert re.fullmatch(
            r"[\d.,]+ [kM]bit/s herunter, [\d.,]+ [kM]bit/s hinauf", found["Durchsatz"]
        )
        await expect(page.locator(".verdict")).to_contain_text("über TCP. Ob UDP")
        paper = await page.pdf(format="A4")
        assert paper.count(b"/Type /Page\n") == 1
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("button", name="Start the test")).to_be_visible()
        assert complaints == []
        await browser.close()


@pytest.mark.browser
@pytest.mark.thorough
async def test_packets_are_counted_through_the_relay_over_tls(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, ["127.0.0.1"])
    tls = TlsSection(certificate=str(certificate), key=str(key))
    async with served(tmp_path, tls) as port, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=[*ARGUMENTS, "--ignore-certificate-errors"]
        )
        page = await browser.new_page()
        await page.goto(f"https://127.0.0.1:{port}/nettest")
        await page.get_by_role("button", name="Test starten").click()
        await expect(page.get_by_role("button", name="Blatt drucken")).to_be_visible(timeout=45_000)
        said = await page.inner_text("body")
        assert re.search(rf"\(turns:127\.0\.0\.1:{port}\?transport=tcp\)\t{COUNTED}", said), said
        await expect(page.locator(".verdict")).to_contain_text("über TCP. Ob UDP")
        await browser.close()


@pytest.mark.browser
@pytest.mark.thorough
async def test_a_browser_that_tells_no_refusals_knows_a_relay_by_its_packets(
    short_path: Path,
) -> None:
    async with served(short_path) as port, firefox.started(short_path, {}) as running:
        page = await running.tab()
        await page.go(f"http://127.0.0.1:{port}/nettest")
        await page.press("Test starten")
        await page.until("document.querySelector('.verdict') !== null")
        said = await page.run("() => document.body.innerText")
        assert re.search(rf"\(turn:127\.0\.0\.1:{port}\?transport=tcp\)\t{COUNTED}", said)
        assert f"({CLOSED})\tunklar" in said
