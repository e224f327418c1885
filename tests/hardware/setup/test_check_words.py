from typing import get_args

from hardware.contract.wire import FaultCode
from hardware.setup.check_words import CHECK_TEXTS


def test_every_fault_has_words_for_what_to_do() -> None:
    codes = set(get_args(FaultCode)) - {"calibration"}
    assert {f"do_{code}" for code in codes} <= set(CHECK_TEXTS)


def test_no_sentence_is_empty() -> None:
    assert all(german and english for german, english in CHECK_TEXTS.values())
