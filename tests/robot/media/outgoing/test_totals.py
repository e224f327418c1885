from robot.media.outgoing.totals import Totals


def test_packets_are_counted_by_what_they_are() -> None:
    totals = Totals()
    totals.count("sound", 100)
    totals.count("picture", 1000)
    totals.count("repeat", 10)
    totals.count("retransmission", 20)
    totals.count("probe", 30)
    assert (totals.sound_bytes, totals.picture_bytes) == (100, 1000)
    assert (totals.copies, totals.copied_bytes) == (3, 60)
