import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.people.history import SPANS, TOPICS, _kept
from bridge.register.members import PersonProfile
from bridge.store.office_tables import changes, schools
from tests.bridge.office.browsing import chromium
from tests.bridge.office.staff import Staff
from tests.bridge.register.keys import with_passkey

PATH = "/office/history"


async def added(staff: Staff, name: str) -> int:
    facts = {"school": name}
    async with staff.register.change(COMMAND_LINE, "school.added", facts=facts) as change:
        row = await change.insert(schools, name=name, state="HH")
    return int(row["id"])


async def changed(staff: Staff, school: int, name: str) -> int:
    kind, facts = "school.changed", {"school": name}
    async with staff.register.change(COMMAND_LINE, kind, facts=facts, school_id=school) as change:
        await change.update(schools, {"id": school}, name=name)
    return change.id


def test_a_kind_belongs_to_one_chip() -> None:
    listed = [kind for _, kinds in TOPICS.values() for kind in kinds]
    assert len(listed) == len(set(listed))
    assert {"loan", "person", "me", "device", "retention"} <= set(listed)


def test_the_time_is_said_in_the_largest_unit() -> None:
    assert _kept(730).de == "wird 2 Jahre aufbewahrt, dann gelöscht"
    assert _kept(365).en == "kept for 1 year, then erased"
    assert _kept(90).de == "wird 90 Tage aufbewahrt, dann gelöscht"


async def test_lines_are_words_and_are_filtered(staff: Staff) -> None:
    office = await staff.signed_in("office")
    await added(staff, "GS <Lindenkoppel>")
    page = await office.get(PATH)
    assert "Schule aufgenommen: GS &lt;Lindenkoppel&gt;" in page
    assert "<strong>Karlsson:</strong>" in page
    assert "wird 2 Jahre aufbewahrt" in page
    for topic in TOPICS:
        shown = await office.get(PATH, topic=topic)
        assert ("Lindenkoppel" in shown) == (topic in ("", "loans"))
    for span in SPANS:
        assert "Lindenkoppel" in await office.get(PATH, span=span)
    assert "Lindenkoppel" not in await office.get(PATH, who=str(office.member.id))
    assert "Filter wegnehmen" in await office.get(PATH, loan="7")
    for wrong in ({"topic": "x"}, {"who": "-1"}, {"span": "day"}, {"evil": "1"}):
        await office.get(PATH, 409, **wrong)


async def test_a_school_reads_and_undoes_its_own_lines_alone(staff: Staff) -> None:
    ours, theirs = await added(staff, "GS Möwenweg"), await added(staff, "OBS Apfelhof")
    await changed(staff, ours, "GS Möwenweg 2")
    number = await changed(staff, theirs, "OBS Apfelhof 2")
    contact = await staff.signed_in("school", ours)
    page = await contact.get(PATH)
    assert "GS Möwenweg 2" in page
    assert "Apfelhof" not in page
    assert "Rückgängig" not in page
    await contact.post(f"/office/undo/{number}", status=404)


async def test_a_reader_has_no_history(staff: Staff) -> None:
    reader = await staff.signed_in("reader")
    await reader.get(PATH, 404)


async def test_pages_are_turned_to_the_first_line(staff: Staff) -> None:
    office = await staff.signed_in("office")
    school = await added(staff, "Schule 0")
    number = await changed(staff, school, "Schule 1.")
    async with staff.store.database.begin(write=True) as connection:
        (line,) = await connection.execute(changes.select().where(changes.c.id == number))
        rest = [
            {**line._mapping, "id": number + more, "facts": f'{{"school": "Schule {more + 1}."}}'}
            for more in range(1, 59)
        ]
        await connection.execute(changes.insert(), rest)
    page = await office.get(PATH, topic="loans")
    assert "Schule 59." in page
    assert "Schule 9." not in page
    (older,) = [
        part for part in page.split('"') if part.startswith(f"{PATH}?") and "before" in part
    ]
    page = await office.get(older.replace("&amp;", "&"))
    assert "Schule 9." in page
    assert "topic=loans" in page
    assert "data-live" not in page


@pytest.mark.thorough
@pytest.mark.browser
async def test_a_change_is_taken_back_in_the_history(staff: Staff) -> None:
    anna = await with_passkey(staff.register, "lead")
    tom = await with_passkey(staff.register, "office", "Tom Probe")
    staff.clock.now_s += 86_400
    school = await added(staff, "GS Lindenkoppel")
    await staff.register.set_own(tom, "en", False)
    staff.clock.now_s += 300
    await staff.register.invite(anna, PersonProfile("Mira Muster", "", "office"))
    await changed(staff, school, "GS Lindenkoppel Nord")
    async with chromium(staff) as window:
        await window.sign_in(anna)
        await window.goto(PATH)
        assert await window.axe() == []
        await window.looked_at("history")
        await window.page.get_by_role("button", name="Rückgängig").first.click()
        await window.says("Rückgängig gemacht: Schule geändert: GS Lindenkoppel Nord")
        await window.page.get_by_label("Wer").select_option("Tom Probe")
        await window.press("Zeigen")
        await window.says("Eigene Einstellungen geändert")
