import pytest

from bridge.paperwork.facts import PaperFacts
from bridge.paperwork.letters import WRITABLE, can_write, writable
from bridge.paperwork.printing import typeset_paper
from tests.bridge.paperwork.samples import CHARITY, sample


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Otto", "Otto"),
        ("  Otto \n  der   Große ", "Otto der Große"),
        ("Robo🤖 ⚡", "Robo"),
        ("Łódź Ğüneş Ñandú Ελλάς Маша", "Łódź Ğüneş Ñandú Ελλάς Маша"),
        ("a\u0308", "ä"),
        ("中文", ""),
        ("x\u200b\u202e\x07y", "xy"),
    ],
)
def test_what_no_font_has_is_left_out(text: str, left: str) -> None:
    assert writable(text) == left


@pytest.mark.thorough
def test_every_sign_that_is_kept_can_be_typeset() -> None:
    signs = [chr(code) for first, last in WRITABLE for code in range(first, last + 1)]
    kept = [sign for sign in signs if can_write(sign)]
    # An accent stands on a letter, as it does in names.
    for at in range(0, len(kept), 40):
        school = "".join(f"a{sign}" for sign in kept[at : at + 40])
        typeset_paper("pledge", PaperFacts(charity=CHARITY, loan=sample(school=school).loan))
        typeset_paper("consent", PaperFacts(charity=CHARITY, loan=sample(school=school).loan))
