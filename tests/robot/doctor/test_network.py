from collections.abc import Callable
from dataclasses import replace

import pytest

from bridge.protocol.causes import NetworkCause
from robot.doctor.findings import Finding
from robot.doctor.network import (
    NameReading,
    WifiReading,
    bridge,
    dns,
    jitter,
    loss,
    roads,
    throughput,
    wifi,
)
from robot.nettest.asking import RoadKind, Server
from robot.nettest.found import Found, Road, Times
from robot.wifi.records import NetworkState, NetworkWay


def road(kind: RoadKind, is_open: bool = True, lost: float | None = None) -> Road:
    server = Server(f"{kind}:x", kind, "karlsson.example.org", 3478)
    return Road(server, is_open, lost=lost, ms=12.0 if is_open else None)


ROADS = (road("stun", lost=0.0), road("udp", lost=0.0), road("tcp"), road("tls"))
HEALTHY = Found(
    "https://karlsson.example.org",
    None,
    False,
    roads=ROADS,
    times=Times(20.0, 35.0, 0.0),
    down_kbit=20_000,
    up_kbit=5_000,
)


def judged(found: Found) -> dict[str, str]:
    findings = [bridge(found), *roads(found), loss(found), jitter(found), throughput(found)]
    for finding in findings:
        assert (finding.outcome in ("failed", "weak")) == (finding.remedy is not None)
    return {finding.check: finding.outcome for finding in findings}


def closed(kind: RoadKind) -> tuple[Road, ...]:
    return tuple(replace(one, is_open=one.server.kind != kind, lost=None) for one in ROADS)


def test_a_healthy_network_passes_everything() -> None:
    assert set(judged(HEALTHY).values()) == {"ok"}


@pytest.mark.parametrize(
    ("broken", "check", "outcome"),
    [
        (replace(HEALTHY, roads=(road("stun", False), *ROADS[1:])), "stun", "weak"),
        (replace(HEALTHY, roads=(*ROADS[:2], road("tcp", False), ROADS[3])), "relay_tcp", "weak"),
        (replace(HEALTHY, roads=(*ROADS[:3], road("tls", False))), "relay_tls", "weak"),
        (
            replace(HEALTHY, roads=(ROADS[0], road("udp", False), *ROADS[2:])),
            "relay_udp",
            "weak",
        ),
        (replace(HEALTHY, roads=(road("stun", lost=0.04), *ROADS[1:])), "loss", "weak"),
        (replace(HEALTHY, roads=(road("stun", lost=0.3), *ROADS[1:])), "loss", "failed"),
        (replace(HEALTHY, times=Times(20.0, 120.0, 0.0)), "jitter", "weak"),
        (replace(HEALTHY, times=Times(20.0, 400.0, 0.0)), "jitter", "failed"),
        (replace(HEALTHY, times=Times(20.0, 35.0, 0.2)), "jitter", "weak"),
        (replace(HEALTHY, up_kbit=300), "throughput", "weak"),
        (replace(HEALTHY, up_kbit=90), "throughput", "failed"),
    ],
)
def test_what_is_broken_alone_is_named_alone(broken: Found, check: str, outcome: str) -> None:
    found = judged(broken)
    assert found.pop(check) == outcome
    assert set(found.values()) == {"ok"}


def test_a_network_that_lets_no_road_through_fails_on_every_road_and_names_the_port() -> None:
    shut = replace(HEALTHY, roads=[replace(one, is_open=False, lost=None) for one in ROADS])
    found = roads(shut)
    assert [one.outcome for one in found] == ["failed"] * 4
    assert found[0].remedy
    assert "UDP to karlsson.example.org:3478" in found[0].remedy.en
    assert "karlsson-robot nettest" in found[0].remedy.de


def test_roads_that_the_bridge_does_not_list_are_absent() -> None:
    only_tcp = replace(HEALTHY, roads=(replace(road("tcp"), stalled=0.0),))
    assert [one.outcome for one in roads(only_tcp)] == ["absent", "absent", "ok", "absent"]
    assert loss(only_tcp).text.en == "0% come late (TCP)"
    assert loss(replace(HEALTHY, roads=())).outcome == "skipped"


