from pathlib import Path

import pytest

from robot.handover.asked import WISH_FILE, WipeWish, take_wish
from robot.local_page.page_parts import PageError
from robot.local_page.page_wiping import WipeDesk


def test_a_wish_waits_for_the_service_that_may_wipe(tmp_path: Path) -> None:
    desk = WipeDesk(tmp_path, tmp_path / "protocol.txt")
    assert not desk.is_asked
    desk.ask(keep_key=True, keep_network=False)
    assert (tmp_path / WISH_FILE).exists()
    assert take_wish(tmp_path) == WipeWish(keep_key=True)
    assert not desk.is_asked


def test_a_robot_without_the_service_names_the_command_instead(tmp_path: Path) -> None:
    desk = WipeDesk(tmp_path / "none", tmp_path / "protocol.txt")
    with pytest.raises(PageError, match="sudo karlsson-robot wipe"):
        desk.ask(keep_key=False, keep_network=False)


def test_the_protocol_is_there_once_the_service_has_left_it(tmp_path: Path) -> None:
    desk = WipeDesk(tmp_path, tmp_path / "protocol.txt")
    assert desk.protocol() is None
    (tmp_path / "protocol.txt").write_text("CLEAN\n", encoding="utf-8")
    assert desk.protocol() == b"CLEAN\n"
