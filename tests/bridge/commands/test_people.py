import argparse
from typing import Any

import pytest

from bridge.__main__ import parser
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import Declined
from bridge.commands.people import run_people
from bridge.commands.result import CommandResult
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import schools
from tests.bridge.people import TurnedClock
from tests.bridge.register.keys import new_passkey

URL = "https://karlsson.example"


async def ran(store: Store, *arguments: str, url: str = URL) -> CommandResult:
    return await run_people(store, url, parsed(*arguments))


def parsed(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(arguments)


async def rows(store: Store, *arguments: str) -> list[dict[str, Any]]:
    data = (await ran(store, *arguments)).data
    assert isinstance(data, list)
    return data


async def test_the_first_lead_comes_in_by_a_link_that_is_shown_once(store: Store) -> None:
    result = await ran(store, "person", "invite", "Anna Beispiel", "--email", "anna@verein.example")
    token = result.link.removeprefix(f"{URL}/office/sign-in/invitation#")
    register = Register(store.database, TurnedClock())
    assert (await register.way_in(token)).member.role == "lead"
    (listed,) = await rows(store, "person", "list")
    assert (listed["name"], listed["role"], listed["passkeys"]) == ("Anna Beispiel", "lead", 0)
    assert listed["invited_until"] is not None
    assert token not in (await ran(store, "person", "list")).text
    again = await ran(store, "person", "invite-again", str(listed["id"]))
    assert again.link != result.link


async def test_no_link_is_made_under_which_no_passkey_works(store: Store) -> None:
    for url in ("http://127.0.0.1:8080", "http://karlsson.example"):
        with pytest.raises(BadRequest, match=r"server\.public_url"):
            await ran(store, "person", "invite", "Anna", url=url)
    assert await rows(store, "person", "list") == []


async def test_people_are_changed_signed_out_and_removed(store: Store) -> None:
    register = Register(store.database, TurnedClock())
    async with register.change(COMMAND_LINE, "school.added") as change:
        school = (await change.insert(schools, name="GS Möwenweg", town="", state="HH"))["id"]
    for name in ("Anna Beispiel", "Tom Probe"):
        link = (await ran(store, "person", "invite", name)).link
        await register.enter(link.partition("#")[2], new_passkey())
    tom = "2"
    await ran(store, "person", "change", tom, "--role", "school", "--school", str(school))
    await ran(store, "person", "change", tom, "--name", "Tom P.")
    listed = (await rows(store, "person", "list"))[1]
    assert (listed["name"], listed["school"], listed["role"]) == ("Tom P.", "GS Möwenweg", "school")
    (passkey,) = await rows(store, "person", "passkeys", tom)
    await ran(store, "person", "sign-out", tom)
    await ran(store, "person", "remove-passkey", tom, str(passkey["id"]))
    assert (await ran(store, "person", "passkeys", tom)).text == "No passkey yet."
    await ran(store, "person", "remove", tom)
    with pytest.raises(Declined, match="invite people"):
        await ran(store, "person", "remove", "1")
    with pytest.raises(NotKnown, match="person list"):
        await ran(store, "person", "remove", tom)


async def test_a_wrong_name_or_address_is_refused(store: Store) -> None:
    for wrong in (
        ("", "--email", "a@b.de"),
        (" Anna",),
        ("Anna", "--email", "anna"),
        ("a\u202eb",),
    ):
        with pytest.raises(BadRequest):
            await ran(store, "person", "invite", *wrong)


async def test_the_history_is_told_to_programs_and_people(store: Store) -> None:
    await ran(store, "person", "invite", "Anna Beispiel")
    (line,) = await rows(store, "history")
    assert line["de"] == "Anna Beispiel eingeladen (Leitung)"
    assert "Anna Beispiel invited (Lead)" in (await ran(store, "history")).text
    assert len(await rows(store, "history", "--from", "1.1.2020")) == 1
    assert await rows(store, "history", "--from", "2099-01-01") == []
    assert (await ran(store, "history", "--loan", "7")).text == "Nothing was changed."
