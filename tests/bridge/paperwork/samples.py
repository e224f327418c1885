"""A loan whose papers are printed: every field filled, long words, umlauts."""

from datetime import date

from bridge.papers.qr_code import qr_svg
from bridge.paperwork.facts import CharityFacts, CodeFacts, LoanOnPaper, PaperFacts, long_day

PAIR = (
    "https://karlsson.example/#robot=otto&key=q3Zb0kQm2mC1nqfVw8xYt7uE5oPaLrSdTgHjKlZxCvB"
    "&secret=abcdefghijklmnopqrstuv"
)
FAMILY = "https://karlsson.example/family#AbCdEfGhIjKlMnOpQrStUv"

CHARITY = CharityFacts(
    name="Klassenfenster e. V.",
    address="Beispielweg 1, 20095 Hamburg",
    phone="040 5550100",
    hours="Mo bis Fr, 8 bis 15 Uhr",
    email="buero@karlsson.example",
    responsible="Anna Beispiel",
    privacy="Herr Test, datenschutz@karlsson.example",
    host="eigener Server in Hamburg",
)
CODES = CodeFacts(
    pair=qr_svg(PAIR),
    family=qr_svg(FAMILY),
    word="badu-lemo-kira-tovu-nesi",
    host="karlsson.example",
    until=long_day(date(2026, 12, 3)),
)


def sample(state: str = "SH", robot: str = "Otto", school: str = "GemS Fördewind") -> PaperFacts:
    """Return the facts of a loan in one federal state."""
    loan = LoanOnPaper(
        robot=robot,
        serial="KRL-0006",
        school=school,
        class_name="6c",
        state=state,
        first=date(2026, 9, 1),
        until=date(2026, 12, 4),
        erased_on=date(2027, 1, 3),
        times="Mo bis Fr, 8:00 bis 12:25 Uhr",
    )
    return PaperFacts(charity=CHARITY, loan=loan, codes=CODES, printed_on=date(2026, 11, 26))
