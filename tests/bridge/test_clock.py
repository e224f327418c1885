from datetime import datetime

from bridge.clock import Clock


def test_the_three_clocks_agree() -> None:
    clock = Clock()
    before = clock.monotonic_s()
    assert clock.monotonic_s() >= before
    here = datetime.fromtimestamp(clock.unix_s()).astimezone()
    assert abs((clock.today() - here.date()).days) <= 1
