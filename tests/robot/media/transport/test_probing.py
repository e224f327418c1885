from robot.media.transport.delivery import Delivery
from robot.media.transport.packet_arrivals import Outcome
from robot.media.transport.probing import FIRST_WAIT_S, Prober


def answer(prober: Prober, since: float, line_bps: float, now: float) -> Delivery:
    """Return the delivery of the running probe over a line of this rate."""
    delivery = Delivery()
    rate = prober.rate_bps
    gap_out_s, gap_in_s = 8000 / rate, 8000 / min(rate, line_bps)
    for i in range(int((now - since) / gap_out_s) + 1):
        delivery.add(Outcome(i, 1000, "probe", since + i * gap_out_s, 50 + since + i * gap_in_s))
    return delivery


def run_one(prober: Prober, start_s: float, line_bps: float) -> tuple[float, object]:
    prober.tick(True, 500_000, 3_000_000, start_s)
    end_s = start_s + prober.left_s(start_s)
    delivery = answer(prober, start_s, line_bps, end_s)
    prober.tick(True, 500_000, 3_000_000, end_s)
    assert prober.rate_bps == 0
    return end_s, prober.judge(delivery, end_s, end_s + 0.1)


def test_a_line_with_room_is_found_at_once() -> None:
    end_s, finding = run_one(Prober(0.0), 0.0, 10e6)
    assert finding is not None
    assert getattr(finding, "carried", None)
    assert getattr(finding, "rate_bps", 0) > 850_000
    assert end_s < 0.2


def test_a_full_line_is_left_alone_for_a_while() -> None:
    prober = Prober(0.0)
    end_s, finding = run_one(prober, 0.0, 500_000)
    assert not getattr(finding, "carried", True)
    prober.tick(True, 500_000, 3_000_000, end_s + 0.5 * FIRST_WAIT_S)
    assert prober.rate_bps == 0
    prober.tick(True, 500_000, 3_000_000, end_s + 1.2 * FIRST_WAIT_S)
    assert prober.rate_bps > 0


def test_nobody_probes_into_a_queue() -> None:
    prober = Prober(0.0)
    prober.tick(False, 500_000, 3_000_000, 0.0)
    assert prober.rate_bps == 0
    prober.tick(True, 500_000, 3_000_000, 1.0)
    assert prober.rate_bps > 0
    prober.tick(False, 500_000, 3_000_000, 1.01)
    assert prober.rate_bps == 0


def test_nobody_probes_for_more_than_is_needed() -> None:
    prober = Prober(0.0)
    prober.tick(True, 2_950_000, 3_000_000, 1.0)
    assert prober.rate_bps == 0


def test_a_probe_without_an_answer_is_tried_again_later() -> None:
    prober = Prober(0.0)
    prober.tick(True, 500_000, 3_000_000, 0.0)
    prober.tick(True, 500_000, 3_000_000, 0.3)
    assert prober.judge(Delivery(), 0.0, 0.4) is None
    assert prober.judge(Delivery(), 0.0, 5.0) is None
    prober.tick(True, 500_000, 3_000_000, 5.1)
    assert prober.rate_bps == 0
    prober.restart(5.2)
    prober.tick(True, 500_000, 3_000_000, 5.6)
    assert prober.rate_bps > 0
