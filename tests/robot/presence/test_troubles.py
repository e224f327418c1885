from bridge.protocol.presence import Trouble
from robot.presence.troubles import Troubles


def test_what_a_part_reports_goes_before_what_a_trial_found() -> None:
    troubles = Troubles()
    troubles.tried("camera", "not there")
    troubles.changed("camera", lost=True, text="pulled out")
    assert troubles.told == (Trouble("camera", "pulled out"),)
    troubles.changed("camera", lost=False)
    assert troubles.told == (Trouble("camera", "not there"),)
    troubles.tried("camera", "")
    assert not troubles.has("camera")


def test_a_part_without_a_reason_is_lost_and_has_no_words() -> None:
    troubles = Troubles()
    troubles.changed("speaker", lost=True)
    assert troubles.has("speaker")
    assert troubles.told == ()


def test_parts_come_in_a_fixed_order() -> None:
    troubles = Troubles()
    for part in ("voice", "camera"):
        troubles.tried(part, "x")
    assert [one.part for one in troubles.told] == ["camera", "voice"]
