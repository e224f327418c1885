from bridge.office.loans.routes import ROUTES


def test_every_address_stands_for_one_act() -> None:
    addresses = [(route.method, route.path) for route in ROUTES]
    assert len(set(addresses)) == len(addresses)


def test_nothing_is_changed_by_reading() -> None:
    acts = {"cancel", "lock", "unlock", "tick", "untick", "withdraw", "renew", "lock-out", "class"}
    reading = {route.path.rpartition("/")[2] for route in ROUTES if route.method == "GET"}
    assert not acts & reading


def test_what_hurts_asks_for_a_passkey_first() -> None:
    fresh = {route.path.rpartition("}")[2] for route in ROUTES if route.is_fresh}
    assert fresh == {"/unlock", "/links/renew"}
