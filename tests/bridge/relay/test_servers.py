from bridge.relay import credentials
from bridge.relay.servers import IceServers, SharedServer

FIXED = {"urls": "turn:t.example", "username": "u", "credential": "c"}


def test_configured_servers_come_first_and_fixed_ones_stay() -> None:
    own = SharedServer("turns:k.example:443?transport=tcp", b"own secret")
    shared = SharedServer("turn:coturn.example", b"shared with coturn")
    servers = IceServers((FIXED, shared), (own,), b"mark", lambda: 1000.0)
    fixed, coturn, relay = servers.fresh("karlsson-1")
    assert fixed == FIXED
    assert coturn["username"] == relay["username"]
    assert coturn["credential"] == credentials.credential(b"shared with coturn", coturn["username"])
    assert relay["credential"] == credentials.credential(b"own secret", relay["username"])
    assert not servers.are_fixed
    assert IceServers((FIXED,), (), b"mark", lambda: 1000.0).are_fixed


def test_both_ends_of_a_lesson_belong_together_and_no_others() -> None:
    now = [1000.0]
    own = SharedServer("turn:k.example", b"own secret")
    servers = IceServers((), (own,), b"mark", lambda: now[0])

    def identity(robot_id: str) -> tuple[int, str] | None:
        return credentials.read(servers.fresh(robot_id)[0]["username"])

    first = identity("karlsson-1")
    now[0] += 60
    later = identity("karlsson-1")
    other = identity("karlsson-2")
    assert first
    assert later
    assert other
    assert first[1] == later[1] != other[1]
    assert later[0] == first[0] + 60


def test_a_strangers_test_gets_our_own_relay_and_no_other() -> None:
    own = SharedServer("turns:k.example:443?transport=tcp", b"own secret")
    shared = SharedServer("turn:coturn.example", b"shared with coturn")
    stun = {"urls": "stun:k.example:443"}
    servers = IceServers((FIXED, shared), (stun, own), b"mark", lambda: 1000.0)
    (relay,) = servers.for_test("once")
    assert relay["urls"] == own.urls
    assert relay["credential"] == credentials.credential(b"own secret", relay["username"])
    expiry, identity = credentials.read(relay["username"]) or (0, "")
    assert expiry == 1000 + credentials.TEST_LIFE_S
    assert credentials.is_test(identity)
    assert servers.for_test("another")[0]["username"] != relay["username"]


def test_secrets_are_not_shown() -> None:
    assert "canary" not in repr(SharedServer("turn:t.example", b"canary"))
