import numpy as np
import pytest

from robot.media.echo.residual_echo import DOWN, ResidualEchoSuppressor
from robot.media.types.cells import Samples
from tests.robot.media.echo.room import Room, child, level_db, part, teacher, through


class Leaking:
    """A canceller that takes 40 dB away, and now and then for 200 ms only 6 dB."""

    def __init__(self) -> None:
        self.suppressor = ResidualEchoSuppressor()
        self._step = 0

    def process(self, near: Samples, far: Samples) -> Samples:
        self._step += 1
        leaks = self._step > 200 and self._step % 100 < 20
        clean = np.asarray(near * (0.5 if leaks else 0.01), np.int16)
        return self.suppressor.process(near, far, clean)


class Passing:
    """A canceller that takes nothing away."""

    def __init__(self) -> None:
        self.suppressor = ResidualEchoSuppressor()

    def process(self, near: Samples, far: Samples) -> Samples:
        return self.suppressor.process(near, far, near)


def test_what_leaks_is_known_by_its_loudness() -> None:
    played = child(10)
    echo = Room(drift_ppm=100).echo(played)
    clean = through(Leaking(), echo, played)
    assert level_db(part(clean, 4, 10)) < level_db(part(echo, 4, 10)) - 25


def test_a_voice_alone_is_never_touched() -> None:
    said = teacher(4)
    clean = through(Passing(), said, np.zeros(len(said)))
    assert np.abs(clean - said).max() <= 1 / 32768


def test_a_room_that_is_not_known_yet_closes_nothing() -> None:
    played, said = child(2), teacher(2)
    clean = through(Passing(), said, played)
    assert np.abs(clean - said).max() <= 1 / 32768


def test_a_voice_over_the_echo_opens_at_once() -> None:
    canceller = Leaking()
    played = child(6)
    echo = Room().echo(played)
    through(canceller, echo, played)
    assert canceller.suppressor.gain == pytest.approx(DOWN)
    said = np.asarray(teacher(6) * 32768, np.int16)[9600:10080]
    far = np.zeros(480, np.int16)
    canceller.suppressor.process(said, far, said)
    canceller.suppressor.process(said, far, said)
    assert canceller.suppressor.gain == 1.0
