from robot.media.roads.backlog import FIRST_BYTES, MAX_DELAY_S, MOST_BYTES, Backlog

RTP = bytes([0x80]) + bytes(1199)
DTLS = bytes([23]) + bytes(199)
STUN = bytes([0]) + bytes(99)


class Line:
    """A connection that takes so many bytes a second, and what waits before it."""

    def __init__(self, bytes_a_second: float) -> None:
        self.rate = bytes_a_second
        self.waiting = 0.0
        self.worst_s = 0.0
        self.sent = {RTP[0]: 0, DTLS[0]: 0, STUN[0]: 0}
        self.backlog = Backlog()

    def offer(self, payload: bytes, now: float) -> bool:
        taken = self.backlog.takes(payload, int(self.waiting), now)
        if taken:
            self.waiting += len(payload)
            self.sent[payload[0]] += 1
        self.worst_s = max(self.worst_s, self.waiting / self.rate if self.rate else 0.0)
        return taken

    def run(self, seconds: float, packets_a_second: int, start: float = 0.0) -> None:
        for number in range(int(seconds * packets_a_second)):
            self.offer(RTP, start + number / packets_a_second)
            if number % 50 == 0:
                assert self.offer(STUN, start + number / packets_a_second)
                assert self.offer(DTLS, start + number / packets_a_second)
            self.waiting = max(0.0, self.waiting - self.rate / packets_a_second)


def test_nothing_is_dropped_on_a_line_that_carries_it() -> None:
    line = Line(200_000)
    line.run(5, 100)
    assert line.backlog.dropped == 0


def test_a_burst_on_a_fast_line_is_no_backlog() -> None:
    line = Line(1_000_000)
    assert all(line.offer(RTP, 0.0) for _ in range(FIRST_BYTES // len(RTP)))


def test_on_a_narrow_line_media_is_dropped_before_delay_grows() -> None:
    line = Line(37_500)  # 300 kbit/s, offered 1.2 Mbit/s
    line.run(10, 125)
    # The first moment, before a rate is known, is bounded in bytes.
    assert line.worst_s <= FIRST_BYTES / 37_500 + MAX_DELAY_S
    line.worst_s = 0.0
    line.run(10, 125, start=10.0)
    assert line.worst_s <= 2 * MAX_DELAY_S
    # And the line is kept busy all the same.
    assert line.sent[RTP[0]] * len(RTP) > 0.8 * 20 * 37_500


def test_a_line_that_stands_still_takes_stun_and_no_media() -> None:
    line = Line(0)
    line.waiting = 1000
    line.offer(RTP, 0.0)
    for number in range(1, 50):
        now = number * 0.1
        assert not line.offer(RTP, now)
        assert line.offer(STUN, now)
    assert line.offer(DTLS, 5.0)
    line.waiting = MOST_BYTES + 1
    assert not line.offer(DTLS, 5.1)
    assert line.offer(STUN, 5.1)


def test_after_a_stall_media_flows_again() -> None:
    line = Line(0)
    line.waiting = 2000
    line.offer(RTP, 0.0)
    assert not line.offer(RTP, 1.0)
    line.waiting = 0
    assert line.offer(RTP, 1.1)


def test_an_empty_payload_is_no_fault() -> None:
    assert Backlog().takes(b"", 10, 0.0)
