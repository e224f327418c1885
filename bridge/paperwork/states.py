"""PURE. Additions of a federal state to the papers. No I/O.

Read from public sources and checked by no lawyer: the papers say so. `""` is a paper before a
school is known.
"""

from dataclasses import asdict, dataclass, replace
from typing import Literal

Rule = Literal["law", "consent", "application", "open"]
"""Law alone; consent of all; an application at the authority; not known yet."""


@dataclass(frozen=True)
class PaperState:
    """Sentences of one federal state.

    Args:
        letters: Short sign; empty for none.
        rule: What the state asks.
        basis: Legal basis, as a sentence of its own.
        authority: Supervisory authority for data protection.
        consent_note: Why no consent is asked; empty where it is.
        parents_do: What parents of the class are asked to do.
        teachers_do: What teachers are asked to do.
        pledge_note: What else the state says about confidentiality.
        doubt: What is not sure.
    """

    letters: str
    name: str
    rule: Rule
    basis: str
    authority: str
    consent_note: str
    parents_do: str
    teachers_do: str
    pledge_note: str
    doubt: str

    @property
    def is_consent(self) -> bool:
        """Return whether everybody of the class has to consent."""
        return self.rule in ("consent", "open")


_READ = (
    "Bitte lesen Sie dieses Blatt. Sie müssen nichts unterschreiben. Haben Sie Fragen oder "
    "Bedenken, sprechen Sie bitte mit der Schule."
)
_SIGN = (
    "Bitte geben Sie das Blatt „Zustimmung der Klasse“ mit Ja oder Nein in der Schule ab. Erst "
    "wenn alle zugestimmt haben, darf der Roboter anfangen."
)
_TEACHERS_READ = "Bitte lesen Sie dieses Blatt und sagen Sie der Klasse, was der Roboter tut."
_TEACHERS_SIGN = (
    "Bitte sagen Sie der Schulleitung, ob Sie zustimmen. Auch Ihre Zustimmung ist freiwillig und "
    "kann jederzeit zurückgezogen werden; ohne sie bleibt der Roboter in Ihrem Unterricht aus."
)
_CONSENT_BASIS = (
    "Einwilligung aller, die im Raum sind (Art. 6 Abs. 1 Buchst. a DSGVO); für Kinder willigen die "
    "Eltern ein, ab 14 Jahren Eltern und Kind."
)
_CONTRACT = "Für die Verwaltung der Leihe: Art. 6 Abs. 1 Buchst. b und f DSGVO."


@dataclass(frozen=True)
class StateTexts:
    """Sentences of a state as the charity has written them; None for those of the preset."""

    basis: str | None = None
    authority: str | None = None
    consent_note: str | None = None
    parents_do: str | None = None
    teachers_do: str | None = None
    pledge_note: str | None = None
    doubt: str | None = None


STATES: dict[str, PaperState] = {
    state.letters: state
    for state in (
        PaperState(
            "HH",
            "Hamburg",
            "law",
            "Gesetz: § 98c Hamburgisches Schulgesetz mit Art. 6 Abs. 1 Buchst. e DSGVO. Bild und "
            "Ton dürfen übertragen werden, wenn ein Kind aus wichtigem Grund nicht kommen kann, "
            f"nur so weit wie nötig, vertraulich und ohne Aufnahme. {_CONTRACT}",
            "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit, Hamburg",
            "§ 98c Hamburgisches Schulgesetz erlaubt die Übertragung ohne Zustimmung der Klasse.",
            _READ,
            _TEACHERS_READ,
            "In Hamburg steht im Schulgesetz (§ 98c), dass die Übertragung vertraulich ist und "
            "nicht aufgenommen werden darf.",
            "Ob § 98c auch den Verein als Verleiher deckt, ist mit der Behörde zu klären.",
        ),
        PaperState(
            "SH",
            "Schleswig-Holstein",
            "consent",
            f"{_CONSENT_BASIS} {_CONTRACT}",
            "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein, Kiel",
            "",
            _SIGN,
            _TEACHERS_SIGN,
            "",
            "Die Vorlagen des IQSH (28.03.2024) sehen eine gemeinsame Verantwortung von Schule und "
            "IQSH vor; wie das mit einem Verein ist, ist offen.",
        ),
        PaperState(
            "NI",
            "Niedersachsen",
            "application",
            "Antrag der Schule beim Regionalen Landesamt für Schule und Bildung, in Fällen des "
            "§ 69 Abs. 1 Niedersächsisches Schulgesetz, mit Art. 6 Abs. 1 Buchst. e DSGVO. "
            f"{_CONTRACT}",
            "Der Landesbeauftragte für den Datenschutz Niedersachsen, Hannover",
            "Das Land verlangt einen bewilligten Antrag; eine Zustimmung der Klasse haben wir in "
            "den Vorgaben nicht gefunden.",
            _READ,
            _TEACHERS_READ,
            "",
            "Ob die Klasse zustimmen muss, haben wir nicht gefunden; das ist beim Regionalen "
            "Landesamt zu erfragen.",
        ),
        PaperState(
            "MV",
            "Mecklenburg-Vorpommern",
            "open",
            f"{_CONSENT_BASIS} {_CONTRACT}",
            "Der Landesbeauftragte für Datenschutz und Informationsfreiheit "
            "Mecklenburg-Vorpommern, Schwerin",
            "",
            _SIGN,
            _TEACHERS_SIGN,
            "",
            "Wir haben keine Regel des Landes gefunden. Bis die Schulaufsicht geantwortet hat, "
            "gilt die strengste Fassung: Alle stimmen zu.",
        ),
    )
}
"""States in which the charity lends."""

NO_STATE = PaperState(
    "",
    "",
    "open",
    f"Je nach Bundesland ein Gesetz oder die {_CONSENT_BASIS} {_CONTRACT}",
    "Die Datenschutz-Aufsicht Ihres Bundeslandes",
    "",
    _SIGN,
    _TEACHERS_SIGN,
    "",
    "Das Bundesland steht noch nicht fest.",
)


def paper_state(letters: str) -> PaperState:
    """Return the sentences of a state; those that ask most for one that is not known."""
    return STATES.get(letters, NO_STATE)


def with_texts(state: PaperState, texts: StateTexts) -> PaperState:
    """Return a state with the sentences that the charity has written."""
    return replace(
        state, **{name: text for name, text in asdict(texts).items() if text is not None}
    )


def own_texts(state: PaperState, typed: dict[str, str]) -> StateTexts:
    """Return what was typed, without what is the preset anyway."""
    return StateTexts(
        **{name: text for name, text in typed.items() if text != getattr(state, name)}
    )
