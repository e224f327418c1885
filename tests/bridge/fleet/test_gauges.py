from prometheus_client.parser import text_string_to_metric_families

from bridge.fleet.gauges import MOST_ROBOTS, NAMES, gauges
from bridge.fleet.rows import FleetRow
from tests.bridge.fleet.rows import row

NOW = 1_800_000_000.0


def read(rows: list[FleetRow]) -> dict[tuple[str, ...], float]:
    """Return each sample by its name and labels, as Prometheus' own parser reads it."""
    return {
        (sample.name, *(f"{key}={value}" for key, value in sorted(sample.labels.items()))): (
            sample.value
        )
        for family in text_string_to_metric_families(gauges(rows, NOW).decode())
        for sample in family.samples
    }


def test_a_robot_has_what_it_tells_and_nothing_that_it_does_not() -> None:
    told = read(
        [
            row("a", doctor_at=5, doctor_failed=("dns",), alarms=("doctor",), lent=True),
            FleetRow("b", "B", "away", seen_at=7),
        ]
    )
    assert told == {
        ("karlsson_robots",): 2,
        ("karlsson_robot_here", "robot=a"): 1,
        ("karlsson_robot_here", "robot=b"): 0,
        ("karlsson_robot_lent", "robot=a"): 1,
        ("karlsson_robot_lent", "robot=b"): 0,
        ("karlsson_robot_battery_percent", "robot=a"): 81,
        ("karlsson_robot_charging", "robot=a"): 1,
        ("karlsson_robot_temperature_celsius", "robot=a"): 48,
        ("karlsson_robot_signal_dbm", "robot=a"): -61,
        ("karlsson_robot_weak_supply", "robot=a"): 0,
        ("karlsson_robot_broken_parts", "robot=a"): 0,
        ("karlsson_robot_last_seen_timestamp_seconds", "robot=a"): NOW,
        ("karlsson_robot_last_seen_timestamp_seconds", "robot=b"): 7,
        ("karlsson_robot_doctor_timestamp_seconds", "robot=a"): 5,
        ("karlsson_robot_doctor_failed_checks", "robot=a"): 1,
        ("karlsson_robot_info", "robot=a", "version=0.9.0"): 1,
        ("karlsson_robot_alarm", "kind=doctor", "robot=a"): 1,
    }
    assert {name for name, *_ in told} == set(NAMES)


def test_whether_a_child_is_in_is_told_to_no_database() -> None:
    free, lesson = row("a"), row("a", state="lesson", name="Canary")
    assert gauges([free], NOW) == gauges([lesson], NOW)


def test_a_version_of_any_letters_breaks_no_line() -> None:
    told = read([row("a", version='1"\\x')])
    assert ("karlsson_robot_info", "robot=a", 'version=1"\\x') in told


def test_the_number_of_series_is_bounded() -> None:
    many = [row(f"k-{n}") for n in range(MOST_ROBOTS + 500)]
    text = gauges(many, NOW)
    assert f"karlsson_robots {MOST_ROBOTS + 500}\n".encode() in text
    assert text.count(b"\nkarlsson_robot_here{") == MOST_ROBOTS
