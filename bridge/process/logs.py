"""Logging for every process: one line an event, to stderr, nothing personal.

What a peer said never reaches a log as it came: `clean` bounds it and takes
control characters out. Names, tokens, keys, descriptions, candidates and
addresses are not logged at all; tests plant canaries and look for them.
"""

import logging
import sys


def clean(text: str, most: int = 80) -> str:
    """Return foreign text fit for a log line."""
    return "".join(c if c.isprintable() else "?" for c in text[:most])


def configure(level: str = "INFO") -> None:
    """Send records of this process to stderr; libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("robot", "bridge", "hardware"):
        logging.getLogger(ours).setLevel(level)
    # These two print addresses and candidates even at INFO and WARNING.
    for chatty in ("aioice", "aiortc"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
