"""Chromium before the office, with an authenticator of its own."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import (
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)

from bridge.lending.permissions import Member
from bridge.office.frame.door import COOKIE
from tests.bridge.office.staff import Staff
from tests.chromium import ARGUMENTS, HEADLESS_SHELL

DESK = {"width": 1360, "height": 880}
PHONE = {"width": 390, "height": 664}
LOOKS = ((DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark"))

WAIT_MS = 45_000
"""Timeout that distinguishes a page that hangs from a busy machine."""

ARTEFACTS = Path(os.environ.get("KARLSSON_ARTEFACTS", Path(__file__).parents[3] / ".state/screens"))


@dataclass
class Window:
    """One page of a browser, and what the browser complains of."""

    staff: Staff
    page: Page
    context: BrowserContext
    wrong: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        """Note what the browser complains of, but for a refusal in words."""
        is_refusal = "responded with a status of 4" in said.text
        if said.type == "error" and not is_refusal:
            self.wrong.append(said.text)

    async def goto(self, path: str) -> None:
        """Open a page of the office."""
        await self.page.goto(self.staff.url + path)

    async def sign_in(self, member: Member) -> None:
        """Give the browser a session, as a passkey would."""
        url = self.staff.url.replace("http:", "https:")
        cookie = {"name": COOKIE, "value": await self.staff.cookie(member), "url": url}
        await self.context.add_cookies([{**cookie, "secure": True, "httpOnly": True}])  # type: ignore[typeddict-item]

    async def authenticator(self, **more: Any) -> CDPSession:
        """Plug in a device that makes and keeps passkeys, and says yes to everything."""
        session = await self.context.new_cdp_session(self.page)
        await session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        await session.send("WebAuthn.addVirtualAuthenticator", {"options": options | more})
        return session

    async def press(self, name: str) -> None:
        """Press the button or link of this name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def key(self, *names: str) -> None:
        """Press keys one after the other, once the page's scripts listen to them."""
        for name in names:
            await self.page.wait_for_load_state()
            await self.page.keyboard.press(name)

    async def says(self, text: str) -> None:
        """Wait until the page says something."""
        await expect(self.page.get_by_text(text).first).to_be_visible(timeout=WAIT_MS)

    async def looked_at(self, name: str) -> None:
        """Take pictures in every look, if somebody wants to see them."""
        if "KARLSSON_ARTEFACTS" not in os.environ:
            return
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        for size, scheme in LOOKS:
            await self.page.set_viewport_size(size)  # type: ignore[arg-type]
            await self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            file = ARTEFACTS / f"office-{name}-{size['width']}-{scheme}.png"
            await self.page.screenshot(path=file, full_page=size is PHONE)
        await self.page.set_viewport_size(DESK)  # type: ignore[arg-type]
        await self.page.emulate_media(color_scheme="light")

    async def axe(self) -> list[str]:
        """Return what axe finds wrong with the page."""
        # The page's own policy lets no script in: axe goes past it, as a browser's extension does.
        found = await Axe().run(self.page)
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]]


@asynccontextmanager
async def chromium(staff: Staff, **context: Any) -> AsyncIterator[Window]:
    """Open a browser; whatever it complains of fails the test at the end."""
    given = {"viewport": DESK, "locale": "de-DE", "reduced_motion": "reduce"} | context
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=list(ARGUMENTS)
        )
        try:
            made = await browser.new_context(**given)
            page = await made.new_page()
            page.set_default_timeout(WAIT_MS)
            window = Window(staff, page, made)
            wrong = window.wrong
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("console", window.hear)
            yield window
            assert wrong == []
        finally:
            await browser.close()
