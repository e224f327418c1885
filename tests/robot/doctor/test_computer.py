import pytest

from robot.doctor.computer import (
    DiskReading,
    SupplyReading,
    disk,
    memory,
    supply,
    temperature,
    wear,
)
from robot.doctor.findings import Finding


def outcome(finding: Finding) -> str:
    """Return how it ended; what is not well has a remedy."""
    assert (finding.outcome in ("failed", "weak")) == (finding.remedy is not None)
    return finding.outcome


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (DiskReading(9000, 30_000), "ok"),
        (DiskReading(150, 1_000), "failed"),
        (DiskReading(900, 30_000), "failed"),
        (DiskReading(9000, 30_000, read_only=True), "failed"),
    ],
)
def test_a_full_or_locked_card_fails(reading: DiskReading, expected: str) -> None:
    assert outcome(disk(reading)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (DiskReading(1, 1, wear=0.2, reserve=1, errors=0), "ok"),
        (DiskReading(1, 1, wear=0.9, reserve=1, errors=0), "failed"),
        (DiskReading(1, 1, wear=0.2, reserve=2, errors=0), "failed"),
        (DiskReading(1, 1, wear=0.2, reserve=1, errors=3), "failed"),
        (DiskReading(1, 1, errors=0), "ok"),
        (DiskReading(1, 1), "absent"),
    ],
)
def test_a_worn_card_fails_and_one_that_tells_nothing_does_not(
    reading: DiskReading, expected: str
) -> None:
    assert outcome(wear(reading)) == expected


@pytest.mark.parametrize(
    ("celsius", "expected"), [(None, "absent"), (48.0, "ok"), (72.0, "weak"), (81.0, "failed")]
)
def test_heat(celsius: float | None, expected: str) -> None:
    assert outcome(temperature(celsius)) == expected


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (None, "absent"),
        (SupplyReading(), "ok"),
        (SupplyReading(weak_before=True), "weak"),
        (SupplyReading(weak_now=True), "failed"),
        (SupplyReading(slowed_now=True), "failed"),
    ],
)
def test_a_weak_supply(reading: SupplyReading | None, expected: str) -> None:
    assert outcome(supply(reading)) == expected


@pytest.mark.parametrize(("mb", "expected"), [(None, "absent"), (900.0, "ok"), (90.0, "failed")])
def test_memory(mb: float | None, expected: str) -> None:
    assert outcome(memory(mb)) == expected
