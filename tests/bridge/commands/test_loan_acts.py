"""The life of a loan at the command line, with days as people type them."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from bridge.__main__ import parser
from bridge.base.errors import BadRequest, BridgeError, NotKnown
from bridge.base.words import Declined
from bridge.commands import loans
from bridge.commands.loan_acts import LoanCommand
from bridge.commands.schools import run_child, run_school
from bridge.lending.profiles import profile
from bridge.store import Store
from tests.bridge.days.test_timetable import MATHS, calendar
from tests.bridge.register.lent import new_robots


def options(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(arguments)


async def told(store: Store, *arguments: str) -> Any:
    """Return what programs are told."""
    given = options(*arguments)
    if given.command == "school":
        return (await run_school(store, given)).data
    if given.command == "child":
        return (await run_child(store, given)).data
    return (await LoanCommand(store, given).run()).data


@pytest.fixture
async def office(store: Store) -> Store:
    await new_robots(store)
    await told(store, "school", "add", "--name", "GemS Fördewind", "--state", "sh")
    return store


RESERVE = ("loan", "reserve", "--robot", "krl-1", "--school", "gems fördewind", "--pupil", "J. B.")


async def test_a_loan_goes_through_its_life(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen", "--times", "Mo-Fr 8-13")
    listed = await loans.list_loans(office)
    assert isinstance(listed.data, list)
    assert listed.data[0]["state"] == "reserved"
    assert (made["state"], made["federal_state"], made["policy"]) == ("reserved", "SH", "windows")
    loan = ("--loan", str(made["id"]))
    assert (await told(office, "loan", "hand-over", *loan))["state"] == "handed_over"
    asked = profile("SH")
    assert asked
    for line in asked.lines:
        count = ("--count", "22 von 22") if line.counted else ()
        running = await told(office, "loan", "tick", *loan, line.key, *count)
    assert running["state"] == "running"
    assert (await told(office, "loan", "lock", *loan, "--by", "family"))["locked_by"] == "family"
    with pytest.raises(Declined, match="family"):
        await told(office, "loan", "unlock", *loan)
    assert (await told(office, "loan", "unlock", *loan, "--family-agrees"))["locked_by"] == ""
    assert (await told(office, "loan", "untick", *loan, "family"))["state"] == "handed_over"
    extended = await told(office, "loan", "extend", *loan, "--until", "12 Wochen")
    assert extended["until"] > running["until"]
    assert (await told(office, "loan", "times", *loan))["policy"] == "always"
    back = await told(office, "loan", "return", *loan, "--reason", "healthy", "--incomplete")
    assert back["state"] == "returned"


async def test_a_robot_is_noted_and_the_note_removed(office: Store) -> None:
    school = ("--school", "GemS Fördewind")
    made = await told(
        office, "loan", "pencil", "--robot", "krl-1", "--days", "11.1. bis Osterferien", *school
    )
    (note,) = await told(office, "loan", "pencilled")
    assert (note["robot"], note["school"]) == ("krl-1", "GemS Fördewind")
    await told(office, "loan", "rub-out", "--note", str(made["note"]))
    assert await told(office, "loan", "pencilled") == []


async def test_a_change_is_taken_back_by_its_number(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "2030-01-07 bis 2030-02-01")
    loan = ("--loan", str(made["id"]))
    moved = await told(office, "loan", "move", *loan, "--days", "14.1.2030 bis 8.2.2030")
    assert (moved["from"], moved["until"]) == ("2030-01-14", "2030-02-08")
    await told(office, "loan", "undo", "--change", str(moved["change"]))
    assert (await told(office, "loan", "show", *loan))["from"] == "2030-01-07"


async def test_what_takes_trust_away_is_not_taken_back_and_says_why(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen")
    loan = ("--loan", str(made["id"]))
    assert (await told(office, "loan", "show", *loan))["teachers_link_used"] is None
    moved = await LoanCommand(office, options("loan", "hand-over", *loan)).run()
    assert "To take it back" in moved.text
    locked = await LoanCommand(office, options("loan", "lock", *loan, "--by", "family")).run()
    assert "To take it back" not in locked.text
    assert isinstance(locked.data, dict)
    with pytest.raises(Declined, match="Open again"):
        await told(office, "loan", "undo", "--change", str(locked.data["change"]))


@pytest.mark.thorough
async def test_a_robot_is_swapped(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen")
    loan = ("--loan", str(made["id"]))
    await told(office, "loan", "hand-over", *loan)
    new = await told(office, "loan", "swap", *loan, "--robot", "krl-2")
    assert (new["robot"], new["state"], new["pupil"]) == ("krl-2", "reserved", "J. B.")
    assert (await told(office, "loan", "show", *loan))["state"] == "returned"


MISTAKES: tuple[tuple[tuple[str, ...], type[BridgeError], str], ...] = (
    (("loan", "show", "--loan", "99"), NotKnown, "no loan 99"),
    (("loan", "undo", "--change", "99"), NotKnown, "no such change"),
    (("loan", "rub-out", "--note", "99"), NotKnown, "no such note"),
    ((*RESERVE[:3], "krl-9", "--days", "heute bis morgen"), NotKnown, "no robot krl-9"),
    ((*RESERVE, "--days", "demnächst"), Declined, "demnächst"),
    ((*RESERVE, "--days", "31.11. bis 3.12."), Declined, "31.11."),
    ((*RESERVE, "--days", "heute bis morgen", "--times", "spät"), Declined, "spät"),
    ((*RESERVE, "--days", "heute bis morgen", "--without", "x"), BadRequest, "'x' is not"),
    (("school", "change", "GS Nirgends", "--town", "Kiel"), NotKnown, "GS Nirgends"),
    (("child", "rename", "--child", "99", "--name", "K."), NotKnown, "no child 99"),
)


async def test_what_is_not_there_or_not_understood_is_one_sentence(office: Store) -> None:
    for arguments, error, says in MISTAKES:
        with pytest.raises(error) as raised:
            await told(office, *arguments)
        assert says in str(raised.value)


async def test_lesson_times_come_from_a_timetable(office: Store, tmp_path: Path) -> None:
    made = await told(office, *RESERVE, "--days", "7.1.2030 bis 1.2.2030")
    times = ("loan", "times", "--loan", str(made["id"]), "--timetable")
    ics = tmp_path / "plan.ics"
    ics.write_bytes(calendar(MATHS))
    told_times = await told(office, *times, str(ics))
    assert (told_times["times"], told_times["policy"]) == (
        "Mo 08:00-08:45, Mi 08:00-08:45",
        "windows",
    )
    with pytest.raises(BadRequest, match="nowhere"):
        await told(office, *times, str(tmp_path / "nowhere.ics"))


@pytest.mark.thorough
async def test_the_old_commands_end_and_cancel_the_offices_loans_too(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen")
    cancelled = await loans.cancel_loan(office, made["id"], loans.day("heute"))
    assert isinstance(cancelled.data, dict)
    assert (await told(office, "loan", "show", "--loan", "1"))["state"] == "cancelled"
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen")
    await told(office, "loan", "hand-over", "--loan", str(made["id"]))
    await loans.close_loan(office, made["id"], loans.day("heute"))
    assert (await told(office, "loan", "show", "--loan", str(made["id"])))["state"] == "returned"


async def test_a_count_that_is_not_whole_is_no_tick(office: Store) -> None:
    made = await told(office, *RESERVE, "--days", "ab sofort 8 Wochen")
    tick = ("loan", "tick", "--loan", str(made["id"]), "parents")
    with pytest.raises(Declined, match="1 of 22"):
        await told(office, *tick, "--count", "21/22")
    with pytest.raises(BadRequest, match="count"):
        await told(office, *tick, "--count", "alle")
