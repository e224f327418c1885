import tomllib

from hypothesis import given
from hypothesis import strategies as st

from robot.demo.toml import dump

text = st.text(st.characters(exclude_categories=["Cs"]))
key = st.from_regex(r"[a-z_]{1,10}", fullmatch=True)
scalar = text | st.booleans() | st.integers(-(2**53), 2**53) | st.lists(text)


@given(st.dictionaries(key, st.dictionaries(key, scalar | st.dictionaries(text, text))))
def test_what_is_dumped_reads_back_the_same(
    tables: dict[str, dict[str, str | bool | int | list[str] | dict[str, str]]],
) -> None:
    assert tomllib.loads(dump(tables)) == tables
