from datetime import datetime

import pytest

from bridge.base.clock import Clock


class SetClock(Clock):
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.set_by_s = 0.0
        super().__init__()

    def _wall_s(self) -> float:
        return super()._wall_s() + self.set_by_s


def test_the_three_clocks_agree() -> None:
    clock = Clock()
    before = clock.monotonic_s()
    assert clock.monotonic_s() >= before
    here = datetime.fromtimestamp(clock.unix_s()).astimezone()
    assert abs((clock.today() - here.date()).days) <= 1


def test_a_jump_is_named_once_and_the_date_follows(caplog: pytest.LogCaptureFixture) -> None:
    clock = SetClock()
    before = clock.today()
    clock.set_by_s = 3 * 86400.0
    after = [clock.today(), clock.today()]
    assert {(day - before).days for day in after} <= {3, 4}
    clock.set_by_s = 0.0
    clock.unix_s()
    clock.set_by_s = 30.0
    clock.unix_s()
    assert [record.getMessage().partition(";")[0] for record in caplog.records] == [
        "this bridge's clock jumped: it is 3 days ahead now",
        "this bridge's clock jumped: it is 3 days behind now",
    ]
