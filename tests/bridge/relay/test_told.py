import pytest

from bridge.relay import told

SETUP = told.Setup(3, b"\0canary\xff", "pages", "/c", "/k", 10, (4, 5))


@pytest.mark.parametrize("message", [SETUP, told.HandedOver(7, "192.0.2.7", 51234, tls=True)])
def test_what_the_bridge_tells_is_understood(message: told.ToProcess) -> None:
    assert told.to_process.decode(told.encode(message)) == message


@pytest.mark.parametrize(
    "message",
    [told.Ready(), told.Settled(7), told.Left(7), told.Counted(1, 2, 3, 4)],
)
def test_what_a_process_tells_is_understood(message: told.FromProcess) -> None:
    assert told.from_process.decode(told.encode(message)) == message


def test_neither_secret_nor_address_is_shown() -> None:
    assert "canary" not in repr(SETUP)
    assert "192.0.2.7" not in repr(told.HandedOver(7, "192.0.2.7", 51234, tls=True))
