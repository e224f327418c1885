import logging

import pytest

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightMeasured
from hardware.drivers.lights.room import MOST_MISSED, LightMeter


class Sensor:
    """Says what it is told to."""

    def __init__(self) -> None:
        self.value: float | None = 100.0
        self.broken = False
        self.forgotten = 0

    def lux(self) -> float | None:
        if self.broken:
            raise HardwareError("light sensor", "is gone", "lights")
        return self.value

    def forget(self) -> None:
        self.forgotten += 1

    def close(self) -> None:
        """Nothing is open."""


def test_a_sensor_that_is_missing_at_the_start_is_told() -> None:
    sensor = Sensor()
    sensor.broken = True
    with pytest.raises(HardwareError, match="is gone"):
        LightMeter(sensor, lambda _: None)


def test_what_was_measured_is_reported_and_nothing_before(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sensor, reports = Sensor(), list[LightMeasured]()
    room = LightMeter(sensor, reports.append)
    sensor.value = None
    room.once()
    assert reports == []
    sensor.value = 50.0
    room.once()
    assert reports == [LightMeasured(50.0)]
    assert caplog.records == []


def test_a_lost_sensor_is_told_once_and_heard_again(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    sensor, reports = Sensor(), list[LightMeasured]()
    room = LightMeter(sensor, reports.append)
    sensor.broken = True
    for _ in range(MOST_MISSED + 3):
        room.once()
    assert reports == [LightMeasured(None)]
    assert sensor.forgotten == MOST_MISSED + 3
    sensor.broken = False
    room.once()
    assert reports[-1] == LightMeasured(100.0)
    assert [r.levelname for r in caplog.records] == ["WARNING", "INFO"]
