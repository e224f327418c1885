"""PURE. Messages about a file that is no TOML, for people who edit it by hand. No I/O.

    id = karlsson-1     line 5: id = karlsson-1: text stands in quotes: id = "karlsson-1"
    fps: 30             line 9: fps: 30: between a key and its value stands "=": fps = 30

The parser says where it stopped; what it says beside that is for programmers. The line itself
says more: these are the mistakes that people make.
"""

import re
import tomllib
from collections.abc import Callable
from itertools import takewhile
from typing import Any

from bridge.process.config_words import is_secret, shown

MOST = 60
"""Characters of a line that are shown."""

_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")
_KEY = r"[A-Za-z0-9_.-]+"
_ROUND = "„“”‟«»″‘’‚‛′"
_DASHES = "−–—"

GENERAL = (
    "a line is a [section], a key = value, or a # note; text stands in quotes, numbers and "
    "true or false do not"
)


class NotToml(ValueError):
    """A file is no TOML; the text says in which line, why, and what to write instead."""


def parse(data: bytes) -> dict[str, Any]:
    """Return what a file says.

    Raises:
        NotToml: It cannot be read.
    """
    try:
        # Editors of Windows put a mark in front of UTF-8.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotToml(encoding(data, error.start)) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(syntax(str(error), text)) from error


def line_of(error: str, text: str) -> int:
    """Return the line at which the parser stopped, counted from 1."""
    lines = text.splitlines() or [""]
    place = _PLACE.search(error)
    if place is None or place[1] is None:
        return len(lines)
    number = min(int(place[1]), len(lines))
    # Where a line is left open, it stops at the next one that has something on it.
    return number


def syntax(error: str, text: str) -> str:
    """Return `line 5: id = karlsson-1: what is wrong and what to write instead`.

    Args:
        error: What the parser said; only its place is used.
        text: The whole file.
    """
    number = line_of(error, text)
    lines = text.splitlines() or [""]
    found = _twice(lines, number) or _open_list(lines, number)
    if found is None:
        line = lines[number - 1].strip()
        found = number, next(filter(None, (judge(line) for judge in _JUDGES)), GENERAL)
    number, what = found
    line = _shown(lines[number - 1].strip())
    return f"line {number}: {line}: {what}" if line else f"line {number}: {what}"


