import select
import socket

from bridge.relay.rounds import Rounds


class Watched:
    """Notes what happens, and asks to be flushed."""

    def __init__(self, rounds: Rounds) -> None:
        self.rounds = rounds
        self.happened: list[int] = []
        self.flushed = 0

    def ready(self, events: int, now: float) -> None:
        self.happened.append(events)
        self.rounds.later(self)
        self.rounds.later(self)

    def flush(self, now: float) -> None:
        assert now == self.rounds.now
        self.flushed += 1


def test_a_round_serves_what_is_ready_and_flushes_once() -> None:
    rounds = Rounds()
    one, other = socket.socketpair()
    with one, other:
        watched = Watched(rounds)
        rounds.watch(one.fileno(), watched)
        other.send(b"x")
        rounds.turn(0.0)
        assert watched.happened == [select.EPOLLIN]
        assert watched.flushed == 1
        rounds.change(one.fileno(), select.EPOLLOUT)
        rounds.turn(0.0)
        assert watched.happened[1:] == [select.EPOLLOUT]
        rounds.forget(one.fileno())
        rounds.forget(one.fileno())


def test_what_another_one_ended_in_the_same_round_is_passed_over() -> None:
    rounds = Rounds()
    pairs = [socket.socketpair() for _ in range(2)]

    class Ending:
        def ready(self, events: int, now: float) -> None:
            for one, _ in pairs:
                rounds.forget(one.fileno())

    for one, other in pairs:
        rounds.watch(one.fileno(), Ending())
        other.send(b"x")
    rounds.turn(0.0)
    for one, other in pairs:
        one.close()
        other.close()
