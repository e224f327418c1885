from pathlib import Path

import pytest

from tests.bench.networks import command
from tests.bench.networks.lines import LINES
from tests.bench.networks.material import SIZES
from tests.bench.networks.publish import FOLDER


def test_without_arguments_everything_is_measured_and_published() -> None:
    options = command.parse([])
    assert [line.name for line in options.lines] == list(LINES)
    assert (tuple(options.materials), tuple(options.sizes)) == (("lesson", "film"), SIZES)
    assert (options.runs, options.out) == (5, FOLDER)


def test_named_lines_are_measured_with_the_lesson_alone() -> None:
    options = command.parse(["--lines", "loss5,drop", "--engines", "karlsson"])
    assert [line.name for line in options.lines] == ["loss5", "drop"]
    assert (list(options.engines), list(options.materials)) == (["karlsson"], ["lesson"])
    assert options.out != FOLDER


def test_names_are_told_apart_by_spaces_or_commas() -> None:
    options = command.parse(["--lines", "loss5", "drop", "--engines", "karlsson", "libwebrtc-low"])
    assert [line.name for line in options.lines] == ["loss5", "drop"]
    assert list(options.engines) == ["karlsson", "libwebrtc-low"]


def test_a_line_may_be_given_in_words() -> None:
    (line,) = command.parse(["--lines", "delay=40,loss=0.03,rate=700"]).lines
    assert (line.down.delay_ms, line.down.rate_kbps, line.up.rate_kbps) == (40, 700, None)


def test_a_line_may_be_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    options = command.parse(["--lines", "trace:evdo,lte,delay=20", "wifi,loss5"])
    assert [line.name for line in options.lines] == ["trace:evdo,lte,delay=20", "wifi", "loss5"]
    with pytest.raises(SystemExit, match="2"):
        command.parse(["--lines", "trace:/nowhere.txt"])
    assert "there is no such file" in capsys.readouterr().err


def test_a_clip_of_any_name_is_material() -> None:
    options = command.parse(["--lines", "clean", "--material", "film,/clips/one.mp4"])
    assert list(options.materials) == ["film", "/clips/one.mp4"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lines", "nonsense"],
        ["--lines", "delay=far"],
        ["--engines", "zoom"],
        ["--engines", ","],
        ["--size", "wide"],
        ["--seconds", "1"],
        ["--runs", "0"],
    ],
)
def test_what_makes_no_sense_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.parse(arguments)


async def test_what_was_measured_is_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []

    async def lesson(engine: str, *_: object) -> dict[str, float]:
        held.append(engine)
        return {"fps": 30.0} if engine == "karlsson" else {}

    monkeypatch.setattr(command, "lesson", lesson)
    monkeypatch.setattr(command, "OWN", tmp_path)
    arguments = ["--lines", "clean", "--engines", "karlsson,aiortc", "--runs", "1"]
    (row,) = await command.measure(command.parse([*arguments, "--out", str(tmp_path)]))
    assert (row.line, row.engine, row.metric, row.value) == ("clean", "karlsson", "fps", 30.0)
    await command.measure(command.parse([*arguments, "--out", str(tmp_path), "--resume"]))
    assert held == ["karlsson", "aiortc", "aiortc"]
