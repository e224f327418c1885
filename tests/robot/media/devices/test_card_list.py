import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from robot.media.devices import card_list
from robot.media.devices.card_list import LOOK_EVERY, CardList


@pytest.fixture
def library() -> Any:
    library: Any = ModuleType("sounddevice")
    library.starts = []
    library._terminate = lambda: None
    library._initialize = lambda: library.starts.append(os.environ["PA_ALSA_PLUGHW"])
    return library


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cards"
    path.write_text("0 USB")
    monkeypatch.setattr(card_list, "CARDS", (path, tmp_path / "missing"))
    monkeypatch.setenv("PA_ALSA_PLUGHW", "0")
    return path


def opened(cards: CardList, library: Any, device: str = "USB") -> None:
    with cards.held(library, device):
        pass


def test_the_list_is_read_anew_only_where_it_may_be_old(library: Any, cards: Path) -> None:
    known = CardList()
    for _ in range(3):
        opened(known, library)
    assert library.starts == ["0"]
    cards.write_text("0 USB\n1 Other")
    opened(known, library)
    known.miss()
    opened(known, library)
    assert library.starts == ["0"] * 3


def test_the_converting_layer_is_asked_for_at_portaudio_s_start(library: Any, cards: Path) -> None:
    known = CardList()
    opened(known, library, "(plughw:1,0)")
    opened(known, library, "(plughw:1,0)")
    opened(known, library, "(hw:1,0)")
    assert library.starts == ["1", "0"]


def test_a_stream_ends_only_for_a_card_that_was_looked_for(library: Any, cards: Path) -> None:
    known = CardList()
    with known.held(library, "USB") as changed:
        assert not any(changed() for _ in range(2 * LOOK_EVERY))
        cards.write_text("0 USB\n1 Other")
        assert not any(changed() for _ in range(2 * LOOK_EVERY))
        opened(known, library)
        assert len(library.starts) == 1  # not while a stream is open
        known.miss()
        assert any(changed() for _ in range(2 * LOOK_EVERY))
    opened(known, library)
    assert len(library.starts) == 2
