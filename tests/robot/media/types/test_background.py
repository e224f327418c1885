import os
import threading
from typing import Any

import pytest

from robot.media.types.background import MOST_NICENESS, NICENESS, background_thread


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_the_thread_comes_after_all_others() -> None:
    mine = niceness()
    with background_thread("still") as thread:
        assert thread.submit(niceness).result() == min(MOST_NICENESS, mine + NICENESS)
    assert niceness() == mine


def test_the_thread_is_prepared_and_named() -> None:
    prepared: list[str] = []
    with background_thread("still", lambda: prepared.append(threading.current_thread().name)) as t:
        t.submit(niceness).result()
    assert prepared == ["still_0"]


def test_work_is_done_where_priorities_may_not_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", forbidden)
    mine = niceness()
    with background_thread("still") as thread:
        assert thread.submit(niceness).result() == mine