def test_a_bridge_that_is_not_reached_is_named_by_its_cause_and_the_rest_is_left_open() -> None:
    away = Found("https://karlsson.example.org", "tls_opened", True, issuer="CN=Schulfilter")
    found = bridge(away)
    assert found.outcome == "failed"
    assert "network.ca_file" in found.text.de
    assert "CN=Schulfilter" in found.text.en
    assert {one.outcome for one in (*roads(away), loss(away), jitter(away), throughput(away))} == {
        "skipped"
    }


@pytest.mark.parametrize("cause", ["name_service", "clock"])
def test_a_cause_that_another_check_names_is_not_told_twice(cause: NetworkCause) -> None:
    assert bridge(Found("https://a.example", cause, False)).outcome == "skipped"


def test_behind_a_proxy_the_name_service_is_the_proxys() -> None:
    assert dns(NameReading("a.example", 9.0, False), through_proxy=True).outcome == "absent"


@pytest.mark.parametrize(
    ("found", "cable", "outcome"),
    [
        ([WifiReading("wlan0", -50.0)], False, "ok"),
        ([WifiReading("wlan0", -72.0)], False, "weak"),
        ([WifiReading("wlan0", -84.0)], False, "failed"),
        ([WifiReading("wlan0", None)], False, "failed"),
        ([WifiReading("wlan0", None)], True, "ok"),
        ([], True, "ok"),
        ([], False, "absent"),
    ],
)
def test_the_signal_of_the_wifi(found: list[WifiReading], cable: bool, outcome: str) -> None:
    assert wifi(found, cable).outcome == outcome


RADIO = [WifiReading("wlan0", None)]
LTE = NetworkWay("mobile", "wwan0", "LTE", metered=True, used=True)
SCHOOL = NetworkWay("wifi", "wlan0", "Schule", signal_percent=40, used=True)


@pytest.mark.parametrize(
    ("networks", "outcome", "says", "remedy"),
    [
        (NetworkState(), "failed", "in keinem Netz", "Lautstärketaste"),
        (NetworkState(radio="switched_off"), "failed", "ausgeschaltet", "do_wifi_country"),
        (NetworkState(radio="blocked"), "failed", "gesperrt", "rfkill"),
        (NetworkState(last_trouble="wrong_key"), "failed", "Schlüssel", "vergleichen"),
        (NetworkState(hotspot="karlsson-1"), "failed", "sein eigenes WLAN", "Lautstärketaste"),
        (NetworkState((LTE,)), "weak", "Mobilfunk", "Kabel"),
        (NetworkState((SCHOOL,)), "failed", "wlan0: -80 dBm", "Zugangspunkt"),
    ],
)
def test_what_networkmanager_knows_is_told_without_the_name_of_a_network(
    networks: NetworkState, outcome: str, says: str, remedy: str
) -> None:
    found = wifi(RADIO, False, networks)
    assert found.outcome == outcome
    assert says in found.text.de
    assert found.remedy
    assert remedy in found.remedy.de
    assert "Schule" not in str(found)


@pytest.mark.parametrize(("networks", "setup"), [(NetworkState(), False), (None, True)])
def test_a_robot_that_reads_no_codes_is_not_said_to(
    networks: NetworkState | None, setup: bool
) -> None:
    found = wifi(RADIO, False, networks, setup)
    assert found.remedy
    assert "Lautstärketaste" not in found.remedy.de
    assert "setup = true" in found.remedy.en


@pytest.mark.parametrize(
    ("reading", "outcome"),
    [
        (NameReading("a.example", 12.0, True), "ok"),
        (NameReading("a.example", 5200.0, True), "weak"),
        (NameReading("a.example", 12.0, False), "failed"),
        (NameReading("10.1.2.3", 0.0, True, is_address=True), "absent"),
    ],
)
def test_the_name_service(reading: NameReading, outcome: str) -> None:
    assert dns(reading).outcome == outcome


@pytest.mark.parametrize("judge", [loss, jitter, throughput])
def test_what_is_judged_says_its_figure(judge: Callable[[Found], Finding]) -> None:
    assert any(letter.isdigit() for letter in judge(HEALTHY).text.de)
