from bridge.office.office import ROUTES


def test_every_route_is_the_offices_has_one_owner_and_is_guarded() -> None:
    seen = [(route.method, route.path) for route in ROUTES]
    assert len(seen) == len(set(seen))
    for route in ROUTES:
        assert route.path.startswith(("/office", "/lend", "/family"))
        assert route.is_public or route.path.startswith("/office")
