from pathlib import Path

import msgspec

from bridge.lending.asked import AskedFor
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.requests import FORM
from tests.bridge.mail.postbox import Postbox, mail_over, post_office
from tests.bridge.office.requests.test_pages import ASKED
from tests.bridge.office.staff import Staff, new_config, open_staff

LETTER = {"kind": "question", "subject": "Karlsson: eine Frage", "text": "Guten Tag,\r\nab wann?"}


async def test_a_letter_leaves_when_a_person_sends_it(tmp_path: Path) -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        config = msgspec.structs.replace(new_config(tmp_path), mail=mail_over(port))
        async with open_staff(config) as staff:
            office = await staff.signed_in("office")
            number, _ = await staff.register.add_request(FORM, ASKED)
            at = f"/office/requests/{number}/letter"
            page = await office.get(at, kind="question")
            assert "Guten Tag Frau Muster," in page
            assert postbox.taken == []
            assert "Der Brief ist leer" in await office.post(at, LETTER, 422, text=" ")
            where = await office.post(at, LETTER)
            assert "Der Brief ist unterwegs" in await office.get(where)
            view = await staff.register.request(COMMAND_LINE, number)
            assert view.state == "asked_back"
            postbox.refusal = "address"
            kept = await office.post(at, LETTER, 409)
            assert "Er steht noch hier" in kept
            assert "ab wann?" in kept
    letter = postbox.message()
    assert letter["To"] == ASKED.email
    assert letter["Auto-Submitted"] is None
    assert letter.get_content().replace("\r\n", "\n") == "Guten Tag,\nab wann?\n"


async def test_without_a_mail_server_the_draft_opens_in_the_mail_program(staff: Staff) -> None:
    office = await staff.signed_in("office")
    number, _ = await staff.register.add_request(FORM, ASKED)
    page = await office.get(f"/office/requests/{number}/letter", kind="waiting")
    assert 'href="mailto:familie@beispiel.example?subject=Karlsson%3A' in page
    other, _ = await staff.register.add_request(FORM, AskedFor("school", "GS Heidekamp"))
    page = await office.get(f"/office/requests/{other}/letter", kind="refusal")
    assert "mailto:" not in page
    at = f"/office/requests/{other}/letter"
    assert "Bitte rufen Sie an" in await office.post(at, LETTER, 409)
