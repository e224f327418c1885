import errno
from pathlib import Path

import pytest

from robot.doctor.devices import try_camera, try_microphone, try_speaker
from robot.doctor.problems_de import SENTENCES, german
from robot.media.devices.alsa_cards import lacks
from robot.media.devices.card_forms import not_listed
from robot.media.types.spec import parse_camera, parse_microphone, parse_speaker
from tests.robot.doctor.test_devices import CAMERA, camera
from tests.robot.media.devices.card_tree import card_tree
from tests.robot.media.devices.picamera2_fake import plugged


def refused(number: int) -> str:
    fake = camera()
    fake.error = number
    return try_camera(CAMERA, 640, 480, fake).problem


def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a sentence of each kind, from whoever says it."""
    fake = camera()
    fake.sizes = {}
    root = card_tree(tmp_path / "root")
    clip = tmp_path / "clip.mp4"
    found = [
        *map(refused, (errno.ENOENT, errno.EACCES, errno.EBUSY, errno.ENOSPC)),
        try_camera(CAMERA, 640, 480, fake).problem,
        try_camera(parse_camera("/dev/null", "v4l2"), 640, 480).problem,
        try_camera(parse_camera("picamera:"), 640, 480).problem,
        lacks("hw:7", "c", root),
        lacks("hw:1", "p", root),
        lacks("hw:1,3", "c", root),
        not_listed("USB", "input", ["Jabra"]),
        not_listed("J", "input", ["Jabra A", "Jabra B"]),
        not_listed("", "output", []),
        try_microphone(parse_microphone(str(clip))).problem,
        try_speaker(parse_speaker("file:/nowhere/voice.wav")).problem,
    ]
    with plugged(monkeypatch):
        found.append(try_camera(parse_camera("picamera:3"), 640, 480).problem)
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may open everything
    clip.touch()
    found += [lacks("hw:1", "c", root), try_microphone(parse_microphone(str(clip))).problem]
    return found


def test_every_problem_has_german_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for problem in problems(tmp_path, monkeypatch):
        assert problem
        words = german(problem, "NAME")
        assert words.startswith("NAME: "), problem
        assert " is " not in words


def test_every_sentence_is_one_that_somebody_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = problems(tmp_path, monkeypatch)
    said += [
        "libportaudio2 (Debian: apt-get install libportaudio2)",
        "/dev/video1 gives no pictures",
    ]
    unused = [part for part, _ in SENTENCES if not any(part in problem for problem in said)]
    assert unused == []


def test_what_is_there_is_kept_and_what_is_not_known_stays_as_it_is() -> None:
    assert german("hw:7 is not there; there now: A (hw:1)", "hw:7").endswith("; da ist: A (hw:1)")
    assert "da ist" not in german("hw:7 is not there; there now: none", "hw:7")
    assert german("something else", "x") == "something else"
