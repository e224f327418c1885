"""Common parts of the hooks: lookup of owners, and counts of dropped packets."""

import importlib
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

DROPPED: Counter[str] = Counter()
"""Counts of drops by reason, since the process began."""

Original = Callable[..., Any]
Hook = tuple[str, str, Callable[[Original], Original]]


class HookError(Exception):
    """Mismatch of aiortc or aioice with the hooks; the text names the difference."""


def owner_of(path: str) -> Any:
    """Return the module or class of this dotted path, `module` or `module:Class`.

    Raises:
        HookError: It does not exist.
    """
    module_path, _, class_name = path.partition(":")
    try:
        owner = importlib.import_module(module_path)
        return getattr(owner, class_name) if class_name else owner
    except (ImportError, AttributeError) as error:
        raise HookError(f"{path} is gone; hooks need it") from error


def drop(why: str) -> None:
    """Count a drop, and log the first one of its kind."""
    DROPPED[why] += 1
    if DROPPED[why] == 1:
        logger.warning("dropped something from the network: %s", why)
