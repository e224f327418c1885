import pytest

from robot.media.roads.memory import (
    AFTER_RELAY_S,
    GATHER_S,
    MOST_NETWORKS,
    MOST_ROADS_KEPT,
    SLOW_GATHER_S,
    RoadMemory,
    Waiting,
    network_key,
)
from robot.media.roads.servers import IceRoad

UDP = IceRoad("turn", "udp", "turn.example.org", 3478, "kalle", "one", 1)
TCP = IceRoad("turn", "tcp", "turn.example.org", 3478, "kalle", "one", 1)
TLS = IceRoad("turn", "tls", "turn.example.org", 443, "kalle", "one", 2)


def test_an_unknown_road_is_waited_for() -> None:
    assert RoadMemory().is_worth_waiting("school", UDP, 100.0)
    assert RoadMemory().works("school", UDP) is None


def test_a_dead_road_is_not_waited_for_until_it_works_again() -> None:
    memory = RoadMemory()
    assert memory.failed("school", UDP, "no answer")
    assert not memory.failed("school", UDP, "no answer")
    assert memory.failed("school", UDP, "refused")
    assert not memory.is_worth_waiting("school", UDP, 1e6)
    assert memory.worked("school", UDP, 0.02)
    assert not memory.worked("school", UDP, 0.03)
    assert memory.is_worth_waiting("school", UDP, 1e6)


def test_another_network_knows_nothing_of_it() -> None:
    memory = RoadMemory()
    memory.failed("school", UDP, "no answer")
    assert memory.is_worth_waiting("home", UDP, 0.0)


def test_new_credentials_are_the_same_road() -> None:
    memory = RoadMemory()
    memory.failed("school", UDP, "no answer")
    renewed = IceRoad("turn", "udp", "turn.example.org", 3478, "kalle", "two", 4)
    assert not memory.is_worth_waiting("school", renewed, 0.0)


def test_a_refused_user_says_nothing_about_the_next_one() -> None:
    memory = RoadMemory()
    memory.failed("school", UDP, "wrong user name or password", of_user=True)
    assert not memory.is_worth_waiting("school", UDP, 0.0)
    renewed = IceRoad("turn", "udp", "turn.example.org", 3478, "kalle", "two", 1)
    assert memory.is_worth_waiting("school", renewed, 0.0)
    memory.failed("school", renewed, "no answer")
    assert not memory.is_worth_waiting("school", UDP, 0.0)


def test_a_probe_without_an_answer_counts_before_it_ends() -> None:
    memory = RoadMemory()
    memory.asked("school", UDP, 10.0)
    memory.asked("school", UDP, 10.5)
    assert memory.is_worth_waiting("school", UDP, 10.0 + GATHER_S / 2)
    assert not memory.is_worth_waiting("school", UDP, 10.0 + GATHER_S)
    memory.worked("school", UDP, 1.2)
    assert memory.is_worth_waiting("school", UDP, 20.0)


def test_a_road_that_worked_is_asked_again_and_stays_worth_the_wait() -> None:
    memory = RoadMemory()
    memory.worked("school", UDP, 0.02)
    memory.asked("school", UDP, 10.0)
    assert memory.is_worth_waiting("school", UDP, 12.0)


def test_what_worked_is_tried_first_and_the_fastest_of_it() -> None:
    memory = RoadMemory()
    memory.failed("school", UDP, "no answer")
    memory.worked("school", TLS, 0.05)
    assert memory.ordered("school", [UDP, TCP, TLS]) == [TLS, TCP, UDP]
    memory.worked("school", TCP, 0.01)
    assert memory.ordered("school", [UDP, TCP, TLS]) == [TCP, TLS, UDP]


def test_the_memory_is_bounded() -> None:
    memory = RoadMemory()
    for number in range(3 * MOST_NETWORKS):
        memory.failed(f"network {number}", UDP, "no answer")
    assert memory.works("network 0", UDP) is None
    for port in range(3 * MOST_ROADS_KEPT):
        memory.failed("school", IceRoad("turn", "udp", "a", port), "no answer")
    assert memory.works("school", IceRoad("turn", "udp", "a", 0)) is None
    assert memory.works("school", IceRoad("turn", "udp", "a", 3 * MOST_ROADS_KEPT - 1)) is False


def test_a_call_waits_its_time_and_little_longer_than_for_a_relay() -> None:
    assert Waiting(5.0, GATHER_S).is_whole
    waiting = Waiting(5.0, GATHER_S)
    assert waiting.left_s(5.0) == pytest.approx(GATHER_S)
    waiting.relay_found(5.2)
    assert waiting.left_s(5.2) == pytest.approx(AFTER_RELAY_S)
    waiting.relay_found(5.25)
    assert waiting.left_s(5.25) == pytest.approx(AFTER_RELAY_S - 0.05)
    assert waiting.left_s(9.0) == 0.0
    assert not waiting.is_whole
    late = Waiting(0.0, GATHER_S)
    late.relay_found(GATHER_S - 0.01)
    assert late.left_s(GATHER_S - 0.01) == pytest.approx(0.01)


def test_a_slow_relay_is_waited_for_only_where_one_is_needed() -> None:
    memory = RoadMemory()
    roads = [UDP, TLS]
    memory.worked("school", TLS, 2 * GATHER_S)
    memory.failed("school", UDP, "no answer")
    assert memory.is_slow("school", TLS)
    assert not memory.is_slow("school", UDP)
    assert memory.longest_s("school", roads) == GATHER_S
    memory.ended("school", direct=False)
    assert memory.longest_s("school", roads) == SLOW_GATHER_S
    assert memory.longest_s("home", roads) == GATHER_S
    memory.worked("school", TLS, GATHER_S / 4)
    assert memory.longest_s("school", roads) == GATHER_S
    memory.worked("school", TLS, 2 * GATHER_S)
    memory.ended("school", direct=True)
    assert memory.longest_s("school", roads) == GATHER_S
    for number in range(3 * MOST_NETWORKS):
        memory.ended(f"network {number}", direct=False)
    assert memory.longest_s("school", roads) == GATHER_S


def test_a_network_is_known_by_subnets_and_gateways() -> None:
    home = network_key(["192.168.178.20", "2001:db8:1:2:3:4:5:6"], ["aa:bb"])
    assert network_key(["2001:db8:1:2:9:9:9:9", "192.168.178.44"], ["aa:bb"]) == home
    assert network_key(["192.168.178.20"], ["aa:bb"]) != home
    assert network_key(["192.168.178.20", "2001:db8:1:2:3:4:5:6"], ["cc:dd"]) != home
    assert network_key([], []) == ""
