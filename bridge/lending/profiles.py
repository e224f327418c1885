"""PURE. Lines to tick before the first lesson, by federal state and version. No I/O.

A loan keeps the version with which it began. A profile is a preset that was read from public
sources; no lawyer has checked it. `docs/decisions/0068-facts-and-derived-states.md` names them.
"""

from dataclasses import dataclass
from typing import Literal

from bridge.base.words import Words
from bridge.days.school_days import FederalState

Ticker = Literal["school", "office"]
"""Party that is asked to tick a line; the office may do it for the school."""

NOT_CHECKED = Words("Entwurf, von keinem Juristen geprüft.", "A draft that no lawyer has checked.")

NO_HINT = Words("", "")


@dataclass(frozen=True)
class ProfileLine:
    """One line to tick.

    Args:
        key: Name under which the tick is stored.
        ticker: Who is asked.
        words: The line as the page shows it.
        hint: A second line in small letters.
        counted: Whether "22 of 22" is asked for; less is no tick.
        text_version: Version of the paper behind it.
    """

    key: str
    ticker: Ticker
    words: Words
    hint: Words = NO_HINT
    counted: bool = False
    text_version: int = 1


@dataclass(frozen=True)
class LendingProfile:
    """Requirements of one federal state.

    Args:
        kind: The rule in few words.
        basis: Law or source behind it, with its doubt.
        since: ISO date from which this version holds.
    """

    state: FederalState
    version: int
    since: str
    kind: Words
    basis: Words
    lines: tuple[ProfileLine, ...]

    def line(self, key: str) -> ProfileLine | None:
        """Return a line, or None."""
        return next((line for line in self.lines if line.key == key), None)


_FAMILY = ProfileLine(
    "family",
    "office",
    Words(
        "Familie: nur das Kind hört zu, nichts wird aufgenommen",
        "Family: only the child listens, nothing is recorded",
    ),
    Words("Die Familie hat die Erklärung und hat zugesagt", "The family has agreed to the pledge"),
)
_INFORMED = ProfileLine(
    "informed",
    "school",
    Words("Eltern und Lehrkräfte sind informiert", "Parents and teachers are informed"),
    Words("Information nach Art. 13 DSGVO", "Information under Art. 13 GDPR"),
)
_ALL_PARENTS = ProfileLine(
    "parents",
    "school",
    Words("Alle Eltern der Klasse haben zugestimmt", "All parents of the class have agreed"),
    Words("n von n; wer ablehnt, wird nie genannt", "n of n; who declines is never named"),
    counted=True,
)
_ALL_TEACHERS = ProfileLine(
    "teachers",
    "school",
    Words("Lehrkräfte haben zugestimmt", "Teachers have agreed"),
    counted=True,
)
_CONTRACT = ProfileLine(
    "contract",
    "office",
    Words("Vertrag Schule und Träger", "Contract between school and charity"),
    Words("gemeinsame Verantwortung", "joint responsibility"),
)

PROFILES: tuple[LendingProfile, ...] = (
    LendingProfile(
        "HH",
        1,
        "2026-12-01",
        Words("im Gesetz geregelt", "set by law"),
        Words(
            "§ 98c HmbSG: vertraulich, keine Aufnahme, nur soweit nötig; "
            "keine Zustimmung der Klasse.",
            "§ 98c HmbSG: confidential, no recording, only as far as needed; "
            "no consent of the class.",
        ),
        (
            ProfileLine(
                "reason",
                "school",
                Words(
                    "Schule bestätigt: wichtiger Grund, anders geht es nicht",
                    "School confirms: a weighty reason, and no other way",
                ),
                Words("Kein Grund wird hier genannt", "No reason is written here"),
            ),
            _INFORMED,
            ProfileLine(
                "rules",
                "school",
                Words(
                    "Schule hat Regeln gesagt: vertraulich, keine Aufnahme",
                    "School has told the rules: confidential, no recording",
                ),
            ),
            _FAMILY,
        ),
    ),
    LendingProfile(
        "SH",
        1,
        "2026-12-01",
        Words("alle stimmen zu", "everybody agrees"),
        Words(
            "Paket des IQSH vom 28.03.2024. Gemeinsam verantwortlich sind dort Schule und IQSH; "
            "wie das mit einem Verein ist, ist offen.",
            "Pack of the IQSH of 28 March 2024. There school and IQSH are jointly responsible; how "
            "that is with a charity is open.",
        ),
        (
            ProfileLine(
                "authority",
                "school",
                Words("Schulaufsicht hat zugestimmt", "The school authority has agreed"),
                Words("Papier liegt bei der Schule", "The paper is kept at the school"),
            ),
            _CONTRACT,
            _ALL_PARENTS,
            _ALL_TEACHERS,
            _FAMILY,
        ),
    ),
    LendingProfile(
        "NI",
        1,
        "2026-12-01",
        Words("Antrag", "application"),
        Words(
            "Handreichung zu § 69 Abs. 1 NSchG. Zur Zustimmung der Klasse wurde nichts gefunden.",
            "Guidance on § 69 (1) NSchG. Nothing was found on the consent of the class.",
        ),
        (
            ProfileLine(
                "documents",
                "school",
                Words("Unterlagen liegen bei der Schule", "The documents are at the school"),
                Words(
                    "Stellungnahme, Einschätzung, Datenschutz; nichts davon kommt ins Büro",
                    "Statement, assessment, data protection; none of it reaches the office",
                ),
            ),
            ProfileLine(
                "approved",
                "school",
                Words(
                    "Antrag beim RLSB ist bewilligt",
                    "The application to the RLSB is approved",
                ),
            ),
            _INFORMED,
            _FAMILY,
        ),
    ),
    LendingProfile(
        "MV",
        1,
        "2026-12-01",
        Words("strengste Fassung", "strictest version"),
        Words(
            "Nichts gefunden; deshalb die strengste Fassung, bis die Schulaufsicht geantwortet "
            "hat.",
            "Nothing found, so the strictest version until the authority has answered.",
        ),
        (
            ProfileLine(
                "authority",
                "school",
                Words(
                    "Schule hat bei der Schulaufsicht gefragt",
                    "The school has asked the school authority",
                ),
                Words("Papier liegt bei der Schule", "The paper is kept at the school"),
            ),
            _CONTRACT,
            _ALL_PARENTS,
            _ALL_TEACHERS,
            _FAMILY,
        ),
    ),
)
"""Every version of every profile; none is ever removed, since loans keep theirs."""


def profile(state: str, version: int | None = None) -> LendingProfile | None:
    """Return a federal state's profile, the newest without a version; None if there is none."""
    found = [one for one in PROFILES if one.state == state and version in (None, one.version)]
    return max(found, key=lambda one: one.version, default=None)
