from typing import Any

import pytest

from bridge.__main__ import parser
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import Declined
from bridge.commands.requests import RequestCommand
from bridge.commands.result import CommandResult
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import new_robots


async def run(store: Store, *arguments: str) -> CommandResult:
    options = parser().parse_args(["request", *arguments])
    return await RequestCommand(store, options, TurnedClock()).run()


async def added(store: Store, **more: str) -> int:
    given = {"school": "GS Heidekamp, Lüneburg", "class": "3", "when": "11.1. bis 25.3."} | more
    arguments = [text for name, value in given.items() for text in (f"--{name}", value)]
    data: Any = (await run(store, "add", *arguments)).data
    return int(data["id"])


async def test_a_request_is_written_down_waits_and_becomes_a_loan(store: Store) -> None:
    await new_robots(store)
    assert (await run(store, "list")).text == "Nobody waits."
    number = str(await added(store, contact="Frau Muster, 04131 555010"))
    await run(store, "wait", "--request", number)
    await run(store, "up", "--request", number, "--why", "zieht um")
    (row,) = (await run(store, "list")).data
    assert isinstance(row, dict)
    assert (row["state"], row["federal_state"], row["until"]) == ("waiting", "NI", "2027-03-25")
    assert row["contact"] == "Frau Muster, 04131 555010"
    shown: Any = (await run(store, "show", "--request", number)).data
    robot = shown["fits"][0]["robot"]
    noted = await run(store, "pencil", "--request", number, "--robot", robot)
    assert f"pencilled\t{robot}\t11.01.2027 to 25.03.2027" in noted.text
    done: Any = (
        await run(
            store, "reserve", "--request", number, "--robot", robot, "--days", "18.1. bis 5.3."
        )
    ).data
    assert (done["state"], done["outcome"], done["pencilled"]) == ("done", "reserved", [])
    other = str(await added(store))
    with pytest.raises(Declined):
        await run(store, "reserve", "--request", other, "--robot", robot)


async def test_requests_end_and_are_taken_up_again(store: Store) -> None:
    number = str(await added(store))
    await run(store, "end", "--request", number, "--outcome", "double")
    assert (await run(store, "list")).data == []
    assert len((await run(store, "list", "--all")).data) == 1
    await run(store, "reopen", "--request", number)
    assert len((await run(store, "list")).data) == 1


async def test_mistakes_are_named_with_a_remedy(store: Store) -> None:
    with pytest.raises(NotKnown, match="request list"):
        await run(store, "show", "--request", "7")
    with pytest.raises(BadRequest, match=r"--when: There is no 31\.11"):
        await added(store, when="31.11.")
    number = str(await added(store))
    with pytest.raises(NotKnown, match="robot list"):
        await run(store, "reserve", "--request", number, "--robot", "nobody")
    with pytest.raises(BadRequest, match="--days"):
        await run(store, "pencil", "--request", number, "--robot", "otto", "--days", "irgendwann")
    told = await run(store, "add", "--school", "GS Heide", "--note", "Sie hat Leukämie.")
    assert told.text.startswith("Left out: This sounds like an illness")
