from bridge.office.desk.north import HEIGHT, SHAPES, WIDTH, dots, placed, state_of
from tests.bridge.office.desk.rows import a_loan, a_robot

HAMBURG = a_loan(town="Hamburg", postcode="20099", federal_state="HH")


def test_every_outline_and_its_letters_lie_on_the_map() -> None:
    assert {shape.state for shape in SHAPES} == {"HH", "SH", "NI", "MV"}
    for shape in SHAPES:
        corners = [corner.split(",") for corner in shape.points.split()]
        assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in corners)
        assert (0 < shape.x < WIDTH, 0 < shape.y < HEIGHT) == (True, True)
    assert placed(9.99, 53.55) < placed(10.13, 53.0)


def test_a_town_has_one_dot_with_its_robots() -> None:
    here = [a_robot(HAMBURG), a_robot(HAMBURG), a_robot(HAMBURG, check_since=1), a_robot(a_loan())]
    hamburg, kiel = dots([*here, a_robot(home="Irgendwo")])
    assert (hamburg.town, hamburg.robots, hamburg.needs, hamburg.is_numbered) == (
        *("Hamburg", 3, 1),
        True,
    )
    assert (kiel.town, kiel.robots, kiel.needs, kiel.is_numbered) == ("Kiel", 1, 0, False)


def test_a_robot_is_in_the_state_of_its_school_or_of_its_home() -> None:
    assert state_of(a_robot(HAMBURG)) == "HH"
    assert state_of(a_robot(a_loan(federal_state="", town="Stade", postcode=""))) == "NI"
    assert state_of(a_robot(home="Lager Rostock")) == "MV"
    assert state_of(a_robot()) == ""
