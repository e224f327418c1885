"""PURE. Texts that mean the same although they are written differently. No I/O."""

import re
import unicodedata
from functools import lru_cache

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text in small letters and figures, with single spaces and without accents."""
    small = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", small) if not unicodedata.combining(one)
    )
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def is_near(one: str, other: str, most: int) -> bool:
    """Return whether two texts differ by at most so many letters: wrong, missing or swapped."""
    if abs(len(one) - len(other)) > most:
        return False
    one, other = _without_common_ends(one, other)
    if not one or not other or len(one) == len(other) == 1:
        return max(len(one), len(other)) <= most
    if most <= 1:
        return most == 1 and len(one) == len(other) == 2 and one == other[::-1]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        following = [at]
        for to, wanted in enumerate(other, 1):
            cost = min(row[to] + 1, following[to - 1] + 1, row[to - 1] + (letter != wanted))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == wanted:
                cost = min(cost, before[to - 2] + 1)
            following.append(cost)
        if min(following) > most:
            return False
        before, row = row, following
    return row[-1] <= most


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    """Return what differs: most texts of a list differ in their first letters already."""
    begin, end, shorter = 0, 0, min(len(one), len(other))
    while begin < shorter and one[begin] == other[begin]:
        begin += 1
    while end < shorter - begin and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[begin : len(one) - end], other[begin : len(other) - end]
