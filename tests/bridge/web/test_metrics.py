from collections import Counter

from bridge.base.counts import Counts
from bridge.relay.told import Counted
from bridge.web.metrics import Metrics


def test_what_there_is_is_asked_for_when_somebody_reads() -> None:
    now = Counts()
    metrics = Metrics(lambda: now)
    assert 'karlsson_bridge_connections{role="robot"} 0.0' in metrics.text().decode()
    now = Counts(Counter({"robot": 1, "teacher": 1}), presences=1)
    text = metrics.text().decode()
    assert 'karlsson_bridge_connections{role="robot"} 1.0' in text
    assert 'karlsson_bridge_connections{role="pupil"} 0.0' in text
    assert "karlsson_bridge_presences 1.0" in text


def test_refusals_are_counted_by_code_and_by_nothing_else() -> None:
    metrics = Metrics(Counts)
    metrics.refused("origin")
    metrics.refused("origin")
    metrics.refused("Lena's own words")
    metrics.dropped("slow")
    metrics.read("pupil")
    text = metrics.text().decode()
    assert 'karlsson_bridge_refusals_total{code="origin"} 2.0' in text
    assert 'karlsson_bridge_refusals_total{code="internal"} 1.0' in text
    assert 'karlsson_bridge_dropped_total{reason="slow"} 1.0' in text
    assert 'karlsson_bridge_messages_total{role="pupil"} 1.0' in text
    assert "Lena" not in text


def test_two_bridges_in_one_process_count_apart() -> None:
    one, two = Metrics(Counts), Metrics(Counts)
    one.refused("origin")
    assert b"origin" in one.text()
    assert b"origin" not in two.text()


def test_batteries_are_counted_by_level() -> None:
    now = Counts(batteries=Counter({"ok": 1, "very_low": 1}), weak_supplies=1, too_warm=1)
    text = Metrics(lambda: now).text().decode()
    assert 'karlsson_bridge_batteries{level="ok"} 1.0' in text
    assert 'karlsson_bridge_batteries{level="very_low"} 1.0' in text
    assert 'karlsson_bridge_batteries{level="empty"} 0.0' in text
    assert "karlsson_bridge_weak_supplies 1.0" in text
    assert "karlsson_bridge_too_warm 1.0" in text


def test_the_relay_is_counted_where_there_is_one() -> None:
    assert "relay_packets{" not in Metrics(Counts).text().decode()
    text = Metrics(Counts, lambda: Counted(1, 20, 3, 4)).text().decode()
    assert "karlsson_bridge_relay_allocations 1.0" in text
    for what, value in (("passed_on", 20), ("unwanted", 3), ("too_slow_reader", 4)):
        assert f'karlsson_bridge_relay_packets{{what="{what}"}} {value}.0' in text
