import ctypes

import pytest

from robot.media.opus import library as libopus


@pytest.fixture(autouse=True)
def forget_library() -> None:
    libopus.library.cache_clear()


def test_the_library_that_pyav_brings_is_loaded_once() -> None:
    assert libopus.library() is libopus.library()


def test_the_library_s_own_words_say_what_was_wrong() -> None:
    with pytest.raises(libopus.OpusError, match="corrupted stream") as caught:
        libopus.checked(libopus.BAD_PACKET)
    assert caught.value.code == libopus.BAD_PACKET
    assert libopus.checked(7) == 7


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libopus, "_bundled", lambda: "libnothing-of-the-kind.so")
    with pytest.raises(libopus.OpusMissingError, match="libnothing-of-the-kind"):
        libopus.library()


def test_another_library_is_not_taken_for_opus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())
    with pytest.raises(libopus.OpusMissingError, match="has no opus_encoder_create"):
        libopus.library()
