from bridge.protocol import keys
from bridge.protocol.enrolment import plain, token_key
from tests.bridge.office.staff import Staff

PAGE = "/office/fleet/enrolment"


async def test_codes_are_shown_once_and_withdrawn(staff: Staff) -> None:
    await staff.robots("otto")
    office = await staff.signed_in("office")
    page = await office.post(PAGE, status=200, names="Hinnerk\notto", days="30")
    tokens = [part.split("<")[0] for part in page.split("karlsson-robot enrol ")[1:]]
    assert len(tokens) == 2
    assert "Diesen Roboter gibt es schon" in page
    hashes = {keys.fingerprint(keys.public_text(token_key(plain(one)))) for one in tokens}
    assert {one.token_hash for one in await staff.store.enrolments()} == hashes
    again = await office.get(PAGE)
    assert not any(one in again for one in tokens)
    assert "Hinnerk" in again
    first, second = await staff.store.enrolments()
    await office.post(f"{PAGE}/{first.id}/withdraw")
    assert "zurückgezogen" in await office.get(PAGE)
    await staff.store.use_enrolment(second, "k" * 43, int(staff.clock.unix_s()))
    refused = await office.post(f"{PAGE}/{second.id}/withdraw", status=409)
    assert "schon benutzt" in refused


async def test_names_that_cannot_be_are_said_and_stay(staff: Staff) -> None:
    office = await staff.signed_in("office")
    wrong = await office.post(PAGE, status=422, names="Otto\n???")
    assert "„???“ ist kein Name" in wrong
    assert "Otto\n???" in wrong
    assert "zweimal" in await office.post(PAGE, status=422, names="otto, Otto")
    assert "Wie heißen die Roboter" in await office.post(PAGE, status=422)
    assert "days" in await office.post(PAGE, status=409, names="otto", days="0")
    assert await staff.store.enrolments() == []
