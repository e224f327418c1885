import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.process.toml_words import NotToml, encoding, parse, syntax

JARGON = (
    *("TOML", "column", "Expected", "expected", "Invalid", "Illegal", "Unescaped", "Unclosed"),
    *("declare", "codec", "byte 0x", "statement", "key/value"),
)


def told(text: str) -> str:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    return syntax(str(caught.value), text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("id = karlsson-1", 'text stands in quotes: id = "karlsson-1"'),
        ("id = „karlsson-1“", "quotes must be straight: \" or '"),
        ("id = ‘karlsson-1’", "quotes must be straight: \" or '"),
        ('id = "karlsson-1', "the text's second \" is missing"),
        ("id = 'karlsson-1", "the text's second ' is missing"),
        ('id = karlsson-1"', "text stands in quotes at both ends"),
        ('id = "karl"sson"', 'the text holds a " of its own; write it without'),
        ('id = "a" "b"', 'the text holds a " of its own; write it without'),
        ('id = "a" b', "behind the value stands something more"),
        (r'id = "C:\karlsson"', r"in text a \ is written twice: \\; or the text stands in ' '"),
        ("fps: 30", 'between a key and its value stands "=": fps = 30'),
        ("fps 30", 'between a key and its value stands "="'),
        ("fps", "a value is missing: fps = ..."),
        ("fps =", 'after "=" a value is missing: fps = ...'),
        ("fps = # 30", 'after "=" a value is missing: fps = ...'),
        ("fps = 030", "a number does not begin with 0: fps = 30"),
        ("gain = 1,5", "a number has a point: gain = 1.5"),
        ("gain = .5", "a number has digits before and after its point, such as 0.5"),
        ("gain = −5", "the sign before a number is the short one: -"),
        ("fps = 30 fps", "a number stands alone, without fps: fps = 30"),
        ("fps = 30fps # fast", "a number stands alone, without fps: fps = 30"),
        ("tones = True", "must be true or false, small and without quotes: tones = true"),
        ("tones = nein", "must be true or false, small and without quotes: tones = false"),
        ("größe = 5", "a key is one word of letters without accents, digits, - and _"),
        ("head size = 5", "a key is one word of letters without accents, digits, - and _"),
        ("[camera", "a section stands alone on its line: [camera]"),
        ("[camera] fps = 5", "a section is a name of letters, digits, - and _ in [ ]"),
        ("[[camera]", "a section stands alone on its line: [[camera]]"),
        ("[my camera]", "a section is a name of letters, digits, - and _ in [ ]"),
        (
            "hosts = [one, two]",
            "a list is values with commas between them, each text in quotes",
        ),
        ('hosts = ["one" "two"]', "a list is values with commas between them"),
        ('hosts = ["one"', 'the list\'s ] is missing: ["one", "two"]'),
        ("?", "a line is a [section], a key = value, or a # note"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_the_right_one(line: str, says: str) -> None:
    text = told(f"[robot]\n\n{line}\n\n[sound]\necho = 'off'\n")
    assert text.startswith("line 3: ")
    assert line[:60] in text
    assert says in text
    assert not [word for word in JARGON if word in text.replace(line, "")]


def test_what_stands_twice_is_told_with_the_first_line() -> None:
    assert told("[a]\nb = 1\nc = 2\nb = 3\nd = 4") == (
        "line 4: b = 3: this key stands in line 2 already; remove one of them"
    )
    assert told("[a]\nb = 1\n[c]\nb = 2\n[a] # again\ne = 1\n") == (
        "line 5: [a] # again: this section stands in line 1 already; make them one"
    )


def test_a_list_that_stays_open_is_told_where_it_begins() -> None:
    text = told('[a]\nb = ["x",\n  "y"\nc = 5\n')
    assert text == 'line 2: b = ["x",: the list\'s ] is missing: ["one", "two"]'


@pytest.mark.parametrize(
    "line",
    [
        *("password = canary", 'credential = "canary', "credential: canary", "secret canary"),
        *('url = "postgresql://user:canary@host/x', "url = postgresql://user:canary@host/x"),
        *(r'proxy = "http://u:canary\z@h"', "password = canary, canary", "token = 0123canary"),
    ],
)
def test_a_secret_is_not_shown(line: str) -> None:
    assert "canary" not in told(f"[a]\n{line}\n")


def test_a_long_line_is_not_shown_whole() -> None:
    assert len(told(f"a = {'x' * 5000}")) < 300


def test_another_encoding_is_told_with_its_line() -> None:
    data = 'a = 1\nname = "Müller"\n'.encode("latin-1")
    with pytest.raises(UnicodeDecodeError) as caught:
        data.decode()
    assert encoding(data, caught.value.start) == (
        "line 2: holds a letter that is not UTF-8; save the file as UTF-8"
    )
    assert "UTF-16" in encoding("a = 1".encode("utf-16"), 0)


@given(
    st.text(
        alphabet=st.sampled_from("ab= []\"'\n#.,:-0123x\\„{}"),
        max_size=60,
    )
)
def test_any_text_is_read_or_told_in_words(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = syntax(str(error), text)
        assert said.startswith("line ")
        assert not [word for word in JARGON if word in said]


def test_a_file_is_read_or_told_in_one_call() -> None:
    assert parse(b"\xef\xbb\xbfa = 1\r\n") == {"a": 1}
    for data, says in ((b"a =", "line 1: a =: "), (b"a = '\xfc'", "line 1: holds a letter")):
        with pytest.raises(NotToml) as caught:
            parse(data)
        assert str(caught.value).startswith(says)
