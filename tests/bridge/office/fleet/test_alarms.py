from pathlib import Path

import msgspec

from bridge.alarms.config import AlarmsSection
from bridge.base.records import RaisedAlarm
from tests.bridge.mail.postbox import Postbox, post_office
from tests.bridge.office.staff import Staff, new_config, open_staff


async def test_without_a_way_the_page_says_how_to_name_one(staff: Staff) -> None:
    office = await staff.signed_in("office")
    page = await office.get("/office/fleet/alarms")
    assert "Alles ruhig" in page
    assert "mail_to" in page
    assert "Versuch schicken" not in page


async def test_alarms_are_listed_and_a_trial_leaves(tmp_path: Path) -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        alarms = AlarmsSection(
            mail_to=("it@school.example",),
            mail_from="karlsson@school.example",
            smtp_host="localhost",
            smtp_port=port,
            smtp_security="none",
        )
        config = msgspec.structs.replace(new_config(tmp_path), alarms=alarms)
        async with open_staff(config) as staff:
            await staff.robots("otto")
            raised = RaisedAlarm("otto", "not_seen", int(staff.clock.unix_s()))
            await staff.store.change_alarms([raised], [])
            office = await staff.signed_in("office")
            page = await office.get("/office/fleet/alarms")
            assert "am Schultag nicht gesehen" in page
            tried = await office.post("/office/fleet/alarms/try", status=200)
            assert "e-mail: angenommen" in tried
            postbox.refusal = "address"
            tried = await office.post("/office/fleet/alarms/try", status=200)
            assert "refuses the addresses" in tried
    assert "Versuch" in postbox.message().get_content()
