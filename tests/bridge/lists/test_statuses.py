import pytest

from bridge.lending.life import STATE_WORDS
from bridge.lists.statuses import note_of, read_status


@pytest.mark.parametrize(
    ("text", "word", "note", "plain"),
    [
        ("verliehen", "lent", "", True),
        ("verl.", "lent", "", False),
        ("verliehen / Akku schwach", "lent", "Akku schwach", False),
        ("frei (Ladegerät fehlt!)", "free", "Ladegerät fehlt!", False),
        ("reserviert (noch nicht zugesagt!)", "reserved", "noch nicht zugesagt!", False),
        ("zurück am 13.11., Kopf klemmt", "returned", "am 13.11., Kopf klemmt", False),
        ("in Rep. seit 3.11.", "workshop", "seit 3.11", False),
        ("defekt: Kopf", "workshop", "Kopf", False),
        ("abgesagt", "cancelled", "", True),
        ("komisch", "", "komisch", False),
    ],
)
def test_the_first_word_decides(text: str, word: str, note: str, plain: bool) -> None:
    read = read_status(text)
    assert (read.word, note_of(read.rest), read.is_plain) == (word, note, plain)


def test_every_word_that_the_office_gives_out_is_known() -> None:
    for words in STATE_WORDS.values():
        german, english = read_status(words.de), read_status(words.en)
        assert german == english
        assert german.word
        assert german.is_plain
