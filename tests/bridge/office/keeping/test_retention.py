from bridge.lending.retention import KINDS
from bridge.office.frame.ask import FRESH_S
from tests.bridge.office.staff import Staff

PAGE = "/office/settings/retention"


async def test_the_lead_says_how_long_and_nobody_else(staff: Staff) -> None:
    lead, office = await staff.signed_in("lead"), await staff.signed_in("office")
    text = await lead.get(PAGE)
    for kind in KINDS:
        assert kind.what.de in text
    led = await lead.post(f"{PAGE}/names", days=14)
    assert led.startswith(f"{PAGE}?undo=")
    assert (await staff.register.periods())["names"] == 14
    assert 'value="14"' in await lead.get(PAGE)
    assert "üblich: 30" in await lead.get(PAGE)
    said = await lead.post(f"{PAGE}/names", status=409, days=21, was=30)
    assert "gerade auf 14 Tage gestellt" in said
    for days in ("9999", "-1", "x", ""):
        await lead.post(f"{PAGE}/names", status=409, days=days)
    await lead.post(f"{PAGE}/lessons", status=409, days=14)
    await office.get(PAGE, status=404)
    await office.post(f"{PAGE}/names", status=404, days=1)
    assert (await staff.register.periods())["names"] == 14
    staff.clock.now_s += FRESH_S + 1
    assert "Passkey" in await lead.post(f"{PAGE}/names", status=403, days=21)
    assert (await staff.register.periods())["names"] == 14
