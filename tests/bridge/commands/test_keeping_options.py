import pytest

from bridge.__main__ import parser


def test_what_is_typed_is_read() -> None:
    read = parser().parse_args
    assert read(["backup", "--for", "age1a", "--for", "age1b"]).recipients == ["age1a", "age1b"]
    restored = read(["restore", "b.age", "--key", "k", "--replace"])
    assert (str(restored.file), restored.replace) == ("b.age", True)
    assert read(["erase", "loan", "--loan", "7"]).loan == 7
    assert read(["retention", "set", "names", "14"]).days == 14


@pytest.mark.parametrize(
    "typed", [["restore"], ["erase"], ["erase", "loan", "--loan", "0"], ["retention", "set", "x"]]
)
def test_what_is_missing_is_said(typed: list[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(typed)
