"""PortAudio's list of sound cards, which it reads when it is loaded, and never again by itself.

A card that comes later, leaves and comes back, or gets another number is found only after the
list was read anew, and that ends every open stream. So it is read when no stream is open, before
each opening; streams that are open when the kernel's list changes are told to end first.
"""

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

PLUG = "(plughw:"
"""Beginning of a name that asks for ALSA's converting layer."""

LOOK_EVERY = 100
"""Beats between two looks at the kernel's list, a second or two."""

CARDS = (Path("/proc/asound/cards"), Path("/proc/asound/pcm"))


class CardList:
    """The list, shared by every stream of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = 0
        self._missed = self._plug = False
        self._seen: str | None = None

    @contextmanager
    def held(self, library: ModuleType, device: str) -> Iterator[Callable[[], bool]]:
        """Read the list anew if that ends no stream, and keep it as it is meanwhile.

        Args:
            library: PortAudio.
            device: Name that is going to be opened.

        Yields:
            What tells, at each beat of a stream, that a card that was looked for may have come.
        """
        with self._lock:
            self._refresh(library, device.startswith(PLUG))
            self._open += 1
        beats = itertools.count(1)
        try:
            yield (
                lambda: (
                    next(beats) % LOOK_EVERY == 0 and self._missed and _kernel_list() != self._seen
                )
            )
        finally:
            with self._lock:
                self._open -= 1

    def _refresh(self, library: ModuleType, plug: bool) -> None:
        """Read the list anew where it may be old; that takes a moment with real cards."""
        now = _kernel_list()
        if self._open == 0 and (self._missed or now != self._seen or plug != self._plug):
            _read_anew(library, plug)
            self._seen, self._plug, self._missed = now, plug, False

    def miss(self) -> None:
        """Take in that a card could not be opened: it may come while other streams go on."""
        self._missed = True


LIST = CardList()


def _read_anew(library: ModuleType, plug: bool) -> None:
    # PortAudio knows a card as hw: or as plughw:, by this variable at its start.
    os.environ["PA_ALSA_PLUGHW"] = "1" if plug else "0"
    ends, begins = getattr(library, "_terminate", None), getattr(library, "_initialize", None)
    if ends is not None and begins is not None:
        ends()
        begins()


def _kernel_list() -> str:
    found = []
    for path in CARDS:
        try:
            found.append(path.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            continue  # no sound in this kernel, or no card yet
    return "".join(found)
