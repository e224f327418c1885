from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.contract.interfaces import Pose
from hardware.motion.trajectory import Axis
from hardware.motion.zones import AngleRect, Zones, point

LIMITS = AngleRect(-90, 90, -35, 35)
WINDOW = AngleRect(10, 40, -35, 10)
DOOR = AngleRect(-50, -30, -5, 35)

# Tenths of a degree: edges closer than ROUNDING_DEG are one edge.
pans = st.integers(-900, 900).map(lambda tenths: tenths / 10)
tilts = st.integers(-350, 350).map(lambda tenths: tenths / 10)
poses = st.builds(Pose, pans, tilts)


@st.composite
def boxes(draw: st.DrawFn) -> AngleRect:
    pan, tilt = sorted(draw(st.tuples(pans, pans))), sorted(draw(st.tuples(tilts, tilts)))
    return AngleRect(pan[0], pan[1], tilt[0], tilt[1])


def ride(zones: Zones, start: Pose, goals: list[Pose], steps: int = 400) -> list[Pose]:
    """Every place on the way from target to target, `steps` for each."""
    axes = (Axis(-90, 90, start.pan_deg, 5), Axis(-35, 35, start.tilt_deg, 5))
    places = []
    for target in goals:
        for _ in range(steps):
            here = Pose(axes[0].position_deg, axes[1].position_deg)
            reach = AngleRect(*axes[0].reach(800), *axes[1].reach(800))
            cell, first = zones.route(reach, here, target)
            axes[0].confine(cell.pan_low, cell.pan_high)
            axes[1].confine(cell.tilt_low, cell.tilt_high)
            places.append(Pose(axes[0].step(first.pan_deg, 180, 800), 0.0))
            places[-1] = Pose(places[-1].pan_deg, axes[1].step(first.tilt_deg, 180, 800))
    return places


def test_without_zones_only_the_limits_hold() -> None:
    zones = Zones(LIMITS)
    assert zones.nearest(Pose(200, -90), Pose(0, 0)) == Pose(90, -35)
    assert zones.route(point(Pose(0, 0)), Pose(0, 0), Pose(200, 0)) == (LIMITS, Pose(90, 0))


def test_a_zone_is_gone_around() -> None:
    zones = Zones(LIMITS, [WINDOW])
    places = ride(zones, Pose(0, -20), [Pose(60, -20)])
    assert places[-1] == Pose(60, -20)
    assert all(zones.allowed(place) for place in places)


def test_a_look_into_a_zone_ends_at_its_edge() -> None:
    zones = Zones(LIMITS, [WINDOW])
    assert zones.nearest(Pose(12, -20), Pose(0, 0)) == Pose(10, -20)
    assert ride(zones, Pose(0, 0), [Pose(12, -20)])[-1] == Pose(10, -20)


def test_behind_a_zone_of_all_heights_nothing_can_be_reached() -> None:
    zones = Zones(LIMITS, [AngleRect(20, 40, -180, 180)])
    assert zones.nearest(Pose(60, 0), Pose(0, 0)) == Pose(20, 0)
    assert ride(zones, Pose(0, 0), [Pose(60, 0)])[-1] == Pose(20, 0)


def test_a_head_pushed_into_a_zone_takes_the_shortest_way_out() -> None:
    zones = Zones(LIMITS, [WINDOW])
    places = ride(zones, Pose(38, 0), [Pose(0, 0)])
    assert places[-1] == Pose(0, 0)
    out = next(i for i, place in enumerate(places) if zones.allowed(place))
    assert all(zones.allowed(place) for place in places[out:])


def test_where_two_zones_touch_there_is_no_way() -> None:
    zones = Zones(
        LIMITS, [AngleRect(0, 20, -35, 0), AngleRect(20, 40, 0, 35), AngleRect(40, 90, -35, 0)]
    )
    assert zones.nearest(Pose(30, -20), Pose(-20, 0)) == Pose(20, 0)


def test_a_zone_outside_the_limits_is_none() -> None:
    assert Zones(LIMITS, [AngleRect(90, 120, -35, 35)]).forbidden == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(boxes(), max_size=5), poses, st.lists(poses, min_size=1, max_size=4))
def test_no_way_leads_through_a_zone_and_every_reachable_goal_is_reached(
    forbidden: list[AngleRect], start: Pose, goals: list[Pose]
) -> None:
    zones = Zones(LIMITS, forbidden)
    if not zones.allowed(start):
        return
    goals = [zones.nearest(target, start) for target in goals]
    for i, target in enumerate(goals):
        places = ride(zones, start, [target])
        assert all(zones.allowed(place) for place in places)
        assert places[-1] == target, i
        start = target
