import pytest

from bridge.lists.limits import AT_ONCE, WAITING
from bridge.lists.opening import open_list
from bridge.lists.refusals import UnreadableList
from bridge.lists.sandbox import ListSandbox
from tests.bridge.lists.files import repeated
from tests.bridge.lists.lists import TODAY
from tests.bridge.lists.test_reading import SAMPLES


async def test_a_process_of_its_own_reads_the_same() -> None:
    data = (SAMPLES / "01-avatar-ausleihe.xlsx").read_bytes()
    assert await ListSandbox().read(data, "liste.xlsx", TODAY) == open_list(data, TODAY)


async def test_what_takes_all_memory_takes_that_process_alone() -> None:
    with pytest.raises(UnreadableList) as refused:
        await ListSandbox().read(repeated(), "liste.ods", TODAY)
    assert refused.value.why in ("broken", "too_big")


async def test_a_crowd_is_asked_to_come_again() -> None:
    sandbox = ListSandbox()
    sandbox._inside = AT_ONCE + WAITING
    with pytest.raises(UnreadableList) as refused:
        await sandbox.read(b"a;b", "liste.csv", TODAY)
    assert refused.value.why == "busy"
