from robot.media.transport.control import CongestionControl
from robot.media.transport.outage import OutageWatch
from robot.media.transport.packet_arrivals import PacketArrivals
from robot.media.transport.plan import Requests
from robot.media.transport.round_trip import RoundTrip
from robot.media.transport.sound import sound_cost_bps
from robot.media.types.spec import Size
from tests.robot.media.transport.link_line import Line
from tests.robot.media.transport.link_model import Lesson
from tests.robot.media.transport.rtcp_bytes import transport_feedback


def watch(sent_s: float) -> OutageWatch:
    """Return a watch that got a report at 1.0 s and has one packet in flight."""
    arrivals = PacketArrivals()
    watch = OutageWatch(arrivals, RoundTrip(), 0.0)
    assert not watch.heard(1.0)
    arrivals.sent(1, 1000, "picture", sent_s)
    return watch


def test_a_report_is_overdue_after_the_round_trip_and_two_intervals() -> None:
    watched = watch(1.0)
    assert watched.overdue_s(0.0, 1.3) < 0
    assert watched.overdue_s(0.0, 1.4) > 0
    assert watched.overdue_s(0.1, 1.4) < 0, "a line that loses packets loses reports as well"


def test_a_line_without_reports_stalls_and_a_short_stall_is_no_outage() -> None:
    watched = watch(1.0)
    watched.update(1.4)
    early = watched.stalled
    watched.update(1.6)
    assert (early, watched.stalled) == (False, True)
    assert not watched.heard(2.0)
    assert not watched.stalled
    assert watched.resumed_s == 0.0


def test_a_long_stall_is_an_outage() -> None:
    watched = watch(1.0)
    watched.update(1.6)
    assert watched.heard(3.0)
    assert watched.resumed_s == 3.0


def test_with_nothing_in_flight_nothing_is_missing() -> None:
    watched = OutageWatch(PacketArrivals(), RoundTrip(), 0.0)
    watched.heard(1.0)
    watched.update(60.0)
    assert not watched.stalled
    assert watched.overdue_s(0.0, 60.0) < 0


def test_after_an_outage_the_picture_is_back_at_once() -> None:
    lesson = Lesson([(0, Line()), (5, Line(dead=True)), (15, Line())]).run(20)
    during = lesson.between(6, 15)
    assert all(sample.plan.rung is None for sample in during)
    assert all(0 < sample.sent_bps < 200_000 for sample in during), "sound goes on"
    assert lesson.longest_gap_s(15, 20) < 1.0
    assert lesson.estimate_bps(17, 20) > 1_000_000
    assert lesson.samples[-1].plan.repeat == 0, "an outage is no loss"


def test_while_a_narrow_line_stands_still_the_sound_takes_less() -> None:
    line = Line(rate_bps=250_000)
    lesson = Lesson([(0, line), (8, Line(dead=True)), (10, line)]).run(14)
    open_bps = sound_cost_bps(lesson.between(6, 8)[-1].plan.sound)
    during = lesson.between(8.8, 9.8)
    assert all(sample.plan.rung is None for sample in during)
    assert all(sound_cost_bps(sample.plan.sound) < 0.7 * open_bps for sample in during)
    assert sound_cost_bps(lesson.samples[-1].plan.sound) > 0.9 * open_bps


def after_stall(arrivals: list[float | None]) -> Requests:
    """Return what follows from the report that ends a stall of 3 s, with pictures in flight."""
    control = CongestionControl(Size(), 0.0)
    control.on_sent(0, 1000, "picture", 0.0)
    control.on_rtcp(transport_feedback(0, [0.03]), 0.1)
    for number in (1, 2):
        control.on_sent(number, 1000, "picture", 0.1 * number)
    control.tick(1.5)
    assert control.stalled
    control.on_sent(3, 100, "sound", 3.0)
    return control.on_rtcp(transport_feedback(1, arrivals), 3.1)


def test_after_a_stall_that_lost_pictures_the_picture_begins_anew() -> None:
    assert after_stall([None, None, 3.05]).key_frame


def test_after_a_stall_that_only_held_pictures_back_the_picture_continues() -> None:
    assert not after_stall([3.03, 3.04, 3.05]).key_frame
