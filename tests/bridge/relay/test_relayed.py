import pytest

from bridge.relay import relayed


def test_an_address_holds_its_process_and_its_place() -> None:
    for process in (0, 7, relayed.PROCESSES - 1):
        for place in (1, 300, relayed.PLACES - 1):
            key = relayed.key_of(process, place, 123_456_789)
            host, port = relayed.shown(key)
            assert relayed.parse(host, port) == key
            assert (relayed.process_of(key), relayed.place_of(key)) == (process, place)
            assert port >= 1024


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "0.0.0.0", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1"),
        *("169.254.169.254", "198.17.255.255", "198.20.0.0", "224.0.0.1", "8.8.8.8"),
        *("::1", "::ffff:127.0.0.1", "::ffff:198.18.0.1", "fe80::1", "fd00::1", "db.local", ""),
    ],
)
def test_no_other_address_is_ours(host: str) -> None:
    assert relayed.parse(host, 80) is None
