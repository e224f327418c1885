from bridge.metrics import Metrics
from bridge.protocol.channels import Power
from bridge.rooms import Arrived, Rooms, Said
from tests.bridge.people import snapshot


def test_rooms_are_counted_when_they_are_asked_for() -> None:
    rooms = Rooms()
    metrics = Metrics(rooms)
    rooms.handle(Arrived(1, "robot", "karlsson-1"))
    rooms.handle(Arrived(2, "teacher", "karlsson-1"))
    rooms.handle(Said(1, snapshot("S" * 22)))
    text = metrics.text().decode()
    assert 'karlsson_bridge_connections{role="robot"} 1.0' in text
    assert 'karlsson_bridge_connections{role="pupil"} 0.0' in text
    assert "karlsson_bridge_presences 1.0" in text
    assert "karlsson-1" not in text


def test_refusals_are_counted_by_code_and_by_nothing_else() -> None:
    metrics = Metrics(Rooms())
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
    one, two = Metrics(Rooms()), Metrics(Rooms())
    one.refused("origin")
    assert b"origin" in one.text()
    assert b"origin" not in two.text()


def test_batteries_are_counted_by_level_and_without_any_name() -> None:
    rooms = Rooms()
    metrics = Metrics(rooms)
    weak = Power(level="very_low", gauge="known", weak_supply=True, picture="reduced")
    for connection, power in ((1, weak), (2, Power(gauge="known")), (3, Power())):
        rooms.handle(Arrived(connection, "robot", f"karlsson-{connection}"))
        rooms.handle(Said(connection, snapshot(None, power=power)))
    text = metrics.text().decode()
    assert 'karlsson_bridge_batteries{level="ok"} 1.0' in text
    assert 'karlsson_bridge_batteries{level="very_low"} 1.0' in text
    assert 'karlsson_bridge_batteries{level="empty"} 0.0' in text
    assert "karlsson_bridge_weak_supplies 1.0" in text
    assert "karlsson_bridge_too_warm 1.0" in text
    assert "karlsson-1" not in text
