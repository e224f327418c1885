import copy
from collections.abc import Iterator
from typing import Any

import pytest
from aiortc import codecs as aiortc_codecs
from aiortc import (
    rtcsctptransport,
)

from robot.media import hooks
from robot.media.hooks.replacing import owner_of


@pytest.fixture(autouse=True)
def hooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the hooks for one test; afterwards aiortc is as it was."""
    for path, name, _ in hooks.HOOKS:
        owner = owner_of(path)
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(
        rtcsctptransport, "LOCAL_MAX_MESSAGE_SIZE", rtcsctptransport.LOCAL_MAX_MESSAGE_SIZE
    )
    tables: Any = aiortc_codecs.CODECS, aiortc_codecs.HEADER_EXTENSIONS
    before = copy.deepcopy(tables)
    hooks.DROPPED.clear()
    hooks.install()
    yield
    for table, as_it_was in zip(tables, before, strict=True):
        for kind, entries in as_it_was.items():
            table[kind][:] = entries
