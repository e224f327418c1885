from tests.bench.networks.report import to_markdown
from tests.bench.rows import Row, summarise

ROWS = [
    *summarise("loss5", "karlsson", [{"picture_p50_ms": 60.0, "ssim": 0.9512}] * 5),
    *summarise("loss5", "aiortc", [{"picture_p50_ms": 80.0}] * 5),
    *summarise("loss5", "libwebrtc", [{"picture_p50_ms": 120.0, "ssim": 0.9712}] * 5),
    *summarise("delay=9 film-1280x720", "karlsson", [{"fps": 30.0}]),
]


def test_metrics_go_down_and_engines_across() -> None:
    text = to_markdown(ROWS)
    assert (
        "## `loss5`: 30 ms, 5 % loss; the drawn class, 640x480\n\n"
        "| metric         | unit | karlsson | aiortc | libwebrtc | ratio | runs |\n"
        "| -------------- | ---- | -------: | -----: | --------: | ----: | ---: |\n"
        "| picture_p50_ms | ms   |     60.0 |   80.0 |     120.0 |  0.50 |    5 |\n"
        "| ssim           |      |    0.951 |      - |     0.971 |  0.98 |    5 |\n"
    ) in text


def test_a_line_in_words_and_another_material_are_named() -> None:
    assert "## `delay=9`: a line of its own; the filmed clip, 1280x720" in to_markdown(ROWS)


def test_the_targets_say_met_or_missed_by_how_much() -> None:
    text = to_markdown(ROWS)
    assert "2 of 2 are met." in text
    assert "| picture_p50_ms | loss5 |  ≤ 84.0 |  60.0 | met    | 0.7 x libwebrtc  |" in text
    slow = [Row("loss5", "karlsson", "picture_p50_ms", 100.0, "ms", 5), *ROWS[2:]]
    assert "**missed by 16.0**" in to_markdown(slow)


def test_without_a_rival_the_page_says_that_nothing_is_judged() -> None:
    assert "None can be told without karlsson and libwebrtc" in to_markdown(ROWS[2:3])
    assert "None can be told" in to_markdown([])
