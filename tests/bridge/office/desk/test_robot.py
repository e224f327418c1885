import asyncio

from bridge.office.office import ROUTES
from bridge.protocol.fleet import Errand, ErrandDone, RobotHealth
from bridge.protocol.presence import Snapshot
from tests.bridge.office.desk.lent import two_schools
from tests.bridge.office.staff import Staff
from tests.bridge.people import TODAY
from tests.deadline import WAIT_S


async def test_one_robot_shows_its_loan_its_school_and_what_was_noted(staff: Staff) -> None:
    await two_schools(staff)
    office = await staff.signed_in("office")
    where = await office.post("/office/robots/fiete/note", note="Linkes Rad locker")
    assert where.startswith("/office/robots/fiete?undo=")
    page = await office.get(where)
    for shown in ("Linkes Rad locker", "GS Lindenkoppel", "tel:04315550101", "Notiz geschrieben"):
        assert shown in page
    await staff.store.put_mornings(TODAY, {"fiete": 18})
    page = await office.get("/office/robots/fiete")
    assert ("letzte 10 Nächte" in page, "18 %" in page) == (True, True)
    reader = await staff.signed_in("reader")
    page = await reader.get("/office/robots/fiete")
    for hidden in ("tel:", "J. B.", "/errand", "/workshop", "Verlauf"):
        assert hidden not in page


async def test_a_robot_goes_to_the_workshop_and_is_checked(staff: Staff) -> None:
    await staff.robots("pelle")
    office = await staff.signed_in("office")
    await office.post("/office/robots/pelle/workshop", note="Kopf klemmt")
    assert "In der Werkstatt seit" in await office.get("/office/robots/pelle")
    await office.post("/office/robots/pelle/workshop/back")
    assert "Bitte prüfen." in await office.get("/office/robots/pelle")
    await office.post("/office/robots/pelle/checked")
    await office.post(
        "/office/robots/pelle/facts", version="3", name="Pelle 2", home="Kiel", accessories=""
    )
    page = await office.get("/office/robots/pelle")
    assert ("Pelle 2" in page, "Bitte prüfen." in page) == (True, False)
    await office.post("/office/robots/pelle/facts", version="3", name="Pelle 3", status=409)
    await office.post("/office/robots/pelle/scrap")
    assert "Ausgemustert." in await office.get("/office/robots/pelle")
    assert "Pelle 2" not in await office.get("/office/robots")


async def test_a_school_cares_for_its_own_robot_alone(staff: Staff) -> None:
    hamburg, _kiel = await two_schools(staff)
    contact = await staff.signed_in("school", hamburg)
    await contact.post("/office/robots/fiete/check", note="Rad locker")
    assert "Rad locker" in await contact.get("/office/robots/fiete")
    for what in ("note", "check"):
        await contact.post(f"/office/robots/lotte/{what}", note="x", status=404)
    await contact.post("/office/robots/lotte/errand", errand="restart", status=404)
    await contact.get("/office/robots/lotte", 404)
    for what in ("workshop", "checked", "facts", "scrap"):
        await contact.post(f"/office/robots/fiete/{what}", status=404)


async def test_a_robot_winks_but_not_in_a_lesson(staff: Staff) -> None:
    await two_schools(staff)
    async with staff.with_routes(*ROUTES) as served:
        office = await served.signed_in("office")
        url = "/office/robots/lotte/errand"
        assert "ist nicht verbunden" in await office.post(url, errand="identify", status=200)
        desk = served.desk
        assert desk is not None
        asked: asyncio.Queue[Errand] = asyncio.Queue()

        def post(_robot: str, message: object) -> bool:
            assert isinstance(message, Errand)
            asked.put_nowait(message)
            return True

        desk.fleet.connect(post)
        served.here("lotte", RobotHealth("free"))
        async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
            page = tasks.create_task(office.post(url, errand="identify", status=200))
            errand = await asked.get()
            desk.fleet.hear("lotte", ErrandDone(errand.id, "Ich blinke."))
        assert (errand.errand, "Ich blinke." in page.result()) == ("identify", True)
        assert "Lotte hat gezwinkert" in await office.get("/office/robots/lotte")
        served.here("lotte", RobotHealth("lesson"), Snapshot(1, "P" * 22, "present"))
        for errand_name in ("identify", "doctor", "restart"):
            page_text = await office.post(url, errand=errand_name, status=409)
            assert "gerade im Unterricht" in page_text
        assert asked.empty()
