"""Health and errands, with a robot that answers."""

import asyncio
import json
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.records import RaisedAlarm, Robot
from bridge.office.frame.door import COOKIE
from bridge.protocol import keys
from bridge.protocol.fleet import Errand, ErrandDone, ErrandPart, RobotHealth
from bridge.protocol.keys import to_text
from bridge.protocol.openings import WelcomeRobot
from tests.bridge.office.staff import Staff, Visit
from tests.bridge.people import House, new_nonce
from tests.deadline import WAIT_S

REPORT = {
    "checks": [{"name": "camera", "outcome": "failed", "text": "no picture", "remedy": "plug"}]
}


async def house_of(staff: Staff) -> House:
    """Return the house of one robot that this bridge knows."""
    key = Ed25519PrivateKey.generate()
    robot = await staff.store.put_robot(Robot("otto", "Otto", keys.public_text(key), 0))
    day = staff.clock.today()
    hashes = (new_nonce(), new_nonce())
    loan = await staff.store.add_loan("otto", "J. B.", (day, day + timedelta(days=9)), *hashes)
    port = urlsplit(staff.url).port or 0
    return House(staff.store, staff.clock, staff.http, port, key, robot, loan, "", "")


async def shows(visit: Visit, words: str) -> str:
    """Return the page once it says these words; each turn is a question to the bridge."""
    async with asyncio.timeout(WAIT_S):
        while words not in (page := await visit.get("/office/fleet")):
            pass
    return page


async def test_a_doctor_and_a_log_are_sent_for_and_fetched(staff: Staff) -> None:
    office = await staff.signed_in("office")
    house = await house_of(staff)
    async with house.robot_link() as robot:
        await robot.hear(WelcomeRobot)
        await robot.say(RobotHealth("free", "0.9.0", 81.0, soc_c=52.0, signal_dbm=-61.0))
        page = await shows(office, "81 %")
        assert "-61 dBm" in page
        await office.post("/office/fleet/errands", robot="otto", errand="doctor")
        asked = await robot.hear(Errand)
        assert (asked.errand, asked.language) == ("doctor", "de")
        assert "läuft, bis zu 3 Minuten" in await office.get("/office/fleet")
        await robot.say(ErrandPart(asked.id, to_text(json.dumps(REPORT).encode())))
        await robot.say(ErrandDone(asked.id, "1 Fehler <b>"))
        page = await shows(office, "no picture")
        assert "→ plug" in page
        assert "1 Fehler &lt;b&gt;" in page
        await office.post("/office/fleet/errands", robot="otto", errand="log_bundle")
        asked = await robot.hear(Errand)
        await robot.say(ErrandPart(asked.id, to_text(b"PK zip")))
        await robot.say(ErrandDone(asked.id, "fertig"))
        page = await shows(office, "Herunterladen")
    where = page.partition('href="/office/fleet/errands/')[2].partition('"')[0]
    url = f"{staff.url}/office/fleet/errands/{where}"
    async with staff.http.get(url, headers={"Cookie": f"{COOKIE}={office.token}"}) as answer:
        assert await answer.read() == b"PK zip"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="karlsson-otto.zip"'
        assert answer.headers["Cache-Control"] == "no-store"
    await office.get("/office/fleet/errands/1/log", 404)  # the doctor's
    await office.get("/office/fleet/errands/99/log", 404)


async def test_a_robot_that_is_away_is_told_so(staff: Staff) -> None:
    await staff.robots("otto")
    office = await staff.signed_in("office")
    await office.post("/office/fleet/errands", robot="otto", errand="doctor")
    assert "ist nicht verbunden" in await shows(office, "ging nicht")
    await office.post("/office/fleet/errands", robot="nobody", errand="doctor", status=404)
    await office.post("/office/fleet/errands", robot="otto", errand="restart", status=409)


async def test_the_list_is_filtered_as_on_the_command_line(staff: Staff) -> None:
    office = await staff.signed_in("office")
    assert "Noch kein Roboter" in await office.get("/office/fleet")
    await staff.robots("otto", "nele")
    alarm = RaisedAlarm("nele", "not_charging", int(staff.clock.unix_s()))
    await staff.store.change_alarms([alarm], [])
    page = await office.get("/office/fleet")
    assert page.index("nele") < page.index("otto")
    assert "abends nicht am Ladegerät" in page
    assert ">otto<" not in await office.get("/office/fleet", q="alarm")
    assert "Kein Roboter passt" in await office.get("/office/fleet", q="battery&lt;30 xyz")
    assert "needs a number" in await office.get("/office/fleet", q="battery<x")


async def test_only_the_office_sees_the_technical_pages(staff: Staff) -> None:
    for role in ("reader", "school"):
        visit = await staff.signed_in(role, 1 if role == "school" else None)
        for page in ("", "/enrolment", "/alarms", "/updates"):
            await visit.get(f"/office/fleet{page}", 404)
