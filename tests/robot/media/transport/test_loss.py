import pytest

from robot.media.transport.loss import Loss

WAITS_S = {".": 0.0, "-": 0.01, "=": 0.03}


def feed(loss: Loss, pattern: str, times: int = 1) -> None:
    for i, mark in enumerate(pattern * times):
        loss.add(0.01 * i, i, None if mark == "x" else WAITS_S[mark])
    loss.update(0.01 * (len(pattern) * times - 1))


def test_the_share_is_counted() -> None:
    loss = Loss()
    feed(loss, "x.........", 50)
    assert loss.share == pytest.approx(0.1)
    assert loss.short_share == pytest.approx(0.1, abs=0.02)


def test_one_early_loss_is_no_great_share() -> None:
    loss = Loss()
    feed(loss, "..x..")
    assert loss.share < 0.03


def test_single_losses_have_no_length() -> None:
    loss = Loss()
    feed(loss, "..x.....x.")
    assert loss.burst_s == 0.0


def test_losses_in_a_row_are_measured_in_time() -> None:
    loss = Loss()
    feed(loss, "..xxxx....", 10)
    assert loss.burst_s == pytest.approx(0.03)


def test_old_losses_are_forgotten() -> None:
    loss = Loss()
    loss.add(0.0, 0, None)
    for i in range(1, 100):
        loss.add(10.0 + i * 0.01, i, 0.0)
    loss.update(11.0)
    assert loss.share == 0.0


def test_losses_at_the_longest_waits_are_the_queues() -> None:
    loss = Loss()
    feed(loss, "..--==x..--.", 20)
    assert loss.queue_share == pytest.approx(1 / 12, rel=0.2)


def test_losses_anywhere_are_the_radios() -> None:
    loss = Loss()
    feed(loss, "..--==.x.--..=x..--x==...x--==..", 10)
    assert loss.queue_share == 0.0


def test_without_a_queue_there_is_nobody_to_blame() -> None:
    loss = Loss()
    feed(loss, "......x...", 30)
    assert loss.queue_share == 0.0
