import xml.etree.ElementTree as xml

import pytest

from tests.bench.networks.plot import COLOURS, Chart, charts, to_svg
from tests.bench.rows import Row, summarise

SVG = "{http://www.w3.org/2000/svg}"


def rows() -> list[Row]:
    found = []
    for line in ("clean", "loss5", "loss5 film-1280x720"):
        found += summarise(line, "karlsson", [{"fps": 30.0, "pesq": 3.4, "kbps": 900.0}])
        found += summarise(line, "libwebrtc", [{"fps": 15.0}])
    return found


def drawn(chart: Chart) -> xml.Element:
    return xml.fromstring(to_svg(chart))  # our own text


def bars(root: xml.Element) -> list[xml.Element]:
    return [rect for rect in root.iter(SVG + "rect") if rect.get("width") == "30"]


def texts(root: xml.Element) -> list[str]:
    return [text.text or "" for text in root.iter(SVG + "text")]


def test_each_metric_of_each_material_is_one_chart() -> None:
    found = charts(rows())
    assert [chart.name for chart in found] == [
        "networks-fps",
        "networks-pesq",
        "networks-fps-film-1280x720",
        "networks-pesq-film-1280x720",
    ]
    assert found[0].groups == {"clean": [30.0, 15.0], "loss5": [30.0, 15.0]}
    assert found[1].groups["clean"] == [3.4, None]


def test_bars_are_as_high_as_their_values_and_stand_on_one_line() -> None:
    root = drawn(charts(rows())[0])
    high, low = (float(bar.get("height", 0)) for bar in bars(root)[:2])
    assert high == pytest.approx(2 * low, abs=0.2)
    feet = {round(float(bar.get("y", 0)) + float(bar.get("height", 0))) for bar in bars(root)}
    assert len(feet) == 1


def test_a_plot_can_be_read_without_seeing_colours_and_without_seeing() -> None:
    root = drawn(charts(rows())[1])
    assert "3.40" in texts(root)
    assert "–" in texts(root)
    assert "MOS" in texts(root)
    description = root.find(SVG + "desc")
    assert description is not None
    assert description.text == (
        "In MOS. clean: karlsson 3.40, libwebrtc not measured;"
        " loss5: karlsson 3.40, libwebrtc not measured."
    )
    title = root.find(SVG + "title")
    assert title is not None
    assert root.get("role") == "img"


@pytest.mark.parametrize("value", [0.0, 0.04, 0.999, 1.0, 7.0, 29.97, 30.0, 184.2, 13_000.0])
def test_every_bar_lies_within_the_axis(value: float) -> None:
    root = drawn(Chart("fps", "lesson-640x480", ["karlsson"], {"clean": [value]}))
    (bar,) = bars(root)
    assert 0 <= float(bar.get("height", -1)) <= 260
    assert float(bar.get("y", 0)) >= 88
    lines = len(list(root.iter(SVG + "line")))
    assert 2 <= lines <= 7


def test_names_are_text_and_never_markup() -> None:
    root = drawn(Chart("fps", "<b>&", ["<i>"] * 7, {"a<b": [1.0] * 7}))
    assert "a<b" in texts(root)
    assert {bar.get("fill") for bar in bars(root)} == set(COLOURS)
