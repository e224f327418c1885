"""Logging for every process: one line an event, to stderr, nothing personal.

What a peer said never reaches a log as it came: `clean` bounds it and takes
control characters out. Names, tokens, keys, descriptions, candidates and
addresses are not logged at all; tests plant canaries and look for them.

Whatever a peer does, one kind of line (the text in our code, before anything is
filled in) is written at most `LINES` times at once and once in `REST_S` for long.
The next line that is written says how many were left out.
"""

import logging
import sys
from collections import OrderedDict

LINES = 60
"""Lines of one kind that may be written at once."""

REST_S = 5.0
"""How long it takes until one more line of this kind may be written."""

KINDS = 500
"""Kinds that are remembered: more than our code has; libraries may fill in their own texts."""


class Floodgate(logging.Filter):
    """Keeps one kind of line from filling the disk."""

    def __init__(self) -> None:
        super().__init__()
        self._kinds: OrderedDict[tuple[str, str], tuple[float, float, int]] = OrderedDict()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is written; counts it if not."""
        kind = (record.name, str(record.msg))
        left, at_s, left_out = self._kinds.pop(kind, (float(LINES), record.created, 0))
        # A clock that jumps back gives nothing.
        left = min(float(LINES), left + max(0.0, record.created - at_s) / REST_S)
        passes = left >= 1
        if passes and left_out:
            record.msg = f"{record.msg} ({left_out} more of these were left out)"
        fresh = (left - 1, record.created, 0) if passes else (left, record.created, left_out + 1)
        self._kinds[kind] = fresh
        while len(self._kinds) > KINDS:
            self._kinds.popitem(last=False)
        return passes


def clean(text: str, most: int = 80) -> str:
    """Return foreign text fit for a log line."""
    return "".join(c if c.isprintable() else "?" for c in text[:most])


def configure(level: str = "INFO") -> None:
    """Send records of this process to stderr; libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Floodgate())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("robot", "bridge", "hardware"):
        logging.getLogger(ours).setLevel(level)
    # These print addresses, candidates and what a peer wrote even at INFO and WARNING.
    for chatty in ("aioice", "aiortc", "aiohttp.websocket"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
