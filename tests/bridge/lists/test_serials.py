import pytest

from bridge.lists.serials import RobotBook, serial_of

ROBOTS = RobotBook({**{f"KRL-{n:04}": f"KRL-{n:04}" for n in range(1, 21)}, "KRL-0021": "Fiete"})


@pytest.mark.parametrize(
    ("text", "id"),
    [
        *(("KRL-0003", "KRL-0003"), ("krl 3", "KRL-0003"), ("KRL0006", "KRL-0006")),
        *(
            ("Nr. 14", "KRL-0014"),
            ("1", "KRL-0001"),
            ("KRLO006", "KRL-0006"),
            ("krl-0O7", "KRL-0007"),
        ),
        *(("Avatar 5", "KRL-0005"), ("#9", "KRL-0009"), ("Fiete", "KRL-0021")),
        *(("KRL-0099", ""), ("77", ""), ("XYZ-0003", ""), ("Reparatur", ""), ("", "")),
    ],
)
def test_a_robot_is_known_however_it_is_written(text: str, id: str) -> None:
    assert ROBOTS.find(text).id == id


def test_a_name_may_stand_beside_the_number() -> None:
    for text in ("KRL-0001 Otto", "krl 1 Otto", "Otto (KRL-0001)", "KRL-0001, Otto"):
        found = ROBOTS.find(text)
        assert (found.id, found.name) == ("KRL-0001", "Otto")


@pytest.mark.parametrize("text", ["16 + 17", "KRL-0016, KRL-0017", "16 und 17", "KRL 16/17"])
def test_two_robots_in_one_cell_are_two(text: str) -> None:
    assert ROBOTS.find(text).several == ("KRL-0016", "KRL-0017")


def test_the_next_one_in_the_count_is_proposed() -> None:
    assert ROBOTS.next_free("KRL-0007", ["KRL-0007", "KRL-0009"]) == "KRL-0008"
    assert ROBOTS.by_name("fiete") == "KRL-0021"
    assert ROBOTS.by_name("niemand") == ""


def test_a_bridges_small_letters_are_the_serial_of_the_list() -> None:
    book = RobotBook({"krl-0001": "krl-0001"})
    assert book.find("KRL-0001").is_exact
    assert not book.find("krl 1").is_exact
    assert serial_of("krl-0001") == "KRL-0001"
    assert serial_of("karlsson-1") == "karlsson-1"
