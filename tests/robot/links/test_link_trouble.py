import asyncio
import logging

import pytest

from robot.links import link_trouble
from robot.links.connectivity import Connectivity
from robot.links.link_trouble import ASK_AFTER, ASK_EVERY, LinkTrouble
from robot.settings.errors import IdentityTrouble, LinkLost


def knowing(*states: Connectivity) -> tuple[LinkTrouble, list[Connectivity]]:
    left = list(states)

    async def ask() -> Connectivity:
        return left.pop(0)

    return LinkTrouble(ask), left


async def test_each_cause_is_told_when_it_comes_and_written_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    trouble, _ = knowing()
    caplog.set_level(logging.WARNING)
    told = [
        await trouble.take(error, 1, logging.DEBUG)
        for error in (TimeoutError(), TimeoutError(), LinkLost("gone"), TimeoutError())
    ]
    assert told == ["silent", None, "lost", "silent"]
    assert str(trouble.cause) == "silent"
    assert len(caplog.records) == 2
    assert trouble.outage is None  # the bridge is not told of a short gap
    trouble.over()
    assert str(trouble.cause) == "None"
    assert await trouble.take(TimeoutError(), 1, logging.DEBUG) == "silent"
    assert len(caplog.records) == 3


@pytest.mark.parametrize(
    ("state", "cause"),
    [("portal", "portal"), ("none", "no_network"), ("limited", "silent"), ("unknown", "silent")],
)
async def test_the_system_is_asked_once_a_gap_takes_longer(state: Connectivity, cause: str) -> None:
    trouble, left = knowing(state, "full")
    for failures in range(1, ASK_AFTER):
        await trouble.take(TimeoutError(), failures, logging.DEBUG)
    assert str(trouble.cause) == "silent"
    for failures in range(ASK_AFTER, ASK_EVERY):
        await trouble.take(TimeoutError(), failures, logging.DEBUG)
        assert str(trouble.cause) == cause
    assert str(trouble.outage) == cause
    assert left == ["full"]
    await trouble.take(LinkLost("gone"), ASK_EVERY, logging.DEBUG)
    assert str(trouble.cause) == "lost"  # what is clear from the error itself stays so
    await trouble.take(TimeoutError(), ASK_EVERY + ASK_AFTER, logging.DEBUG)
    assert str(trouble.cause) == "silent"


async def test_a_system_that_does_not_answer_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(link_trouble, "ASK_S", 0.01)

    async def ask() -> Connectivity:
        await asyncio.Event().wait()
        return "full"

    trouble = LinkTrouble(ask)
    assert await trouble.take(TimeoutError(), ASK_AFTER, logging.DEBUG) == "silent"


async def test_a_link_that_falls_at_once_again_is_not_written_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    trouble, _ = knowing()
    for _ in range(5):
        assert await trouble.take(LinkLost("gone"), 2, logging.DEBUG) == "lost"
        trouble.up()
    assert len(caplog.records) == 1


async def test_a_bridge_is_told_only_what_it_knows() -> None:
    trouble, _ = knowing("full")
    await trouble.take(IdentityTrouble("copied"), ASK_AFTER, logging.DEBUG)
    assert trouble.to_tell(knows_identity=True) == "copied"
    assert trouble.to_tell(knows_identity=False) is None
    await trouble.take(IdentityTrouble("not_enrolled"), ASK_AFTER + 1, logging.DEBUG)
    assert trouble.to_tell(knows_identity=True) is None
    await trouble.take(LinkLost("gone"), ASK_AFTER + 2, logging.DEBUG)
    assert trouble.to_tell(knows_identity=False) == "lost"
