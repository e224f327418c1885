from robot.media.transport.repair import MAX_REMEMBERED, MOST_TRIES, Repair

RTT_S = 0.06


def test_a_missing_packet_is_sent_once_in_a_round_trip() -> None:
    repair = Repair(0.0)
    assert repair.want([(1, 7), (1, 8)], RTT_S, 1e6, 0.0) == [(1, 7), (1, 8)]
    assert repair.want([(1, 7)], RTT_S, 1e6, 0.03) == []
    assert repair.want([(1, 7)], RTT_S, 1e6, 0.06) == [(1, 7)]


def test_a_packet_is_given_up_after_some_tries() -> None:
    repair = Repair(0.0)
    sent = [repair.want([(1, 7)], RTT_S, 1e6, float(i)) for i in range(20)]
    assert sum(map(len, sent)) == MOST_TRIES
    assert repair.refused == 20 - MOST_TRIES


def test_a_storm_meets_the_budget() -> None:
    repair = Repair(0.0)
    sent_bytes = 0
    for i in range(200):
        for _ in repair.want([(1, 50 * i + n) for n in range(50)], RTT_S, 300_000, 0.05 * i):
            repair.spent(1000)
            sent_bytes += 1000
    assert sent_bytes * 8 / 10 < 0.35 * 300_000
    assert repair.refused > 1000


def test_the_memory_is_bounded() -> None:
    repair = Repair(0.0)
    for i in range(3 * MAX_REMEMBERED):
        repair.want([(1, i)], RTT_S, 1e9, float(i))
    assert len(repair._again) == MAX_REMEMBERED


def test_key_frames_are_rare() -> None:
    repair = Repair(0.0)
    made = [repair.key_frame(RTT_S, 0.1 * i) for i in range(11)]
    assert made == [i in (0, 5, 10) for i in range(11)]
    far = Repair(0.0)
    assert [far.key_frame(0.6, 0.1 * i) for i in range(10)] == [i in (0, 9) for i in range(10)]
