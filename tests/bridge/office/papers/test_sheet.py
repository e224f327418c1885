import re
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.words import Declined
from bridge.office.papers.sheet import new_sheet, new_word
from bridge.protocol import keys, proofs

KEY = keys.public_text(Ed25519PrivateKey.generate())
URL = "https://karlsson.example"


def test_the_word_is_long_enough_to_be_printed_and_easy_enough_to_be_typed() -> None:
    words = {new_word() for _ in range(50)}
    assert len(words) == 50
    for word in words:
        assert re.fullmatch(
            r"([bdfgklmnprstvwz][aeiou]){2}(-([bdfgklmnprstvwz][aeiou]){2}){4}", word
        )


def test_the_database_learns_neither_code_nor_word_nor_token() -> None:
    sheet = new_sheet(URL, "otto", KEY, date(2026, 11, 26))
    assert {code.kind: len(code.mac_key) for code in sheet.kept} == {"secret": 32, "word": 32}
    word = proofs.word_secret(sheet.drawn.word)
    assert sheet.kept[1].lookup == proofs.lookup(word)
    assert sheet.drawn.word not in repr(sheet.kept)
    assert len(sheet.family_hash) == 64
    assert new_sheet(URL, "otto", KEY, date(2026, 11, 26)).kept != sheet.kept


@pytest.mark.parametrize(
    ("printed", "until", "end"),
    [
        pytest.param(
            date(2026, 11, 26), "Donnerstag, 3. Dezember", "2026-12-03T23:00", id="winter"
        ),
        pytest.param(date(2027, 3, 25), "Donnerstag, 1. April", "2027-04-01T22:00", id="spring"),
        pytest.param(
            date(2027, 10, 28), "Donnerstag, 4. November", "2027-11-04T23:00", id="autumn"
        ),
    ],
)
def test_the_codes_hold_to_the_end_of_the_day_that_the_sheet_names(
    printed: date, until: str, end: str
) -> None:
    sheet = new_sheet(URL, "otto", KEY, printed)
    assert sheet.drawn.until == until
    assert datetime.fromtimestamp(sheet.expires_at, UTC).isoformat()[:16] == end


def test_a_robot_without_a_key_gets_no_sheet() -> None:
    with pytest.raises(Declined, match="no key"):
        new_sheet(URL, "otto", "lost", date(2026, 11, 26))
