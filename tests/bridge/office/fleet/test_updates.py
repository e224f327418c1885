from pathlib import Path

import msgspec
import pytest

from bridge.config import ReleasesSection
from bridge.releases.importing import bring_in
from tests.bridge.office.staff import Staff, new_config, open_staff
from tests.technician.releases.makers import a_house

PAGE = "/office/fleet/updates"


async def test_a_bridge_without_releases_says_so(staff: Staff) -> None:
    office = await staff.signed_in("office")
    page = await office.get(PAGE)
    assert "bietet keine Updates an" in page
    assert "Noch keine Welle" in page
    await office.post(PAGE, status=409, version="1.5.0", first="otto")


async def test_a_wave_begins_is_shown_and_stops(tmp_path: Path) -> None:
    made = a_house(tmp_path / "made")
    made.release(tmp_path, "1.5.0")
    bring_in(made.repository.folder, tmp_path / "here")
    config = msgspec.structs.replace(
        new_config(tmp_path), releases=ReleasesSection(folder=str(tmp_path / "here"))
    )
    async with open_staff(config) as staff:
        await staff.robots("otto", "nele")
        now = int(staff.clock.unix_s())
        await staff.store.put_carried("nele", "1.4.0", "", now)
        office = await staff.signed_in("office")
        page = await office.get(PAGE)
        assert '<option value="1.5.0">' in page
        assert '<option value="nele" selected>' in page
        assert "nicht auf der Liste" in await office.post(
            PAGE, status=409, version="9", first="otto"
        )
        await office.post(PAGE, status=404, version="1.5.0", first="nobody")
        await office.post(PAGE, version="1.5.0", first="nele", soak_h="20")
        await staff.store.put_carried("otto", "1.4.0", "1.5.0", now + 1)
        page = await office.get(PAGE)
        assert "zuerst nele" in page
        assert "0 von 1 haben sie" in page
        assert "zurückgefallen" in page
        wave = await staff.store.wave()
        assert wave is not None
        assert wave.soak_s == 20 * 3600
        await office.post(f"{PAGE}/{wave.id}/stop")
        assert "von Hand" in await office.get(PAGE)
        assert "keine Welle" in await office.post(f"{PAGE}/{wave.id}/stop", status=409)


async def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    (tmp_path / "here" / "metadata").mkdir(parents=True)
    config = msgspec.structs.replace(
        new_config(tmp_path), releases=ReleasesSection(folder=str(tmp_path / "here"))
    )
    async with open_staff(config) as staff:
        office = await staff.signed_in("office")
        assert "is no folder of releases" in await office.get(PAGE)


@pytest.mark.parametrize("soak", ["0", "x", "9999"])
async def test_hours_have_bounds(staff: Staff, soak: str) -> None:
    office = await staff.signed_in("office")
    await office.post(PAGE, status=409, version="1.5.0", first="otto", soak_h=soak)
