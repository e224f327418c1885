import pytest

from bridge.base.errors import BadRequest
from bridge.fleet.naming import robot_of, signal_url


@pytest.mark.parametrize(
    ("written", "robot"),
    [
        ("karlsson-7", ("karlsson-7", "Karlsson 7")),
        ("Karlsson 7", ("karlsson-7", "Karlsson 7")),
        ("Süd (groß)", ("sued-gross", "Süd (groß)")),
        ("Renée", ("renee", "Renée")),
        ("KARLSSON_07", ("karlsson-07", "KARLSSON_07")),
    ],
)
def test_a_robot_is_named_as_a_person_writes_it(written: str, robot: tuple[str, str]) -> None:
    assert robot_of(written) == robot


@pytest.mark.parametrize("written", ["", "...", "ж", "k" * 33, "Karlsson\x1b[2J"])
def test_what_makes_no_name_is_refused(written: str) -> None:
    with pytest.raises(BadRequest):
        robot_of(written)


def test_the_address_for_a_robot_follows_the_pages() -> None:
    assert signal_url("http://127.0.0.1:8080") == "ws://127.0.0.1:8080/signal"
