"""What every module of hooks needs: where a name lives, and the count of what was dropped."""

import importlib
import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

DROPPED: Counter[str] = Counter()
"""Why something was dropped, and how often since the process began."""

Original = Callable[..., Any]
Hook = tuple[str, str, Callable[[Original], Original]]


class HookError(Exception):
    """aiortc or aioice is not what the hooks were written for; the text names what differs."""


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
    """Count what is not let through; the first of its kind is logged."""
    DROPPED[why] += 1
    if DROPPED[why] == 1:
        logger.warning("dropped something from the network: %s", why)
