from bridge.office.desk.robot_list import RobotFilter, row_of_robot
from bridge.office.desk.robot_sheet import HEADINGS, robot_sheets
from tests.bridge.office.desk.rows import MONDAY, NOON, a_loan, a_robot, live


def test_the_list_has_the_columns_of_the_page_and_no_child() -> None:
    told = live("lesson", battery_percent=77.4, version="1.8", lesson_at=NOON.timestamp())
    row = row_of_robot(a_robot(a_loan(short_name="J. B."), told=told, note="=1+1"), MONDAY)
    wanted = RobotFilter("all", "SH", "wanda", (MONDAY, MONDAY))
    robots, about = robot_sheets([row], wanted, MONDAY, "Anna", "de")
    assert len(robots.headings) == len(HEADINGS)
    last = a_loan().last
    assert robots.rows[0] == [
        *("Wanda", "KRL-0007", "im Unterricht", "GS Seerosenweg", "Kiel", "SH", last, 77, "1.8"),
        *(MONDAY, MONDAY, "=1+1"),
    ]
    assert "J. B." not in repr(robots)
    assert about.rows[1][1] == "Alle, Schleswig-Holstein, frei 30.11.2026 – 30.11.2026, „wanda“"


def test_an_unknown_time_is_an_empty_cell() -> None:
    row = row_of_robot(a_robot(told=live("away", seen_at=None)), MONDAY)
    robots, _about = robot_sheets([row], RobotFilter(), MONDAY, "Anna", "en")
    assert (robots.rows[0][2], robots.rows[0][9:11]) == ("free", [None, None])
