import pytest

from bridge.base.records import Carried, Stage, Wave
from bridge.process.release_info import is_in
from bridge.releases.waves import following, offer, standings, step

DAY = 86_400
SOAK = 20 * 3600
OLD, NEW = "1.4.0", "1.5.0"


def wave(stage: Stage = "one", stage_began: int = 0, stopped_at: int | None = None) -> Wave:
    return Wave(7, NEW, "karlsson-3", stage, SOAK, 0, stage_began, stopped_at)


def fleet(count: int, *updated: str, fallen: tuple[str, ...] = (), at: int = 10) -> list[Carried]:
    robots = [f"karlsson-{number}" for number in range(count)]
    return [
        Carried(
            one,
            NEW if one in updated else OLD,
            NEW if one in fallen else "",
            at if one in fallen else 0,
            at,
        )
        for one in robots
    ]


def members(stage: Stage, count: int = 100) -> list[str]:
    told = offer(wave(stage))
    return [one.robot_id for one in fleet(count) if is_in(told, one.robot_id)]


def test_it_begins_with_the_robot_that_was_named() -> None:
    assert members("one") == ["karlsson-3"]
    assert len(members("all")) == 100
    assert 4 <= len(members("tenth")) <= 18
    assert [following(stage) for stage in ("one", "tenth", "all")] == ["tenth", "all", "all"]


def test_a_stage_lasts_until_its_robots_have_been_through_a_day() -> None:
    robots = fleet(20, "karlsson-3")
    assert step(wave(), robots, SOAK - 1).what == "wait"
    assert step(wave(), robots, SOAK).what == "advance"
    assert step(wave(), fleet(20), DAY).what == "wait"
    assert step(wave("all"), fleet(20, *members("all")), 9 * DAY).what == "wait"


def test_robots_in_cupboards_do_not_hold_a_stage_up_and_those_that_were_seen_do() -> None:
    tenth = members("tenth")
    half = tenth[: (len(tenth) + 1) // 2]
    began = 5
    assert step(wave("tenth", began), fleet(100, *half), DAY).what == "advance"
    assert step(wave("tenth", began), fleet(100, *tenth[:1]), DAY).what == "wait"
    later = began + 1000
    # Nobody else was seen since the stage began.
    assert step(wave("tenth", later), fleet(100, tenth[0], at=10), later + DAY).what == "advance"


@pytest.mark.parametrize("stage", ["one", "tenth", "all"])
def test_the_first_fall_of_a_small_fleet_stops_it(stage: Stage) -> None:
    fell = members(stage, 20)[0]
    stopped = step(wave(stage), fleet(20, fallen=(fell,)), 100)
    assert stopped.what == "stop"
    assert stopped.why == f"1 fell back: {fell}"


def test_in_a_large_fleet_some_may_fall() -> None:
    robots = members("all", 300)
    assert step(wave("all"), fleet(300, fallen=tuple(robots[:14])), 100).what == "wait"
    assert step(wave("all"), fleet(300, fallen=tuple(robots[:15])), 100).what == "stop"


def test_what_fell_before_the_wave_does_not_count() -> None:
    old = Wave(7, NEW, "karlsson-3", "one", SOAK, 50, 50)
    assert step(old, fleet(20, fallen=("karlsson-3",), at=10), 100).what == "wait"
    assert standings(old, fleet(20, fallen=("karlsson-3",), at=60)).fallen == ("karlsson-3",)


def test_a_wave_that_stopped_goes_on_no_more() -> None:
    assert step(wave(stopped_at=9), fleet(20, "karlsson-3"), DAY).what == "wait"
