from pathlib import Path

from tests.rehearsal.simulated_robot import last_line


def test_the_last_line_of_a_log_comes_without_its_time(tmp_path: Path) -> None:
    log = tmp_path / "agent.log"
    assert last_line(log, "") == ""
    log.write_text(
        "2026-11-29 23:13:31,886 INFO robot.links.bridge_link: link: up\n"
        "2026-11-29 23:13:31,886 WARNING agent: twin\nlast\n"
    )
    assert last_line(log, "link") == "link: up"
    assert last_line(log, "") == "last"
    assert last_line(log, "nothing") == ""
