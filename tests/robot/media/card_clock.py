"""The clock of a simulated sound card: a thread that beats while its stream is open."""

import threading
from types import TracebackType


class CardClock:
    """Calls `_beat` of whoever inherits it in a thread; that shall end when `_stop` is set."""

    def __init__(self) -> None:
        self.closed = self.aborted = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat)

    def __enter__(self) -> "CardClock":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()
        self.closed = True

    def abort(self) -> None:
        """Note that the card need not play what it was given."""
        self.aborted = True

    def _beat(self) -> None:
        raise NotImplementedError
