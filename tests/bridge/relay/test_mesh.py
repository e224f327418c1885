from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bridge.relay.mesh import AGAIN_S, MESSAGE_BYTES, QUEUED_BYTES, Mesh
from bridge.relay.rounds import Rounds

Make = Callable[[Rounds, int], tuple[Mesh, list[bytes]]]


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    monkeypatch.chdir(tmp_path)
    made: list[Mesh] = []

    def make(rounds: Rounds, process: int) -> tuple[Mesh, list[bytes]]:
        got: list[bytes] = []
        made.append(Mesh(rounds, process, lambda message, _now: got.append(message)))
        return made[-1], got

    yield make
    for one in made:
        one.close()


def test_the_records_of_a_round_arrive_together(mesh: Make) -> None:
    rounds = Rounds()
    one, _ = mesh(rounds, 1)
    _, got = mesh(rounds, 2)
    one.send(2, b"first ")
    one.send(2, b"second")
    while not got:
        rounds.turn(0.0)
    assert got == [b"first second"]


def test_much_is_cut_into_messages_that_one_read_takes(mesh: Make) -> None:
    rounds = Rounds()
    one, _ = mesh(rounds, 1)
    _, got = mesh(rounds, 2)
    record = bytes(1000)
    for _ in range(200):
        one.send(2, record)
    while sum(map(len, got)) < 200 * 1000:
        rounds.turn(0.0)
    assert max(map(len, got)) <= MESSAGE_BYTES


def test_a_process_that_is_not_there_loses_them_and_is_found_when_it_is(mesh: Make) -> None:
    rounds = Rounds()
    one, _ = mesh(rounds, 1)
    one.send(2, b"lost")
    one._roads[2].flush(0.0)
    assert one.lost
    _, got = mesh(rounds, 2)
    one.send(2, b"too soon")
    one._roads[2].flush(AGAIN_S / 2)
    one.send(2, b"found")
    one._roads[2].flush(2 * AGAIN_S)
    while not got:
        rounds.turn(0.0)
    assert got == [b"found"]


def test_a_process_that_does_not_read_fills_nothing(mesh: Make) -> None:
    rounds, other_rounds = Rounds(), Rounds()
    one, _ = mesh(rounds, 1)
    _, got = mesh(other_rounds, 2)
    for _ in range(5):
        for _ in range(QUEUED_BYTES // 1000):
            one.send(2, bytes(1000))
        one._roads[2].flush(rounds.now)
    assert one.lost
    while len(got) < 5:
        other_rounds.turn(0.0)
        rounds.turn(0.0)


def test_a_restarted_process_is_reached_again(mesh: Make) -> None:
    rounds = Rounds()
    one, _ = mesh(rounds, 1)
    other_rounds = Rounds()
    other, first = mesh(other_rounds, 2)
    one.send(2, b"before")
    one._roads[2].flush(0.0)
    while not first:
        other_rounds.turn(0.0)
    other.close()
    _, second = mesh(rounds, 2)
    rounds.turn(0.0)
    one.send(2, b"after")
    one._roads[2].flush(2 * AGAIN_S)
    while not second:
        rounds.turn(0.0)
    assert second == [b"after"]
