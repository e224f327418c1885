import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.process.release_info import (
    ReleaseInfo,
    WaveOffer,
    is_in,
    is_version,
    mark_of,
    may_replace,
    order_of,
    platform_of,
    target_path,
)


def info(version: str, *instead_of: str) -> ReleaseInfo:
    return ReleaseInfo(version, "aarch64-py311", 1, 1, instead_of)


def test_versions_are_ordered_by_their_numbers_and_not_as_text() -> None:
    ordered = ["0.9", "1.2.0rc1", "1.2.0rc2", "1.2", "1.2.1", "1.10.0", "1.10.0.1", "2.0"]
    assert sorted(ordered, key=order_of) == ordered
    assert order_of("1.2") == order_of("1.2.0")


@pytest.mark.parametrize(
    "text", ["", "1", "1.2-3", "../1.2", "1.2.3.4.5", "v1.2", "1.2\n", "1." * 20]
)
def test_what_is_no_version_is_told_apart(text: str) -> None:
    assert not is_version(text)


@pytest.mark.parametrize(
    ("release", "running", "why"),
    [
        (info("1.4.0"), "1.3.9", "newer"),
        (info("1.4.0"), "1.4.0", "same"),
        (info("1.4.0"), "1.4.1", "older"),
        (info("1.4.0", "1.4.1"), "1.4.1", "downgrade"),
        (info("1.4.0", "1.4.1"), "1.4.2", "older"),
        (info("1.4.0"), "1.4.0rc3", "newer"),
        (info("1.5.0"), "1.4.0", "fell_back"),
        (info("1.4.0"), "unknown", "newer"),
    ],
)
def test_only_what_is_newer_or_signed_for_replaces_what_runs(
    release: ReleaseInfo, running: str, why: str
) -> None:
    assert may_replace(release, running, ["1.5.0"]) == why


def test_a_platform_names_computer_and_python() -> None:
    assert platform_of("aarch64", (3, 11)) == "aarch64-py311"
    assert platform_of("AMD64", (3, 13)) == "x86_64-py313"
    assert target_path("1.4.0", "aarch64-py311") == "1.4.0/karlsson-1.4.0-aarch64-py311.tar.xz"


def test_a_wave_grows_from_one_robot_over_a_tenth_to_all() -> None:
    robots = [f"karlsson-{number}" for number in range(1_000)]
    first = mark_of(7, "karlsson-3")
    taken = {
        share: {one for one in robots if is_in(WaveOffer(7, "1.4.0", first, share), one)}
        for share in (0, 10, 100)
    }
    assert taken[0] == {"karlsson-3"}
    assert taken[0] <= taken[10] <= taken[100] == set(robots)
    assert 60 < len(taken[10]) < 150


@given(st.integers(1, 10_000), st.text(max_size=32))
def test_another_wave_begins_with_others(wave: int, robot: str) -> None:
    assert mark_of(wave, robot) != mark_of(wave + 1, robot)
