"""From the first link to a running lesson, as a new member of staff goes it.

`KARLSSON_ARTEFACTS=docs/pictures` writes the pictures that docs/office.md shows, and prints what a
person does on the way: presses, keys, and the seconds that takes by the keystroke-level model.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.end_to_end.child import CHANGE_TIMEOUT_MS, go_to_class, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import ROOT, SMALL_PICTURES
from tests.end_to_end.test_screens import ARTEFACTS, KEPT

POINT_S, KEY_S, THINK_S = 1.3, 0.28, 1.35
"""Pointing and pressing, a key of an average typist, and a decision: Card, Moran and Newell, The
keystroke-level model for user performance time with interactive systems, 1980."""

PDF_SCALE = 3.0
"""Pixels for each point of the paper, 216 dpi: less than any printer."""


@dataclass
class Hand:
    """Whoever sits at the desk, and what they did."""

    page: Page
    presses: int = 0
    keys: int = 0

    def press(self, name: str, role: str = "button") -> None:
        """Press the control of this name."""
        self.press_on(self.page.get_by_role(role, name=name, exact=True).first)  # type: ignore[arg-type]

    def press_on(self, control: Locator) -> None:
        """Press a control."""
        control.click()
        self.presses += 1

    def turn_to(self, path: str) -> None:
        """Press a place of the side bar."""
        self.press_on(self.page.locator(f"nav a[href='{path}']").first)

    def type(self, label: str, text: str) -> None:
        """Type into the field of this label."""
        field = self.page.get_by_label(label, exact=True)
        field.fill("")
        field.press_sequentially(text)
        self.keys += len(text)
        self.presses += 1

    def reads(self, text: str) -> None:
        """Wait until the page says something."""
        seen = self.page.get_by_text(text).first
        expect(seen).to_be_visible(timeout=CHANGE_TIMEOUT_MS)

    def take(self, name: str) -> None:
        """Take a picture of the page for the guide."""
        folder = ARTEFACTS / "office"
        folder.mkdir(parents=True, exist_ok=True)
        image = cv2.imdecode(np.frombuffer(self.page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        cv2.imwrite(str(folder / f"{name}.webp"), image, [cv2.IMWRITE_WEBP_QUALITY, 85])

    @property
    def seconds(self) -> float:
        """Seconds that this takes a person who knows the way."""
        return self.presses * (POINT_S + THINK_S) + self.keys * KEY_S


def printed(pdf: bytes) -> np.ndarray:
    """Return the first page of a paper as pixels, BGR."""
    bitmap: np.ndarray = pypdfium2.PdfDocument(pdf)[0].render(scale=PDF_SCALE).to_numpy()
    return bitmap


def codes_on(paper: np.ndarray) -> list[str]:
    """Return what a camera reads on a paper."""
    grey = cv2.cvtColor(paper, cv2.COLOR_BGR2GRAY)
    return [code.text for code in zxingcpp.read_barcodes(grey)]


def keep(route: Route, papers: list[bytes]) -> None:
    """Let a paper through, and keep it as the printer does."""
    answer = route.fetch()
    papers.append(answer.body())
    route.fulfill(response=answer)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """Return the browser of the charity's office, with a finger for its passkey."""
    context = browser.new_context(
        viewport={"width": 1360, "height": 880}, locale="de-DE", reduced_motion="reduce"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    finger = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": finger})
    yield page
    context.close()


@pytest.mark.thorough
def test_a_new_member_of_staff_brings_a_child_to_class(
    start_demo: StartDemo, desk: Page, browser: Browser, tmp_path: Path
) -> None:
    demo = start_demo("--office", *(() if KEPT else SMALL_PICTURES), shared=False)
    anna = Hand(desk)
    desk.goto(demo.office)
    anna.take("1-invitation")
    anna.press("Passkey anlegen")
    anna.reads("Willkommen im Büro.")
    anna.take("2-welcome")
    # The robot comes back from whoever had it.
    anna.turn_to("/office/loans")
    anna.press_on(desk.locator("a[href='/office/loans/1']").first)
    anna.press("Rückgabe vorbereiten", "link")
    anna.press("Leihe beenden")
    anna.reads("zurück")
    # A new loan in five answers; the school is new, too.
    anna.turn_to("/office/loans")
    anna.press("Neue Leihe", "link")
    anna.type("Welche Schule?", "GS Lindenkoppel")
    anna.type("Für wen?", "J. B.")
    anna.type("Klasse", "4b")
    anna.type("Von wann bis wann?", "ab sofort 8 Wochen")
    anna.type("Ort", "Hamburg")
    desk.get_by_label("Bundesland", exact=True).select_option("HH")
    anna.presses += 2
    anna.reads("Karlsson")
    anna.take("3-new-loan")
    anna.press("Reservieren")
    anna.reads("Häkchen für Hamburg")
    anna.take("4-loan")
    # Everything that Hamburg asks is ticked, and the robot is there.
    for _ in range(20):
        ticks = desk.get_by_role("button", name="Häkchen setzen")
        if ticks.count() == 0:
            break
        anna.press_on(ticks.first)
        desk.wait_for_load_state()
    anna.press("Übergeben", "link")
    anna.press("Ist angekommen")
    anna.reads("läuft")
    # The welcome sheet comes out of the printer; its code lets a tablet in.
    papers: list[bytes] = []
    desk.context.route("**/papers/welcome", lambda route: keep(route, papers))
    with desk.context.expect_event("response", lambda one: one.url.endswith("/papers/welcome")):
        prints = desk.get_by_role("button", name=re.compile("Drucken.*Willkommensblatt"))
        anna.press_on(prints.first)
    sheet = printed(papers[0])
    codes = codes_on(sheet)
    (way_in,) = [code for code in codes if "secret" in code]
    tablet = browser.new_context(
        viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
    )
    try:
        child = go_to_class(tablet, way_in)
        wait_for_more(child, "video", 30)
        anna.turn_to("/office/robots")
        anna.reads("im Unterricht")
        anna.take("5-lesson")
    finally:
        tablet.close()
    figures = {"presses": anna.presses, "keys": anna.keys, "seconds": round(anna.seconds)}
    folder = ARTEFACTS / "office" if KEPT else tmp_path
    cv2.imwrite(str(folder / "sheet.webp"), sheet, [cv2.IMWRITE_WEBP_QUALITY, 80])
    (folder / "path.json").write_text(json.dumps(figures) + "\n")
    # The first lesson is five minutes away, reading included.
    assert anna.seconds < 300


def test_the_guide_names_controls_as_the_pages_do() -> None:
    guide = (ROOT / "docs/office.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", guide)) - {"English below."}
    assert len(named) > 40
    files = [path for kind in ("*.html", "*.py") for path in (ROOT / "bridge").rglob(kind)]
    pages = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [name for name in sorted(named) if f'"{name}"' not in pages] == []
    for picture in re.findall(r"\]\((pictures/[^)]+)\)", guide):
        assert (ROOT / "docs" / picture).is_file(), picture
