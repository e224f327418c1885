import pytest

from bridge.base.errors import NotKnown
from bridge.base.records import Carried, Wave
from bridge.store import Store

NEW = Wave(0, "1.5.0", "karlsson-3", "one", 72_000, 100, 100)


async def test_the_newest_wave_counts(store: Store) -> None:
    assert await store.wave() is None
    first = await store.add_wave(NEW)
    assert (first.id, first.stopped_at) == (1, None)
    await store.advance_wave(first.id, "tenth", 200)
    wave = await store.wave()
    assert wave == Wave(1, "1.5.0", "karlsson-3", "tenth", 72_000, 100, 200)
    second = await store.add_wave(Wave(0, "1.6.0", "karlsson-4", "one", 60, 300, 300))
    assert await store.wave() == second
    with pytest.raises(NotKnown, match="wave 1 does not run"):
        await store.stop_wave(first.id, 400, "again")
    stopped = await store.stop_wave(second.id, 400, "1 fell back: karlsson-4")
    assert (stopped.stopped_at, stopped.why) == (400, "1 fell back: karlsson-4")
    await store.advance_wave(second.id, "all", 500)
    assert await store.wave() == stopped


async def test_a_fall_counts_from_when_it_was_first_heard_of(store: Store) -> None:
    await store.put_carried("karlsson-3", "1.4.0", "", 100)
    assert await store.carried() == [Carried("karlsson-3", "1.4.0", "", 0, 100)]
    await store.put_carried("karlsson-3", "1.4.0", "1.5.0", 200)
    await store.put_carried("karlsson-3", "1.4.0", "1.5.0", 300)
    assert await store.carried() == [Carried("karlsson-3", "1.4.0", "1.5.0", 200, 300)]
    await store.put_carried("karlsson-3", "1.4.0", "1.6.0", 400)
    assert (await store.carried())[0].fell_at == 400
    await store.put_carried("karlsson-3", "1.7.0", "", 500)
    assert await store.carried() == [Carried("karlsson-3", "1.7.0", "", 0, 500)]
