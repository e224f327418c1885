from bridge.days.windows import read_windows
from bridge.office.loans.week import lesson_week, typed_times


def test_each_beginning_has_its_row_and_each_day_its_column() -> None:
    week = lesson_week(read_windows("Mo 8:00-8:45, Di 8:00-8:45, Mo 10:40-11:25"))
    assert [name.de for name in week.days] == ["Mo", "Di", "Mi", "Do", "Fr"]
    shown = [[cell.begins if cell else "" for cell in row] for row in week.lessons]
    assert shown == [["8:00", "8:00", "", "", ""], ["10:40", "", "", "", ""]]


def test_a_saturday_is_shown_where_there_are_lessons() -> None:
    assert len(lesson_week(read_windows("Sa 9-10")).days) == 6
    assert lesson_week(()).lessons == ()


def test_times_to_change_are_one_line_a_day_and_are_read_back_the_same() -> None:
    windows = read_windows("Mo 8:00-8:45, Mo 8:50-9:35, Di 10-11:30")
    assert typed_times(windows) == "Mo 8:00-8:45, 8:50-9:35\nDi 10:00-11:30"
    assert read_windows(typed_times(windows)) == windows
