from robot.presence.events import MediaPart
from robot.presence.media_troubles import MediaTroubles
from robot.presence.troubles import Troubles


def test_a_closed_source_is_lost_only_by_a_trial() -> None:
    troubles = Troubles()
    known = MediaTroubles(troubles)
    open_picture = {MediaPart.PICTURE}
    assert not known.changed("camera", True, "gone", set())
    assert known.changed("camera", True, "gone", open_picture)
    assert troubles.has("camera")
    known.settle(set())
    assert not troubles.has("camera")
    known.tried("camera", "no such device", set())
    assert troubles.has("camera")
    known.settle(open_picture)
    assert not troubles.has("camera")
    known.tried("camera", "no such device", open_picture)
    assert not troubles.has("camera")
