from pathlib import Path

from robot.caution.occupied import Occupied, is_free, unless_occupied


def test_who_is_in_keeps_updates_away(tmp_path: Path) -> None:
    assert is_free(tmp_path)  # an agent of before, or none
    occupied = Occupied(tmp_path)
    assert is_free(tmp_path)
    occupied.note(True)
    occupied.note(True)
    assert not is_free(tmp_path)
    occupied.note(False)
    assert is_free(tmp_path)


def test_while_an_update_switches_the_agent_does_not_wait(tmp_path: Path) -> None:
    occupied = Occupied(tmp_path)
    with unless_occupied(tmp_path) as free:
        assert free
        occupied.note(True)
    assert is_free(tmp_path)


def test_without_a_runtime_folder_nobody_is_told() -> None:
    Occupied(None).note(True)
    Occupied(Path("/nowhere")).note(True)