def encoding(data: bytes, position: int) -> str:
    """Return what is wrong with a file that is no UTF-8, and the remedy.

    Args:
        data: The whole file.
        position: The first byte that does not fit.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 'the file is saved as "Unicode" (UTF-16); save it as UTF-8'
    number = data.count(b"\n", 0, position) + 1
    return f"line {number}: holds a letter that is not UTF-8; save the file as UTF-8"


def _shown(line: str) -> str:
    """Return a line, short and without secrets."""
    key, sign, value = line.partition("=")
    if is_secret(key.strip()):
        return f"{key.strip()} = ********" if sign else "********"
    if "://" in value:
        return f"{key.strip()}{shown((key.strip(),), value.strip(), MOST)}"
    return line if len(line) <= MOST else f"{line[:MOST]}..."


def _value(line: str) -> tuple[str, str] | None:
    """Return key and value of a line, without a note at its end where that is plain."""
    found = re.fullmatch(rf"({_KEY})\s*=\s*(.*)", line)
    if found is None:
        return None
    return found[1], re.sub(r"(^|\s+)#[^\"']*$", "", found[2]).strip()


def _section(line: str) -> str | None:
    if not line.startswith("["):
        return None
    inner = line.partition("#")[0].strip().strip("[]").strip()
    wanted = f"[[{inner}]]" if line.startswith("[[") else f"[{inner}]"
    if not re.fullmatch(_KEY, inner):
        return "a section is a name of letters, digits, - and _ in [ ], such as [camera]"
    if line.partition("#")[0].strip() != wanted:
        return f"a section stands alone on its line: {wanted}"
    return None


def _no_equals(line: str) -> str | None:
    colon = re.fullmatch(rf"({_KEY})\s*:\s*(.*)", line)
    if colon and is_secret(colon[1]):
        return f'between a key and its value stands "=": {colon[1]} = "..."'
    if colon:
        return f'between a key and its value stands "=": {colon[1]} = {colon[2]}'[:120]
    if re.fullmatch(_KEY, line):
        return f"a value is missing: {line} = ..."
    if "=" not in line and re.fullmatch(rf"{_KEY}\s+\S.*", line):
        return 'between a key and its value stands "="'
    return None


def _key(line: str) -> str | None:
    key, sign, _ = line.partition("=")
    if sign and not re.fullmatch(rf"\s*(?:{_KEY}|\"[^\"]*\"|'[^']*')\s*", key):
        return "a key is one word of letters without accents, digits, - and _"
    return None


def _missing(line: str) -> str | None:
    pair = _value(line)
    return f'after "=" a value is missing: {pair[0]} = ...' if pair and not pair[1] else None


def _signs(line: str) -> str | None:
    if any(sign in line for sign in _ROUND):
        return "quotes must be straight: \" or '"
    if any(sign in line for sign in _DASHES):
        return "the sign before a number is the short one: -"
    return None


def _bare(line: str) -> str | None:
    """Judge a value without quotes."""
    pair = _value(line)
    if pair is None or pair[1][:1] in ("", '"', "'", "[", "{"):
        return None
    key, value = pair
    if is_secret(key) or "://" in value or '"' in value:
        return "text stands in quotes at both ends"
    if value.lower() in ("true", "yes", "on", "ja"):
        return f"must be true or false, small and without quotes: {key} = true"
    if value.lower() in ("false", "no", "off", "nein", "none", "null"):
        return f"must be true or false, small and without quotes: {key} = false"
    if comma := re.fullmatch(r"([+-]?\d+),(\d+)", value):
        return f"a number has a point: {key} = {comma[1]}.{comma[2]}"
    if unit := re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*([A-Za-z%°]\S*)", value):
        return f"a number stands alone, without {unit[2][:12]}: {key} = {unit[1]}"
    if zeros := re.fullmatch(r"([+-]?)0+(\d+(?:\.\d+)?)", value):
        return f"a number does not begin with 0: {key} = {zeros[1]}{zeros[2]}"
    if re.fullmatch(r"[+-]?(\d+\.|\.\d+)", value):
        return "a number has digits before and after its point, such as 0.5"
    return f'text stands in quotes: {key} = "{value[:MOST]}"'


def _quoted(line: str) -> str | None:
    """Judge a value that begins with a quote."""
    pair = _value(line)
    if pair is None or pair[1][:1] not in ("'", '"'):
        return None
    key, value = pair
    quote = value[0]
    if quote == '"' and "\\" in value:
        if is_secret(key) or "://" in value:
            return "in text a \\ is written twice: \\\\"
        return "in text a \\ is written twice: \\\\; or the text stands in ' ' instead of \" \""
    if value.count(quote) == 1:
        return f"the text's second {quote} is missing"
    if value.count(quote) > 2 and not value.startswith(quote * 3):
        return f"the text holds a {quote} of its own; write it without"
    return "behind the value stands something more"


def _in_list(line: str) -> str | None:
    pair = _value(line)
    if pair is None or not pair[1].startswith("["):
        return None
    if pair[1].count("[") > pair[1].count("]"):
        return 'the list\'s ] is missing: ["one", "two"]'
    return 'a list is values with commas between them, each text in quotes: ["one", "two"]'


_JUDGES: tuple[Callable[[str], str | None], ...] = (
    *(_signs, _section, _no_equals, _key, _missing, _bare, _quoted, _in_list),
)


def _twice(lines: list[str], number: int) -> tuple[int, str] | None:
    """Return the line of a section or key that stands twice, and where it stood first."""
    # A parser stops behind the value, which may be where the next line begins.
    for at in (number, number - 1):
        line = lines[at - 1].strip() if 0 < at <= len(lines) else ""
        before = [one.strip() for one in lines[: at - 1]]
        if re.fullmatch(rf"\[{_KEY}\]\s*(#.*)?", line):
            name = line.partition("]")[0] + "]"
            same = [n for n, one in enumerate(before, 1) if one.partition("]")[0] + "]" == name]
            if same:
                return at, f"this section stands in line {same[0]} already; make them one"
        pair = _value(line)
        if pair:
            mine = list(takewhile(lambda one: not one[1].startswith("["), _numbered(before)))
            same = [n for n, one in mine if (_value(one) or ("",))[0] == pair[0]]
            if same:
                return at, f"this key stands in line {same[-1]} already; remove one of them"
    return None


def _numbered(before: list[str]) -> list[tuple[int, str]]:
    """Return lines with their numbers, the last one first."""
    return list(enumerate(before, 1))[::-1]


def _open_list(lines: list[str], number: int) -> tuple[int, str] | None:
    """Return the line of a list or text that was left open before the parser stopped."""
    for at in range(number - 1, 0, -1):
        pair = _value(lines[at - 1].strip())
        if pair is not None:
            value = re.sub(r'"[^"]*"', "", pair[1])
            if value.startswith("[") and "]" not in "".join(lines[at - 1 : number - 1]):
                return at, 'the list\'s ] is missing: ["one", "two"]'
            return None
    return None
