import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.wire import PowerReport
from robot.media.transport.ceiling import FROM_FULL, Ceiling
from robot.presence.power import BEGINS_C, RISE_S, Relief


def warm(soc_c: float | None, throttled: bool = False) -> PowerReport:
    return PowerReport(soc_c=soc_c, throttled=throttled)


@pytest.mark.parametrize(
    ("soc_c", "ceiling"),
    [(60, "full"), (74, "full"), (75, "small"), (78, "least"), (80, "off"), (None, "full")],
)
def test_the_picture_yields_before_the_computer_slows_down(
    soc_c: float | None, ceiling: Ceiling
) -> None:
    assert Relief().take(warm(soc_c), 0.0) == ceiling


def test_a_temperature_that_wavers_changes_nothing() -> None:
    relief = Relief()
    relief.take(warm(75.0), 0.0)
    assert {relief.take(warm(73.0 + now % 2), float(now)) for now in range(1, 200)} == {"small"}


def test_the_picture_comes_back_step_by_step() -> None:
    relief = Relief()
    relief.take(warm(81.0), 0.0)
    seen = [relief.take(warm(60.0), 5.0 * step) for step in range(1, 40)]
    assert list(dict.fromkeys(seen)) == ["off", "least", "small", "full"]
    assert seen.index("least") == seen.index("small") - RISE_S / 5.0


def test_a_step_ends_only_well_below_where_it_began() -> None:
    relief = Relief()
    relief.take(warm(80.0), 0.0)
    assert relief.take(warm(78.0), 1000.0) == "off"
    assert relief.take(warm(76.0), 2000.0) == "least"


def test_a_computer_that_is_slowed_down_already_gets_relief_whatever_its_temperature() -> None:
    assert Relief().take(warm(None, throttled=True), 0.0) == "least"
    assert Relief().take(warm(50.0, throttled=True), 0.0) == "least"
    assert Relief().take(warm(82.0, throttled=True), 0.0) == "off"


@given(
    st.lists(
        st.tuples(st.one_of(st.none(), st.floats(-40, 125)), st.booleans(), st.floats(0, 120)),
        max_size=40,
    )
)
def test_from_its_border_on_no_picture_is_sent_at_once(
    steps: list[tuple[float | None, bool, float]],
) -> None:
    relief, now = Relief(), 0.0
    for soc_c, throttled, passed_s in steps:
        now += passed_s
        ceiling = relief.take(warm(soc_c, throttled), now)
        for step, begins_c in BEGINS_C.items():
            if soc_c is not None and soc_c >= begins_c:
                assert FROM_FULL.index(ceiling) >= FROM_FULL.index(step)


@pytest.mark.parametrize(
    ("soc_c", "picture"), [(60.0, "full"), (76.0, "reduced"), (78.0, "reduced"), (80.0, "off")]
)
def test_the_picture_that_is_left_is_told(soc_c: float, picture: str) -> None:
    relief = Relief()
    power = PowerReport(soc_c=soc_c, undervoltage=True, level="low", gauge="known", hours_left=1.0)
    relief.take(power, 0.0)
    said = relief.told(power)
    assert (said.picture, said.soc_c) == (picture, soc_c)
    assert said.weak_supply
    assert (said.level, said.gauge, said.hours_left, said.charging) == ("low", "known", 1.0, None)


def test_a_temperature_that_wavers_is_told_once() -> None:
    relief = Relief()
    told = set()
    for second in range(60):
        power = warm(52.0 + second % 2)
        relief.take(power, float(second))
        told.add(relief.told(power))
    assert len(told) == 1
