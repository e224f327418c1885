import random
from collections.abc import Iterable

import pytest

from robot.media.voice.copy_distance import MOST_PACKETS, WINDOW_PACKETS, CopyDistance


def over(lost: Iterable[bool], first: int = 2**16 - 40) -> CopyDistance:
    """Return what is known after these packets; their numbers wrap near the beginning."""
    distance = CopyDistance()
    for number, is_lost in enumerate(lost):
        if not is_lost:
            distance.arrived((first + number) % 2**16)
    return distance


def rows(share: float, mean: float, count: int = 3000, seed: int = 1) -> list[bool]:
    """Return losses in rows, as Gilbert's model makes them."""
    dice, lost, losses = random.Random(seed), False, []
    for _ in range(count):
        again = 1 - 1 / mean if lost else share / (mean * (1 - share))
        lost = dice.random() < again
        losses.append(lost)
    return losses


def one_by_one(share: float, count: int = 3000) -> list[bool]:
    dice = random.Random(2)
    return [dice.random() < share for _ in range(count)]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.05, 0.1])
def test_copies_stay_near_where_packets_are_lost_one_by_one(share: float) -> None:
    assert over(one_by_one(share)).packets == 1


@pytest.mark.parametrize("seed", range(5))
def test_copies_follow_far_behind_where_several_are_lost_in_a_row(seed: int) -> None:
    assert over(rows(0.05, 4, seed=seed)).packets == MOST_PACKETS


def test_pairs_of_losses_need_a_step_of_one_packet() -> None:
    losses = [number % 40 in (0, 1) for number in range(2000)]
    assert over(losses).packets == 2


def test_one_row_of_losses_proves_nothing() -> None:
    losses = [number in range(100, 104) for number in range(1000)]
    assert over(losses).packets == 1


def test_a_gap_longer_than_any_distance_is_no_reason_for_a_longer_one() -> None:
    gaps = [number % 1000 in range(300, 400) for number in range(4000)]
    assert over(gaps).packets == 1
    distance = over([False] * 600)
    distance.arrived(3 * WINDOW_PACKETS)
    assert distance.packets == 1


def test_copies_come_near_again_once_rows_are_over() -> None:
    assert over(rows(0.05, 4) + [False] * (WINDOW_PACKETS + 100)).packets == 1


def test_packets_that_overtook_each_other_were_not_lost() -> None:
    distance = CopyDistance()
    for first in range(0, 3000, 5):
        for number in (4, 0, 1, 2, 3):
            distance.arrived(first + number)
    assert distance.packets == 1


def test_the_numbers_of_another_sender_are_no_gap() -> None:
    distance = over(rows(0.05, 4))
    distance.begin()
    distance.arrived(9)
    distance.arrived(10)
    assert distance.packets == MOST_PACKETS
