"""A lesson over a line that loses packets, and over one that is gone for a while."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.end_to_end.child import (
    go_to_class,
    picture,
    toggle,
    until,
    until_deadline,
    wait_for_change,
    wait_for_more,
)
from tests.end_to_end.running import started_demo
from tests.end_to_end.tones import loudness_at, write_tone
from tests.netlab import Lab, Line, lab
from tests.netlab.chromium import chromium_in
from tests.netlab.privilege import requires_lab

pytestmark = [requires_lab, pytest.mark.root]

CHILD_HZ = 1320.0
SCHOOL = Line(delay_ms=20)


@contextlib.contextmanager
def lesson(network: Lab, folder: Path, *arguments: str) -> Iterator[Page]:
    """A child in class: its browser at one end of the line, the whole robot at the other."""
    voice = write_tone(folder / "child.wav", CHILD_HZ, 5.0)
    with (
        started_demo(folder, place=network.robot.command([])) as start_demo,
        sync_playwright() as playwright,
    ):
        url = start_demo("--host", network.robot.address, *arguments).pupil
        launch = chromium_in(network.child, folder, url)
        launch["args"].append(f"--use-file-for-fake-audio-capture={voice}")
        chromium = playwright.chromium.launch(**launch)
        tablet = chromium.new_context(
            permissions=["microphone"], locale="de-DE", reduced_motion="reduce"
        )
        yield go_to_class(tablet, url)
        chromium.close()


def wait_until_spoken(page: Page, path: Path) -> None:
    """Wait until the class hears the child."""
    assert any(loudness_at(path, CHILD_HZ) > 500.0 for _ in until_deadline(page))


def test_a_lesson_goes_on_when_every_twentieth_packet_is_lost(short_path: Path) -> None:
    spoken = short_path / "spoken.wav"
    with lab(SCHOOL) as network, lesson(network, short_path, f"--speaker=file:{spoken}") as page:
        network.change(Line(delay_ms=20, loss=0.05))
        wait_for_change(page, picture(page), 1.0)
        wait_for_more(page, "video", 60)
        toggle(page, "Mikro").click()
        wait_until_spoken(page, spoken)
        counted = network.counters()
    assert counted.down.lost > 0
    assert counted.up.lost > 0


def test_picture_and_sound_come_back_by_themselves_after_an_outage(short_path: Path) -> None:
    spoken = short_path / "spoken.wav"
    with lab(SCHOOL) as network, lesson(network, short_path, f"--speaker=file:{spoken}") as page:
        toggle(page, "Mikro").click()
        wait_until_spoken(page, spoken)
        network.change(Line(outage=True))
        until(page, "(await witness.stillForMs()) > 3000")
        before = picture(page)
        network.change(SCHOOL)
        wait_for_more(page, "video", 30)
        wait_for_more(page, "audio", 24_000)
        wait_for_change(page, before, 1.0)
        wait_until_spoken(page, spoken)
