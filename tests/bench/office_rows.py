"""An office as it is after some years: robots, schools, loans, ticks, tablets, history."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bridge.days.zone import local_day
from bridge.lending.profiles import PROFILES
from bridge.register.register import Register
from bridge.store import Store
from bridge.store import office_tables as office
from bridge.store.tables import devices, loans, robots, sightings

PLACES = (("Hamburg", "HH"), ("Kiel", "SH"), ("Stade", "NI"), ("Schwerin", "MV"))
LOANS_PER_ROBOT = 10
STEP_DAYS, LENT_DAYS = 60, 50
DAY_S = 86_400
LINES_PER_LOAN = 4


def robot_id(number: int) -> str:
    """Return the id of a robot."""
    return f"krl-{number:04d}"


async def fill(store: Store, register: Register, loans_count: int, now_s: float) -> int:
    """Fill an empty database; return the number of a loan that runs.

    Args:
        loans_count: Number of loans; there is a robot for ten of them, and at least twenty.
        now_s: Unix seconds.
    """
    today = local_day(now_s)
    robots_count = max(20, loans_count // LOANS_PER_ROBOT)
    schools_count = max(8, loans_count // 20)
    rows = list(_loans(loans_count, robots_count, schools_count, today, int(now_s)))
    async with store.database.begin(write=True) as connection:
        for table, values in (
            (robots, robots_of(robots_count)),
            (sightings, _sightings(robots_count, int(now_s))),
            (office.schools, _schools(schools_count)),
            (office.contacts, _contacts(schools_count)),
            (office.children, _children(rows)),
            (loans, rows),
            (devices, _devices(rows)),
            (office.ticks, _ticks(rows)),
            (office.requests, _requests(loans_count // 10, today, int(now_s))),
            (office.changes, _changes(rows, int(now_s))),
        ):
            await connection.execute(sa.insert(table), values)
        running = sa.select(loans.c.id).where(
            loans.c.handed_over_at > 0, loans.c.ended_at.is_(None)
        )
        return int((await connection.execute(running.limit(1))).scalar_one())


def robots_of(count: int) -> list[dict[str, Any]]:
    """Return the rows of so many robots."""
    return [
        {"id": robot_id(n), "name": f"Robo {n}", "public_key": f"{n:043d}", "created": 1}
        for n in range(1, count + 1)
    ]


def _sightings(count: int, now: int) -> list[dict[str, Any]]:
    return [
        {
            **{"robot_id": robot_id(n), "seen_at": now - n * 60, "version": "1.0.0"},
            "doctor_failed": "",
        }
        for n in range(1, count + 1)
    ]


def _schools(count: int) -> list[dict[str, Any]]:
    found = []
    for n in range(1, count + 1):
        town, state = PLACES[n % len(PLACES)]
        found.append({"name": f"Grundschule {n}", "town": town, "state": state, "created": 1})
    return found


def _contacts(count: int) -> list[dict[str, Any]]:
    return [
        {"school_id": n, "name": f"Frau Muster {n}", "phone": f"040 {n:06d}"}
        for n in range(1, count + 1)
    ]


def _children(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            **{"id": row["child_id"], "short_name": row["pupil_name"]},
            **{"school_id": row["school_id"], "class_name": "5a"},
        }
        for row in rows
        if row["child_id"] is not None
    ]


def _loans(
    count: int, robots_count: int, schools_count: int, today: date, now: int
) -> Iterable[dict[str, Any]]:
    turns = -(-count // robots_count)
    for n in range(count):
        turn, robot = divmod(n, robots_count)
        # The last but two of a robot's loans runs today, the others lie before and after it.
        first = today + timedelta(days=STEP_DAYS * (turn - max(0, turns - 3)) - 10 - robot % 20)
        until = first + timedelta(days=LENT_DAYS)
        is_over, is_out = until < today, first <= today
        state = PLACES[(1 + (n + 1) % schools_count) % len(PLACES)][1]
        profile = next(one for one in PROFILES if one.state == state)
        back = now - (today - until).days * DAY_S if is_over else None
        # Names go thirty days after the return.
        is_erased = today - until > timedelta(days=30)
        yield {
            "robot_id": robot_id(1 + robot),
            "pupil_name": "" if is_erased else f"Kind {n + 1}",
            "erased_at": back if is_erased else None,
            "from_date": first,
            "until_date": until,
            "teacher_token_hash": f"{n:064d}",
            "school_id": 1 + (n + 1) % schools_count,
            "child_id": None if is_erased else n + 1,
            "class_name": "" if is_erased else "5a",
            "profile": profile.state,
            "profile_version": profile.version,
            "created": 1,
            "handed_over_at": now - (today - first).days * DAY_S if is_out else None,
            "returned_at": back,
            "ended_at": back,
            "policy": "always",
        }


def _devices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"loan_id": n, "public_key": f"{n:043d}", "paired_at": 1}
        for n, row in enumerate(rows, start=1)
        if row["child_id"] is not None
    ]


def _ticks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = {one.state: [line.key for line in one.lines] for one in PROFILES}
    return [
        {"loan_id": n, "line": key, "done_on": row["from_date"], "person_id": 1}
        for n, row in enumerate(rows, start=1)
        for key in lines[row["profile"]]
    ]


def _requests(count: int, today: date, now: int) -> list[dict[str, Any]]:
    return [
        {
            **{"asker": "school", "school_name": f"Schule {n}", "town": "Kiel", "state": "SH"},
            **{"from_date": today, "weeks": 8, "contact_name": "Frau Muster", "asked_at": now},
        }
        for n in range(max(2, count))
    ]


def _changes(rows: list[dict[str, Any]], now: int) -> list[dict[str, Any]]:
    facts = '{"robot":"Robo","school":"Grundschule","from":"01.09.2026","until":"18.12.2026"}'
    return [
        {
            **{"at": now - 60 * (len(rows) - n), "person_id": 1, "kind": "loan.reserved"},
            **{"loan_id": n, "robot_id": row["robot_id"], "school_id": row["school_id"]},
            **{"facts": facts, "undo_until": 0},
        }
        for n, row in enumerate(rows, start=1)
        for _ in range(LINES_PER_LOAN)
    ]
