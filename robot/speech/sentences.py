"""PURE. Sentences of the child's phrases in both languages. No I/O.

They are the words of the app (`pupil_app/lang/*.json`, `phrase_*`); a test compares them.
"""

from bridge.protocol.fields import PhraseKind, PhraseLanguage

MOST_CHARACTERS = 80

SENTENCES: dict[PhraseKind, dict[PhraseLanguage, str]] = {
    "question": {"de": "Ich habe eine Frage.", "en": "I have a question."},
    "again": {"de": "Bitte noch mal.", "en": "Once more, please."},
    "too_fast": {"de": "Das war zu schnell.", "en": "That was too fast."},
    "no_board": {"de": "Ich sehe die Tafel nicht.", "en": "I cannot see the board."},
    "louder": {"de": "Bitte lauter.", "en": "Louder, please."},
    "yes": {"de": "Ja.", "en": "Yes."},
    "no": {"de": "Nein.", "en": "No."},
    "thanks": {"de": "Danke!", "en": "Thank you!"},
    "break": {"de": "Ich mache Pause.", "en": "I am taking a break."},
    "tomorrow": {"de": "Bis morgen!", "en": "See you tomorrow!"},
}


def sentence(kind: PhraseKind, text: str, language: PhraseLanguage) -> str:
    """Return what the robot says: the words of the kind, or the child's own.

    Double brackets would begin phonetic writing for the synthesizer, so brackets are left out.
    """
    own = SENTENCES.get(kind)
    words = text if own is None else own[language]
    plain = "".join(" " if letter in "[]" else letter for letter in words)
    return " ".join(plain.split())[:MOST_CHARACTERS]
