from bridge.protocol.causes import CAUSES
from robot.doctor.causes_de import CAUSES_DE


def test_every_cause_has_german_words() -> None:
    assert tuple(CAUSES_DE) == CAUSES
    assert all(len(words) > 10 for words in CAUSES_DE.values())
    assert all(len(words.partition(";")[2]) >= 12 for words in CAUSES_DE.values())
