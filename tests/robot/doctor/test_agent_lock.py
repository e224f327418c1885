from pathlib import Path

import pytest

from robot.doctor.agent_lock import held, is_held


def test_a_running_agent_is_known_by_its_lock_and_its_end_too(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert not is_held(folder)
    with held(folder) as alone:
        assert alone
        assert is_held(folder)
    assert not is_held(folder)


def test_a_second_agent_with_one_folder_learns_that_it_is_not_alone(tmp_path: Path) -> None:
    with held(tmp_path), held(tmp_path) as alone:
        assert not alone


def test_a_folder_that_cannot_be_made_stops_no_agent(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with held(tmp_path / "file" / "state") as alone:
        assert not alone


def test_the_lock_is_not_left_behind_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), held(tmp_path):
        raise KeyError
    assert not is_held(tmp_path)
