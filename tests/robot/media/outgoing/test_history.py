from robot.media.outgoing.history import KEEP_S, MOST_PACKETS, History


def test_what_was_sent_can_be_found_again() -> None:
    history = History()
    history.add(65535, b"one", 0.0)
    history.add(0, b"two", 0.1)
    assert history.get(65535) == b"one"
    assert history.newest() == b"two"


def test_what_is_old_is_forgotten() -> None:
    history = History()
    history.add(1, b"one", 0.0)
    history.add(2, b"two", KEEP_S + 0.1)
    assert history.get(1) is None
    assert history.get(2) == b"two"


def test_it_never_grows_beyond_its_bound() -> None:
    history = History()
    for number in range(MOST_PACKETS + 50):
        history.add(number, b"x", 0.0)
    assert len(history) == MOST_PACKETS
    assert history.get(0) is None


def test_a_number_that_comes_round_again_is_the_new_packet() -> None:
    history = History()
    history.add(5, b"old", 0.0)
    history.add(6, b"x", 0.0)
    history.add(5, b"new", 0.1)
    assert history.get(5) == history.newest() == b"new"


def test_an_empty_history_has_no_newest() -> None:
    assert History().newest() is None
