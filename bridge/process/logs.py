"""Logging of every process: one line for each event, to stderr, without personal data.

Text of a peer is never logged as it came: `clean` bounds it and removes control
characters. Names, tokens, keys, descriptions, candidates and addresses are not logged
at all; tests plant canaries and look for them.

One kind of line (the text in our code, before values are filled in) is written at most
`LINES` times at once and then once in `REST_S`, whatever a peer does. The next line
says how many were left out.
"""

import logging
import sys
from collections import OrderedDict
from collections.abc import Callable

LINES = 60
"""Lines of one kind that may be written at once."""

REST_S = 5.0
"""Time after which one more line of this kind may be written."""

KINDS = 500
"""Kinds that are remembered. Our code has fewer; libraries may format texts themselves."""


class Floodgate(logging.Filter):
    """Filter that keeps one kind of line from filling the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: OrderedDict[tuple[str, str], tuple[float, float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is written; count it otherwise."""
        kind = (record.name, str(record.msg))
        left, at_s, left_out = self._kinds.pop(kind, (float(LINES), record.created, 0))
        # A clock that jumps back adds nothing.
        left = min(float(LINES), left + max(0.0, record.created - at_s) / REST_S)
        passes = left >= 1
        if passes and left_out:
            record.msg = f"{record.msg} ({left_out} more of these were left out)"
        fresh = (left - 1, record.created, 0) if passes else (left, record.created, left_out + 1)
        self._kinds[kind] = fresh
        while len(self._kinds) > KINDS:
            self._kinds.popitem(last=False)
        return passes


def without(kind: type[BaseException]) -> Callable[[logging.LogRecord], bool]:
    """Return a filter that drops lines about exceptions of one kind.

    A server of pages needs it: bytes that are not HTTP are answered, not logged.
    """

    def passes(record: logging.LogRecord) -> bool:
        raised = record.exc_info[1] if record.exc_info else None
        return not isinstance(raised, kind)

    return passes


def clean(text: str, most: int = 80) -> str:
    """Return a peer's text, bounded and printable, for a log line."""
    return "".join(c if c.isprintable() else "?" for c in text[:most])


def configure(level: str = "INFO") -> None:
    """Send log records to stderr; those of libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Floodgate())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("robot", "bridge", "hardware"):
        logging.getLogger(ours).setLevel(level)
    # These print addresses, candidates and texts of peers even at INFO and WARNING.
    for chatty in ("aioice", "aiortc", "aiohttp.websocket"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
