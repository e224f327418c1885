from datetime import date

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.desk.today import back_on
from bridge.office.office import ROUTES
from bridge.protocol.fleet import RobotHealth
from bridge.protocol.presence import Help, Snapshot
from tests.bridge.office.desk.lent import lend, two_schools
from tests.bridge.office.staff import Staff


async def test_the_first_day_says_how_to_begin(staff: Staff) -> None:
    office = await staff.signed_in("office")
    page = await office.get("/office/today")
    for shown in ("Guten Tag, Anna", "Noch ist es hier leer.", 'href="/office/lists"'):
        assert shown in page


async def test_a_calm_day_says_what_comes_next(staff: Staff) -> None:
    await two_schools(staff)
    office = await staff.signed_in("office")
    page = await office.get("/office/today")
    assert ("Alles ruhig." in page, "Neue Leihe" in page) == (True, True)
    assert "Fiete kommt zurück" in page
    assert "Heute erledigt" in page


async def test_a_call_for_help_is_seen_by_the_office_and_its_own_school(staff: Staff) -> None:
    hamburg, kiel = await two_schools(staff)
    async with staff.with_routes(*ROUTES) as served:
        wanted = Snapshot(1, "P" * 22, "present", help=Help(wanted=True))
        served.here("lotte", RobotHealth("lesson"), wanted)
        office = await served.signed_in("office")
        page = await office.get("/office/today")
        for shown in ("Lotte ruft um Hilfe", "tel:04315550101", "Gerade im Unterricht"):
            assert shown in page
        own, other = [await served.signed_in("school", one) for one in (kiel, hamburg)]
        page = await own.get("/office/today")
        assert ("Lotte ruft um Hilfe" in page, "tel:" in page) == (True, False)
        assert "Lotte" not in await other.get("/office/today")
        assert "Lotte" not in await other.get("/office/counts")
        assert '"count-today" hx-swap-oob="true">1<' in await own.get("/office/counts")
        await office.post("/office/today/later", line="help:lotte", status=409)


async def test_a_line_is_put_away_for_everybody_and_comes_back(staff: Staff) -> None:
    hamburg, _kiel = await two_schools(staff)
    await lend(staff, "pelle", hamburg, (-3, 2))
    office, other = await staff.signed_in("office"), await staff.signed_in("lead")
    assert "Pelle kommt am Mittwoch zurück" in await office.get("/office/today")
    where = await office.post("/office/today/later", line="ends:3")
    assert "Auf Heute weggelegt: Pelle kommt am Mittwoch zurück" in await office.get(where)
    assert "Alles ruhig." in await other.get("/office/today")
    change = where.rpartition("=")[2]
    await office.post(f"/office/undo/{change}")
    assert "Pelle kommt" in await other.get("/office/today")
    await office.post("/office/today/later", line="ends:3", until="monday")
    await office.post("/office/today/later", line="ends:3")
    staff.clock.now_s += 13 * 3600
    office = await staff.signed_in("office")
    assert "Pelle kommt morgen zurück" in await office.get("/office/today")
    await office.post("/office/today/later", line="ends:99", status=404)


async def test_a_school_and_a_reader_put_nothing_away(staff: Staff) -> None:
    hamburg, _kiel = await two_schools(staff)
    contact = await staff.signed_in("school", hamburg)
    page = await contact.get("/office/today")
    assert ("Später" in page, "Neue Leihe" in page) == (False, False)
    await contact.post("/office/today/later", line="ends:1", status=404)
    reader = await staff.signed_in("reader")
    await reader.get("/office/today", 404)
    assert '"count-robots" hx-swap-oob="true">3<' in await reader.get("/office/counts")


async def test_what_was_locked_stands_first(staff: Staff) -> None:
    await two_schools(staff)
    await staff.register.lock(COMMAND_LINE, 1, "family")
    office = await staff.signed_in("office")
    assert "Zustimmung zurückgezogen, Fiete ist zu" in await office.get("/office/today")


@pytest.mark.parametrize(
    ("today", "tomorrow", "monday"),
    [
        (date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)),
        (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 7)),
    ],
)
def test_a_line_comes_back_tomorrow_or_on_monday(today: date, tomorrow: date, monday: date) -> None:
    assert (back_on(today, "tomorrow"), back_on(today, "monday")) == (tomorrow, monday)
