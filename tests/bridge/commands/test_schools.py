import pytest

from bridge.__main__ import parser
from bridge.base.errors import Conflict
from bridge.commands.schools import find_school, run_child, run_school
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import OFFICE, new_robots, wish


async def school(store: Store, *arguments: str) -> object:
    return (await run_school(store, parser().parse_args(["school", *arguments]))).data


async def test_schools_are_added_changed_and_found_by_number_or_name(store: Store) -> None:
    await school(store, "add", "--name", "GS Möwenweg", "--town", "Kiel", "--state", "sh")
    await school(store, "change", "gs möwenweg", "--town", "Plön")
    await school(store, "contact", "1", "--name", "Frau Muster", "--phone", "04522 555")
    assert await school(store, "list") == [
        {
            "id": 1,
            "name": "GS Möwenweg",
            "town": "Plön",
            "postcode": "",
            "state": "SH",
            "also_called": [],
        }
    ]
    await school(store, "add", "--name", "GS Möwenweg", "--town", "Wismar")
    register = Register(store.database, TurnedClock())
    with pytest.raises(Conflict, match="1, 2"):
        await find_school(register, "GS Möwenweg")
    assert (await find_school(register, "gs möwenweg, wismar")).id == 2


async def test_a_child_is_renamed_in_its_loans_too(store: Store) -> None:
    await new_robots(store)
    register = Register(store.database, TurnedClock())
    loan = (await register.reserve(OFFICE, wish(None))).id
    arguments = parser().parse_args(["child", "rename", "--child", "1", "--name", "Kind 6"])
    await run_child(store, arguments)
    listed = await run_child(store, parser().parse_args(["child", "list"]))
    assert isinstance(listed.data, list)
    assert listed.data[0]["pupil"] == "Kind 6"
    kept = await store.loan(loan)
    assert kept
    assert kept.pupil_name == "Kind 6"
