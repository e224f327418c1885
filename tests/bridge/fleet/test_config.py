import pytest

from bridge.fleet.config import FleetSection, check_fleet
from bridge.process.config_file import ConfigError


def test_the_usual_path_and_none_are_good() -> None:
    check_fleet(FleetSection())
    check_fleet(FleetSection(socket=""))


@pytest.mark.parametrize(
    ("socket", "told"), [("fleet.sock", "absolute path"), ("/" + "x" * 100, "at most 100")]
)
def test_a_path_that_can_be_no_socket_is_told(socket: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        check_fleet(FleetSection(socket=socket))
