"""A machine with sound cards, as PortAudio sees it: the list of cards is read at its start alone.

machine = Machine(); machine.plug("USB", rates=(16_000,), inputs=(1,), outputs=(2,))
with installed(monkeypatch, machine): ...
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from robot.media.devices import card_list, portaudio
from tests.robot.media.card_clock import CardClock

TONE_HZ = 440.0
LOUD = 8000


class FakePortAudioError(Exception):
    pass


@dataclass
class Card:
    """One card; its microphone hears a tone."""

    rates: tuple[int, ...] = (48_000,)
    inputs: tuple[int, ...] = (1, 2)
    outputs: tuple[int, ...] = (1, 2)
    busy: bool = False
    out: bool = False
    suspended: bool = False
    heard: int = 0
    played: list[Any] = field(default_factory=list)
    """Every block that was played, as samples by channels."""

    def wave(self, rate_hz: int, count: int, channels: int) -> Any:
        at = (np.arange(count) + self.heard) / rate_hz
        self.heard += count
        tone = np.rint(LOUD * np.sin(2 * np.pi * TONE_HZ * at)).astype(np.int16)
        return np.repeat(tone.reshape(-1, 1), channels, axis=1)


class Stream(CardClock):
    def __init__(self, machine: "Machine", kind: str, form: dict[str, Any]) -> None:
        super().__init__()
        self.kind, self.form = kind, form
        self._machine = machine
        self.card = machine.open(kind, form)

    def _beat(self) -> None:
        form, card = self.form, self.card
        callback, count = form["callback"], form["blocksize"]
        ways = form["channels"]
        ins, outs = ways if isinstance(ways, tuple) else (ways, ways)
        while not self._stop.wait(0.001):
            if card.suspended or card.out:
                continue
            data = card.wave(form["samplerate"], count, ins)
            out = np.zeros((count, outs), np.int16)
            if self.kind == "InputStream":
                callback(data, count, None, None)
            elif self.kind == "OutputStream":
                callback(out, count, None, None)
            else:
                callback(data, out, count, None, None)
            if self.kind != "InputStream":
                card.played.append(out)

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        self._machine.streams.remove(self)


class Machine:
    """The computer."""

    def __init__(self) -> None:
        self.cards: dict[str, Card] = {}
        self.seen: dict[str, Card] = {}
        self.streams: list[Stream] = []
        self.opened: list[tuple[str, dict[str, Any]]] = []
        self.started = 0
        self.list_file: Path | None = None

    def plug(self, name: str, **form: Any) -> Card:
        card = self.cards[name] = Card(**form)
        self._tell()
        return card

    def pull(self, name: str) -> None:
        self.cards.pop(name).out = True
        self._tell()

    def _tell(self) -> None:
        if self.list_file is not None:
            self.list_file.write_text("\n".join(self.cards))

    def initialize(self) -> None:
        prefix = "plughw" if os.environ.get("PA_ALSA_PLUGHW") == "1" else "hw"
        self.started += 1
        self.seen = {
            f"{name}: Audio ({prefix}:{number},0)": card
            for number, (name, card) in enumerate(self.cards.items())
        }

    def terminate(self) -> None:
        assert not self.streams, "that ends every open stream"

    def query(self, device: str | None = None, kind: str = "") -> Any:
        if not kind:
            return [
                {
                    "name": name,
                    "max_input_channels": max(card.inputs, default=0),
                    "max_output_channels": max(card.outputs, default=0),
                }
                for name, card in self.seen.items()
            ]
        found = {name: card for name, card in self.seen.items() if (device or "") in name}
        for name, card in found.items():
            if card.inputs if kind == "input" else card.outputs:
                return {"name": name}
        raise ValueError(f"No {kind} device matching {device!r}")

    def open(self, kind: str, form: dict[str, Any]) -> Card:
        self.opened.append((kind, form))
        wanted = form["device"] or ""
        found = [card for name, card in self.seen.items() if wanted in name]
        if not found or found[0].out:
            raise ValueError(f"No input/output device matching {wanted!r}")
        card = found[0]
        if card.busy:
            raise FakePortAudioError("Error opening Stream: Device unavailable [PaErrorCode -9985]")
        ways = form["channels"]
        ins, outs = ways if isinstance(ways, tuple) else (ways, ways)
        wrong_in = kind != "OutputStream" and ins not in card.inputs
        if wrong_in or (kind != "InputStream" and outs not in card.outputs):
            raise FakePortAudioError("Invalid number of channels [PaErrorCode -9998]")
        if form["samplerate"] not in card.rates:
            raise FakePortAudioError("Invalid sample rate [PaErrorCode -9997]")
        return card


def installed(
    monkeypatch: pytest.MonkeyPatch, machine: Machine, folder: Path | None = None
) -> Machine:
    """Put PortAudio over this machine where it is imported from."""
    library: Any = ModuleType("sounddevice")
    library.PortAudioError = FakePortAudioError
    library._initialize, library._terminate = machine.initialize, machine.terminate

    def maker(kind: str) -> Callable[..., Stream]:
        def make(**form: Any) -> Stream:
            stream = Stream(machine, kind, form)
            machine.streams.append(stream)
            return stream

        return make

    library.query_devices = machine.query
    for kind in ("Stream", "InputStream", "OutputStream"):
        setattr(library, kind, maker(kind))
    monkeypatch.setitem(sys.modules, "sounddevice", library)
    fresh = card_list.CardList()
    monkeypatch.setattr(portaudio, "LIST", fresh)
    monkeypatch.delenv("PA_ALSA_PLUGHW", raising=False)
    if folder is not None:
        machine.list_file = folder / "cards"
        machine._tell()
        monkeypatch.setattr(card_list, "CARDS", (machine.list_file,))
    machine.initialize()
    return machine
