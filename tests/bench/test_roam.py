"""One change of network with everything real; the figures are those of `./run bench roam`."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.bench.roam import robot_moves, wifi_off
from tests.bench.roam_scene import scene
from tests.netlab.privilege import requires_lab

CHANGE_TIMEOUT_MS = 45_000


@pytest.mark.thorough
@requires_lab
@pytest.mark.long
async def test_a_child_whose_network_changes_is_back_with_its_hand_up(short_path: Path) -> None:
    async with scene(short_path) as lesson:
        await lesson.settled()
        hand = lesson.page.get_by_role("button", name="Hand", exact=True)
        await hand.click()
        raised = lesson.page.get_by_text("Deine Hand ist oben.").first
        await expect(raised).to_be_attached(timeout=CHANGE_TIMEOUT_MS)
        for change in (wifi_off, robot_moves):
            await lesson.back(await change(lesson))
            await lesson.settled()
            await expect(raised).to_be_attached(timeout=CHANGE_TIMEOUT_MS)
            await expect(hand).to_have_attribute("aria-pressed", "true")
        read = await lesson.words()
        assert "Kurz weg. Du musst nichts tun." in read
        later = set(read[read.index("Deine Hand ist oben.") :])
        assert not later & {
            "Wir gehen in deine Klasse.",
            "Karlsson schläft noch. Wir warten.",
            "Es klappt gerade nicht. Das liegt nicht an dir.",
            "Deine Hand ist unten.",
        }
