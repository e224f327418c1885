"""A serial port whose far end is emulated: a pseudo-terminal, and the thread that answers there."""

import os
import pty
import select
import termios
import threading
import tty
from abc import ABC, abstractmethod
from contextlib import suppress


class EmulatedPort(ABC):
    """Answers on the far end of a pseudo-terminal."""

    def __init__(self, name: str) -> None:
        self.echo = False
        """True if the adapter sends back what it is sent, as half-duplex ones do."""
        self.baud: int | None = None
        """The only rate at which the other end understands; None for any."""
        self._name = name
        self._thread: threading.Thread | None = None
        self._changed = threading.Condition()
        """Notified whenever what was heard is obeyed."""
        self._open()

    def _open(self) -> None:
        self._near, self._far = pty.openpty()
        tty.setraw(self._far)
        self.path = os.ttyname(self._far)
        self._bytes = b""
        self._ended, self._ending = os.pipe()

    @abstractmethod
    def take(self) -> bool:
        """Take one message off `self._bytes` and obey it; False where none is whole."""

    def run(self) -> None:
        """Answer until `stop`."""
        while True:
            ready, _, _ = select.select([self._near, self._ended], [], [])
            if self._ended in ready:
                return
            try:
                heard = os.read(self._near, 4096)
                if self.echo:
                    os.write(self._near, heard)
            except OSError:
                return
            if self._understands():
                self._bytes += heard
            while self.take():
                pass
            with self._changed:
                self._changed.notify_all()

    def _understands(self) -> bool:
        """Return whether the port is set to the right rate; at another one it hears nonsense."""
        if self.baud is None:
            return True
        return bool(termios.tcgetattr(self._far)[5] == getattr(termios, f"B{self.baud}"))

    def start(self) -> None:
        """Run in a thread."""
        self._thread = threading.Thread(target=self.run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Answer no more; nobody waits at its descriptors afterwards."""
        with suppress(OSError):
            os.write(self._ending, b"x")
        if self._thread is not None:
            self._thread.join(20)

    def close(self) -> None:
        for number in (self._near, self._far, self._ended, self._ending):
            with suppress(OSError):
                os.close(number)
        self._near = self._far = self._ended = self._ending = -1
