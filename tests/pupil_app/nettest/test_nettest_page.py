"""The network test in a real browser, against a real bridge with its own relay."""

import re
from pathlib import Path

import msgspec
import pytest
from playwright.async_api import async_playwright, expect

from bridge.config import PagesSection, check
from bridge.relay.config import IceSection, IceServer, RelaySection
from tests.bridge.people import house_config, open_house
from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.ports import free_port

CLOSED = "turn:127.0.0.1:9?transport=tcp"


@pytest.mark.browser
async def test_the_sheet_says_which_roads_are_open_and_what_to_allow(tmp_path: Path) -> None:
    port = free_port()
    config = house_config(tmp_path)
    url = f"http://127.0.0.1:{port}"
    server = msgspec.structs.replace(config.server, port=port, public_url=url, origins=())
    config = check(
        msgspec.structs.replace(
            config,
            server=server,
            pages=PagesSection(),
            relay=RelaySection(enabled=True, processes=1),
            ice=IceSection((IceServer(CLOSED, "u", "c"),)),
        )
    )
    async with open_house(config), async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=[*ARGUMENTS]
        )
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{url}/nettest")
        await page.get_by_role("button", name="Test starten").click()
        await expect(page.get_by_role("button", name="Blatt drucken")).to_be_visible(timeout=30_000)
        rows = [await row.inner_text() for row in await page.get_by_role("row").all()]
        found = {cells[0]: cells[1] for cells in (row.split("\t") for row in rows)}
        assert found["WebSocket"] == "offen"
        assert found[f"Relay über TCP (turn:127.0.0.1:{port}?transport=tcp)"] == "offen"
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
