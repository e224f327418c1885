import pytest

from bridge.days.windows import read_windows
from bridge.paperwork.times import times_in_words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", ""),
        ("Mo 08:00-08:45, Mo 11:40-12:25", "Mo 8:00 bis 12:25 Uhr"),
        ("Mo-Fr 8:00-12:25", "Mo bis Fr 8:00 bis 12:25 Uhr"),
        ("Mo 8-9, Di 8-9, Do 8-9", "Mo und Di 8:00 bis 9:00 Uhr, Do 8:00 bis 9:00 Uhr"),
        ("Mo-Do 8:00-12:25, Fr 8:00-11:30", "Mo bis Do 8:00 bis 12:25 Uhr, Fr 8:00 bis 11:30 Uhr"),
        ("Mi 9-10", "Mi 9:00 bis 10:00 Uhr"),
    ],
)
def test_times_are_said_as_people_would(typed: str, said: str) -> None:
    assert times_in_words(read_windows(typed)).de == said
