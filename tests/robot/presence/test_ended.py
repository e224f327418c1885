from robot.presence.ended import STAYS_KEPT, EndedStays


def test_an_ended_stay_is_known_with_its_reason() -> None:
    ended = EndedStays()
    ended.note("P", "taken_over")
    assert ended.why("P") == "taken_over"
    assert ended.why("Q") is None


def test_only_the_newest_few_are_kept() -> None:
    ended = EndedStays()
    for i in range(STAYS_KEPT + 1):
        ended.note(str(i), "left")
    assert ended.why("0") is None
    assert ended.why("1") == ended.why(str(STAYS_KEPT)) == "left"
