"""A lesson over a line that loses packets, and over one that is gone for a while."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.child import (
    CHANGE_TIMEOUT_MS,
    go_to_class,
    picture,
    toggle,
    until,
    until_deadline,
    wait_for_change,
    wait_for_more,
)
from tests.end_to_end.running import started_demo
from tests.end_to_end.tones import CHILD_HZ, loudness_at, write_tone
from tests.netlab import Lab, Line, lab
from tests.netlab.chromium import chromium_in
from tests.netlab.privilege import requires_lab

pytestmark = [requires_lab, pytest.mark.root]

SCHOOL = Line(delay_ms=20)


@dataclass(frozen=True)
class FarLesson:
    """A child in class: its browser at one end of the line, the whole robot at the other."""

    network: Lab
    page: Page
    spoken: Path
    """File with the sound that the class has heard."""
    log: Path
    """Log of the whole system."""


@pytest.fixture(scope="module")
def far(playwright: Playwright, sounds: Path) -> Iterator[FarLesson]:
    # Not among pytest's folders: the names of sockets must be short.
    with tempfile.TemporaryDirectory(prefix="k-") as name, lab(SCHOOL) as network:
        folder = Path(name)
        voice = write_tone(sounds / "far-child.wav", CHILD_HZ, 5.0)
        spoken = folder / "spoken.wav"
        with started_demo(folder, place=network.robot.command([])) as start_demo:
            own = ("--host", network.robot.address, f"--speaker=file:{spoken}")
            demo = start_demo("--camera-size", "320x240", *own)
            url = demo.pupil
            launch = chromium_in(network.child, folder, url)
            launch["args"].append(f"--use-file-for-fake-audio-capture={voice}")
            chromium = playwright.chromium.launch(**launch)
            tablet = chromium.new_context(
                permissions=["microphone"], locale="de-DE", reduced_motion="reduce"
            )
            yield FarLesson(network, go_to_class(tablet, url), spoken, demo.log)
            chromium.close()


def wait_until_spoken(page: Page, path: Path) -> None:
    """Wait until the class hears the child."""
    assert any(loudness_at(path, CHILD_HZ) > 500.0 for _ in until_deadline(page))


@pytest.mark.thorough
def test_a_lesson_goes_on_when_every_twentieth_packet_is_lost(far: FarLesson) -> None:
    page = far.page
    far.network.change(Line(delay_ms=20, loss=0.05))
    wait_for_change(page, picture(page), 1.0)
    wait_for_more(page, "video", 60)
    toggle(page, "Mikro").click()
    wait_until_spoken(page, far.spoken)
    counted = far.network.counters()
    assert counted.down.lost > 0
    assert counted.up.lost > 0
    far.network.change(SCHOOL)
    toggle(page, "Mikro").click()


def is_wished_anew(log: Path) -> bool:
    """Return whether far copies were wished on one connection, and on another in its place."""
    _, *since = log.read_text().split("copies of the voice shall follow")
    return len(since) >= 2 and any(" is over" in words for words in since)


@pytest.mark.thorough
def test_copies_of_the_voice_follow_further_behind_where_losses_come_in_rows(
    far: FarLesson,
) -> None:
    page = far.page
    far.network.change(up=Line(delay_ms=20, loss=0.1, burst=5))
    assert any(is_wished_anew(far.log) for _ in until_deadline(page))
    toggle(page, "Mikro").click()
    wait_until_spoken(page, far.spoken)
    toggle(page, "Mikro").click()
    far.network.change(SCHOOL)


@pytest.mark.thorough
def test_picture_and_sound_come_back_by_themselves_after_an_outage(far: FarLesson) -> None:
    page = far.page
    toggle(page, "Mikro").click()
    wait_until_spoken(page, far.spoken)
    far.network.change(Line(outage=True))
    until(page, "(await witness.stillForMs()) > 3000")
    before = picture(page)
    far.network.change(SCHOOL)
    wait_for_more(page, "video", 30)
    wait_for_more(page, "audio", 24_000)
    wait_for_change(page, before, 1.0)
    wait_until_spoken(page, far.spoken)


@pytest.mark.thorough
def test_the_network_test_counts_what_the_line_loses(far: FarLesson) -> None:
    browser = far.page.context.browser
    assert browser
    page = browser.new_page()
    page.goto(urljoin(far.page.url, "/nettest"))
    far.network.change(Line(delay_ms=20, loss=0.15))
    page.get_by_role("button", name="Test starten").click()
    printing = page.get_by_role("button", name="Blatt drucken")
    expect(printing).to_be_visible(timeout=CHANGE_TIMEOUT_MS)
    far.network.change(SCHOOL)
    row = page.get_by_role("row").filter(has_text="STUN über UDP").inner_text()
    counted = re.search(r"offen; (\d+) von 30 Paketen verloren: Ton", row)
    assert counted, row
    assert 1 <= int(counted[1]) < 30
    expect(page.locator(".verdict")).to_contain_text("Unterwegs fehlen")
    page.close()
