import pytest

from bridge.__main__ import parser


def test_a_list_is_only_checked_unless_it_is_to_be_taken() -> None:
    options = parser().parse_args(["list", "import", "liste.xlsx", "--answer", "0!H6=18.12."])
    assert (options.take, options.suggestions, options.answer) == (False, False, ["0!H6=18.12."])


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "take-back", "x"],
        ["list", "report", "--year", "26"],
        ["list", "export", "a.xlsx", "--state", "BY"],
    ],
)
def test_what_cannot_be_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(arguments)
