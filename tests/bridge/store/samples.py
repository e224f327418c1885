"""One robot, and the days of one loan."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from bridge.base.records import Robot
from bridge.store import Store
from bridge.store import office_tables as office
from bridge.store.tables import devices, link_uses, loans, pairings

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SPAN = (TODAY, TODAY + 30 * DAY)
ROBOT = Robot("karlsson-1", "Karlsson", "K" * 43, 1000)
NUMBER = 101
"""Of the rows of `office_loan`: beyond those that PostgreSQL gives by itself."""
OTHER = Robot("karlsson-2", "Kalle", "L" * 43, 1000)


async def office_loan(store: Store, names: tuple[str, str, str, str]) -> int:
    """Add a loan with everything that the office knows of a child; return its number.

    Args:
        store: With `ROBOT` in it.
        names: Of the child and of a parent, their telephone, and the class.
    """
    child, parent, phone, class_name = names
    loan = await store.add_loan(ROBOT.id, child, SPAN, "t" * 64, "b" * 64)
    line = {"at": 900, "person_id": 1, "kind": "loan.moved", "undo_until": 2_000_000_000}
    line["facts"] = "{}"
    rows: dict[sa.Table, dict[str, Any]] = {
        office.children: {"id": NUMBER, "short_name": child, "class_name": class_name},
        office.requests: {
            "id": NUMBER,
            "contact_name": parent,
            "phone": phone,
            "note": parent,
            "asked_at": 900,
        },
        office.family_links: {"loan_id": loan.id, "token_hash": "f" * 64, "wish": parent},
        office.papers: {
            **{"loan_id": loan.id, "kind": "welcome", "template_version": 1},
            **{"person_id": 1, "printed_at": 900},
        },
        office.ticks: {"loan_id": loan.id, "line": "parents", "done_on": TODAY, "person_id": 1},
        office.changes: {"id": NUMBER, "loan_id": loan.id, **line},
        devices: {"loan_id": loan.id, "public_key": "D" * 43, "paired_at": 900},
        link_uses: {"loan_id": loan.id, "token_hash": "t" * 64, "used_on": TODAY},
        pairings: {
            **{"loan_id": loan.id, "kind": "secret", "lookup": "l" * 22, "mac_key": b"m" * 32},
            "expires_at": 2_000_000_000,
        },
    }
    images: list[dict[str, Any]] = [
        {"table_name": "loans", "after": f'{{"id":1,"pupil_name":"{child}"}}', "loan_id": loan.id},
        {"table_name": "children", "after": f'{{"id":{NUMBER},"short_name":"{child}"}}'},
    ]
    of_the_loan = {
        **{"child_id": NUMBER, "request_id": NUMBER, "class_name": class_name, "school_id": 3},
        **{"windows": f"Mo 8:00-9:30 {class_name}", "minutes": 42, "return_reason": "healthy"},
    }
    async with store.database.begin(write=True) as connection:
        for table, values in rows.items():
            await connection.execute(sa.insert(table).values(values))
        for place, image in enumerate(images):
            image |= {"change_id": NUMBER + 1 - place, "place": place, "before": ""}
            await connection.execute(sa.insert(office.images).values(image))
        this = loans.c.id == loan.id
        await connection.execute(sa.update(loans).where(this).values(of_the_loan))
    return loan.id
