import pytest

from tests.bench.networks.targets import name_and_material, ratio, row_line, values_of, verdicts
from tests.bench.rows import Figures, Row, summarise


def rows(line: str, ours: Figures, rival: Figures) -> list[Row]:
    return summarise(line, "karlsson", [ours]) + summarise(line, "libwebrtc", [rival])


def test_the_drawn_lesson_is_the_material_that_needs_no_name() -> None:
    assert name_and_material("loss5") == ("loss5", "lesson-640x480")
    assert name_and_material("loss5 film-1280x720") == ("loss5", "film-1280x720")
    for name, material in (("loss5", "lesson-640x480"), ("far5", "film-640x480")):
        assert name_and_material(row_line(name, material)) == (name, material)


@pytest.mark.parametrize(
    ("metric", "ours", "rival", "words"),
    [
        ("picture_p50_ms", 70.0, 100.0, "met"),
        ("picture_p50_ms", 70.1, 100.0, "missed by 0.1"),
        ("fps", 29.1, 30.0, "met"),
        ("fps", 28.0, 30.0, "missed by 1.1"),
        ("freezes", 0.0, 0.0, "met"),
        ("freezes", 2.0, 1.0, "missed by 1.0"),
        ("ssim", 0.970, 1.0, "met"),
        ("ssim", 0.950, 1.0, "missed by 0.020"),
        ("voice_delay_p50_ms", 90.0, 100.0, "met"),
        ("pesq", 3.1, 3.2, "missed by 0.10"),
    ],
)
def test_a_target_is_a_multiple_of_what_the_rival_reached(
    metric: str, ours: float, rival: float, words: str
) -> None:
    (verdict,) = verdicts(rows("loss5", {metric: ours}, {metric: rival}))
    assert verdict.words == words
    assert verdict.met == (words == "met")


def test_the_voice_is_judged_on_the_lines_that_only_lose() -> None:
    assert verdicts(rows("far5", {"pesq": 1.0}, {"pesq": 4.0})) == []
    assert len(verdicts(rows("loss10 film-1280x720", {"pesq": 1.0}, {"pesq": 4.0}))) == 1


def test_some_targets_do_not_depend_on_the_rival() -> None:
    (standing,) = verdicts(summarise("drop", "karlsson", [{"frozen_s": 3.5}]))
    assert (standing.limit, standing.words) == (1.0, "missed by 2.50")
    narrow = verdicts(summarise("rate300", "karlsson", [{"fps": 21.0, "picture_p95_ms": 151.0}]))
    assert [verdict.words for verdict in narrow] == ["missed by 1.0", "met"]


@pytest.mark.parametrize(
    ("line", "met"),
    [("clean", False), ("clean film-640x480", False), ("clean film-1280x720", True)],
)
def test_the_processor_is_judged_by_the_size_of_the_picture(line: str, met: bool) -> None:
    (verdict,) = verdicts(summarise(line, "karlsson", [{"agent_cpu_percent": 60.0}]))
    assert verdict.met is met


def test_without_a_rival_or_over_nought_there_is_no_ratio() -> None:
    values = values_of(rows("loss5", {"fps": 30.0, "freezes": 1.0}, {"fps": 20.0, "freezes": 0.0}))
    assert ratio(values, "loss5", "fps") == 1.5
    assert ratio(values, "loss5", "freezes") is None
    assert ratio(values, "loss1", "fps") is None
    assert verdicts(summarise("loss5", "karlsson", [{"fps": 30.0}])) == []
