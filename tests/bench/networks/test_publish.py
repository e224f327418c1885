import json
from pathlib import Path

from tests.bench.networks.publish import write
from tests.bench.rows import Row, summarise

ROWS = [
    *summarise("loss5", "karlsson", [{"fps": 30.0, "frozen_s": 0.5}] * 5),
    *summarise("loss5", "libwebrtc", [{"fps": 28.0, "frozen_s": 0.0}] * 5),
]


def test_rows_page_and_plots_are_written(tmp_path: Path) -> None:
    paths = write(ROWS, tmp_path / "new")
    assert [path.name for path in paths] == [
        "networks.json",
        "networks.md",
        "networks-fps.svg",
        "networks-frozen_s.svg",
    ]
    found = json.loads(paths[0].read_text(encoding="utf-8"))
    assert [Row(**row) for row in found] == ROWS
    page = paths[1].read_text(encoding="utf-8")
    assert "](networks-fps.svg)" in page
    assert page.endswith("\n")


def test_plots_of_another_run_are_deleted_and_nothing_else_is(tmp_path: Path) -> None:
    for name in ("networks-pesq.svg", "lesson.json", "README.md"):
        (tmp_path / name).write_text("old")
    write(ROWS[:1], tmp_path)
    assert not (tmp_path / "networks-pesq.svg").exists()
    assert (tmp_path / "lesson.json").read_text() == "old"
    assert (tmp_path / "README.md").read_text() == "old"
