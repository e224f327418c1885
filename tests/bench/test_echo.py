import sys

import pytest

from tests.bench import echo
from tests.bench.children import BenchError
from tests.bench.rows import UNITS
from tests.robot.media.echo.room import Room

METRICS = [name for name in UNITS if name.startswith("echo_")]


async def test_every_engine_is_measured_in_every_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(echo, "ROOMS", {"here": Room()})
    rows = await echo.measure(2.0, 1)
    assert [(row.engine, row.metric) for row in rows] == [
        (engine, metric) for engine in echo.ENGINES for metric in METRICS
    ]
    figures = {(row.engine, row.metric): row.value for row in rows}
    assert figures["karlsson", "echo_erle_2s_db"] > figures["aec3", "echo_erle_2s_db"]
    assert figures["ducking", "echo_near_loss_db"] > figures["karlsson", "echo_near_loss_db"]


async def test_a_missing_library_is_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(BenchError, match="pywebrtc-audio"):
        await echo.measure(2.0, 1)
