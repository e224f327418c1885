import gc
import weakref
from collections.abc import Iterator

import pytest

from robot.call import memory


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_a_sweep_frees_what_only_holds_itself() -> None:
    gone = weakref.ref(Knot())
    memory.sweep()
    assert gone() is None


@pytest.mark.long
def test_what_was_there_at_the_start_is_not_looked_at_again() -> None:
    memory.settle()
    assert gc.get_freeze_count() > 1000
    gone = weakref.ref(Knot())
    memory.sweep()
    assert gone() is None
