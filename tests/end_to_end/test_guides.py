"""The guides for child and teacher: their pictures from a real lesson, their words from the pages.

`KARLSSON_ARTEFACTS=docs/pictures` writes the pictures that the guides show.
"""

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.child import go_to_class, open_teacher_page, toggle, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import ROOT
from tests.end_to_end.test_screens import ARTEFACTS, KEPT

GUIDES = [ROOT / "docs/child.md", ROOT / "docs/teacher.md"]
WORDS = (
    *("join", "microphone", "hand", "speak", "rest_toggle", "teacher_seen", "teacher_your_turn"),
    *("teacher_pause", "teacher_resume", "teacher_end", "teacher_help_coming"),
)


def take(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    image = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    # A tenth of a PNG's bytes: the class is a picture like a photograph.
    cv2.imwrite(str(ARTEFACTS / f"{name}.webp"), image, [cv2.IMWRITE_WEBP_QUALITY, 85])


@pytest.mark.thorough
def test_the_pictures_of_the_guides_come_from_a_lesson(
    start_demo: StartDemo, browser: Browser
) -> None:
    # What is kept is worth more points of the camera.
    demo = start_demo(*(("--camera-size", "640x480") if KEPT else ()))
    tablet = browser.new_context(
        viewport={"width": 1180, "height": 820}, permissions=["microphone"], locale="de-DE"
    )
    phone = browser.new_context(viewport={"width": 390, "height": 700}, locale="de-DE")
    child = go_to_class(tablet, demo.pupil if KEPT else demo.pair_another()["link"])
    teacher = open_teacher_page(phone, demo.teacher)
    wait_for_more(child, "video", 60)
    take(child, "child-class")
    toggle(child, "Hand").click()
    expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
    take(teacher, "teacher-hand")
    teacher.get_by_role("button", name="Du bist dran").click()
    expect(child.get_by_role("button", name="Sprechen")).to_be_visible()
    wait_for_more(child, "video", 30)
    take(child, "child-turn")
    teacher.get_by_role("button", name="Kurz anhalten").click()
    expect(teacher.get_by_text("Angehalten. Kein Bild, kein Ton.")).to_be_visible()
    take(teacher, "teacher-paused")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_pictures_of_a_guide_are_there(guide: Path) -> None:
    shown = re.findall(r"\]\((pictures/[^)]+)\)", guide.read_text(encoding="utf-8"))
    assert shown
    assert [name for name in shown if not (guide.parent / name).exists()] == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_guides_call_a_control_as_its_page_does(language: str) -> None:
    words = json.loads((ROOT / f"pupil_app/lang/{language}.json").read_text(encoding="utf-8"))
    text = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    named = set(re.findall(r"\*{1,2}([^*\n]+)\*{1,2}", text))
    assert {words[key] for key in WORDS} - named == set()
