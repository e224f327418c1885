from dataclasses import replace
from datetime import date, timedelta

from bridge.base.records import RaisedAlarm, Sighting
from bridge.store import Store
from tests.bridge.store.samples import OTHER, ROBOT

SEEN = Sighting(ROBOT.id, 2000, "0.9.0", 1900, ("frames", "wifi"), 1500)


async def test_the_newest_sighting_of_each_robot_is_kept(store: Store) -> None:
    await store.put_robot(ROBOT)
    await store.put_robot(OTHER)
    await store.put_sightings([SEEN, Sighting(OTHER.id, 2000)])
    later = Sighting(ROBOT.id, 2060, "0.9.1", 2050, (), 1600)
    await store.put_sightings([later])
    assert await store.sightings() == {ROBOT.id: later, OTHER.id: Sighting(OTHER.id, 2000)}


async def test_mornings_are_kept_for_two_weeks(store: Store) -> None:
    await store.put_robot(ROBOT)
    first = date(2026, 11, 16)
    for ahead, percent in ((0, 95), (13, 40), (13, 18)):
        day = first + timedelta(days=ahead)
        await store.put_mornings(day, {ROBOT.id: percent, "unknown": 1})
    last = first + timedelta(days=13)
    assert await store.mornings(ROBOT.id) == {first: 95, last: 18}
    await store.put_mornings(last + timedelta(days=1), {})
    assert await store.mornings(ROBOT.id) == {last: 18}


async def test_a_sighting_without_a_report_keeps_the_one_of_before(store: Store) -> None:
    await store.put_robot(ROBOT)
    await store.put_sightings([SEEN])
    await store.put_sightings([Sighting(ROBOT.id, 2060, "0.9.1")])
    kept = Sighting(ROBOT.id, 2060, "0.9.1", 1900, ("frames", "wifi"), 1500)
    assert await store.sightings() == {ROBOT.id: kept}


async def test_a_robot_that_is_not_known_is_left_out(store: Store) -> None:
    await store.put_sightings([])
    await store.put_sightings([SEEN])
    assert await store.sightings() == {}


async def test_more_robots_than_one_statement_takes_are_kept(store: Store) -> None:
    await store.put_robot(ROBOT)
    many = [Sighting(f"robot-{number}", 1) for number in range(1200)]
    await store.put_sightings([*many, SEEN])
    assert await store.sightings() == {ROBOT.id: SEEN}


async def test_an_alarm_is_kept_until_everybody_knows_its_end(store: Store) -> None:
    await store.put_robot(ROBOT)
    unseen = RaisedAlarm(ROBOT.id, "not_seen", 1000)
    doctor = RaisedAlarm(ROBOT.id, "doctor", 1001)
    await store.change_alarms([unseen, doctor, RaisedAlarm("nobody", "doctor", 1)], [])
    assert await store.alarms() == [doctor, unseen]
    over = replace(unseen, told_at=1002, over_at=1003)
    await store.change_alarms([replace(over, since=9000)], [doctor])
    assert await store.alarms() == [over]
    await store.change_alarms([], [over])
    await store.change_alarms([], [])
    assert await store.alarms() == []
