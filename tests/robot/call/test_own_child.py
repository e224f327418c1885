from bridge.protocol import sdp
from robot.call.own_child import OwnChild
from robot.media import hooks


async def test_it_offers_what_a_child_offers() -> None:
    hooks.install()
    child = OwnChild(lambda _: True)
    try:
        text = sdp.clean_offer(await child.offer())
    finally:
        await child.close()
    assert text.count("m=audio") == text.count("m=video") == text.count("m=application") == 1


async def test_sound_is_counted_by_its_packets() -> None:
    hooks.install()
    child = OwnChild(lambda _: True)
    try:
        child.put(b"\0", False, 1, 2, 3, 4.0)
        assert (child.sounds, child.pictures) == (1, 0)
        assert child.came.is_set()
    finally:
        await child.close()
