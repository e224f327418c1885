"""PURE. Sentences that tell more of a child than the office may keep. No I/O.

Illness, birthday, a family's address: none of them has a place in the database. What is typed into
a free field is looked through by sentence. This is a net with wide meshes: it finds usual words,
and people are told so in the form itself.
"""

import re
from typing import NamedTuple

from bridge.base.words import Words

ILLNESS = Words(
    "Das klingt nach einer Krankheit. Bitte weglassen, das besprechen wir lieber am Telefon.",
    "This sounds like an illness. Please leave it out; we would rather talk about it on the phone.",
)
BIRTHDAY = Words(
    "Das klingt nach einem Geburtstag. Bitte weglassen, wir brauchen ihn nicht.",
    "This sounds like a birthday. Please leave it out; we do not need it.",
)
HOME = Words(
    "Das klingt nach einer Adresse. Bitte weglassen, der Ort der Schule genügt.",
    "This sounds like an address. Please leave it out; the town of the school is enough.",
)
NAME = Words(
    "Das klingt nach dem Namen des Kindes. Bitte weglassen, wir brauchen ihn jetzt noch nicht.",
    "This sounds like the name of the child. Please leave it out; we do not need it yet.",
)

_ILLNESS = (
    # Ends of words that name illnesses; words that are no illness follow below.
    r"\w{3,}(?:itis|ämie|aemie|anämie|pathie|sklerose|fibrose|psychose|neurose|zytose|dystrophie"
    r"|phobie|syndrom|sarkom|karzinom|lymphom|blastom|melanom|tumore?n?|krebs|insuffizienz"
    r"|erkrankung|störung|stoerung|allergie|schmerzen|infekt(?:ion)?|transplantation|therapie|emia"
    r"|sclerosis|fibrosis|pathy|syndrome|cancer|disease|disorder|dystrophy)",
    r"diagnos\w*|krebs\w*|leuk\w*mie\w*|tumor\w*|chemo\w*|bestrahl\w*|metasta\w*|depress\w*|autis\w*"
    r"|epilep\w*|asthma\w*|diabet\w*|mukoviszidose|rheuma\w*|migräne\w*|burn-?out|magersucht|anorexi\w*"
    r"|bulimi\w*|essstörung\w*|psych(?:isch|iatr)\w*|suizid\w*|trauma\w*|adhs|adhd|ads|ptbs|posttraumat\w*"
    r"|me/?cfs|cfs|long[- ]?covid|post[- ]?covid|post-?vac|fatigue|pots|corona\w*|covid\w*|hiv|aids"
    r"|multiple sklerose|querschnitt\w*|schlaganfall|herzfehler|herz-?op|herzoperation"
    r"|niere\w*versag\w*"
    r"|dialyse\w*|operier\w*|operation\w*|\bop\b|transplant\w*|immunschw\w*|immunsupp\w*"
    r"|medikament\w*"
    r"|schwerbehinder\w*|pflegegrad|reha(?:klinik)?|leukemi\w*|cancer|seizure\w*|surgery|anxiety"
    r"|(?:eating|mental|panic|sleep|personality) disorder|chronic\w* ill\w*"
    r"|chronisch\w* krank\w*|unheilbar\w*|lähmung\w*|gelähmt\w*",
    r"icd[- ]?1?[01]?",
    r"[A-TV-Z]\d\d\.\d{1,2}",
)
_NO_ILLNESS = re.compile(
    r"(?:netz|bild|ton|verbindungs?|funk|betriebs|unterrichts|ruhe)störung(?:en)?"
    r"|sympathie|empathie|(?:daten|netz)infekt(?:ion)?",
    re.IGNORECASE,
)

_WORDS = re.compile(rf"(?<!\w)(?:{'|'.join(_ILLNESS)})(?!\w)", re.IGNORECASE)
_BIRTHDAY = re.compile(
    r"(?<!\w)(?:geb\.|geboren|geburts\w*|birthday|born|date of birth)(?!\w)"
    r"|\b\d{1,2}\.\s?\d{1,2}\.\s?(?:199[5-9]|200\d|201\d|202[0-3])\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:wohn(?:t|en|haft)|lives at|unsere adresse|home address)\b"
    r"|\b[A-ZÄÖÜ][\w-]*(?:straße|strasse|str\.|weg|allee|platz|gasse|ring|damm)\s+\d{1,4}\s?[a-z]?\b"
    r"|\b[A-ZÄÖÜ][\w-]+\s+(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Street|Road)\s+\d{1,4}\b",
)
_NAME = re.compile(
    r"\b(?:[Mm]ein|[Uu]nser|[Ss]ein|[Ii]hr)e?n?m?r?\s+"
    r"(?:Sohn|Tochter|Enkel(?:in)?|Schüler(?:in)?|Kind)\s+(?:heißt\s+)?[A-ZÄÖÜ][a-zäöüß]+"
    r"|\b(?:Er|Sie|Kind|Sohn|Tochter|Schüler|Schülerin)\s+heißt\s+[A-ZÄÖÜ]"
    r"|\b[Mm]y\s+(?:son|daughter)\s+[A-Z][a-z]+"
    r"|\b(?:is called|'s name is|name is)\s+[A-Z]",
)
_SENTENCES = re.compile(r"(?<=[.!?;\n])\s+|\n+")
_SHORT = re.compile(r"\b(?:geb|str|ca|z|b|kl|nr|tel|usw|evtl|bzw|dr|hr|fr)\.$", re.IGNORECASE)


class Sifted(NamedTuple):
    """Result of looking through a text.

    Args:
        kept: The text without the sentences that say too much.
        hints: Descriptions of what such sentences sound like; each kind once.
    """

    kept: str
    hints: tuple[Words, ...]


def look_through(text: str) -> Sifted:
    """Return a text without sentences that tell of illness, birthday, home or a child's name."""
    kept: list[str] = []
    hints: list[Words] = []
    for sentence in _sentences(text):
        found = told_in(sentence)
        if found is None:
            kept.append(sentence)
        elif found not in hints:
            hints.append(found)
    return Sifted(" ".join(kept), tuple(hints))


def told_in(sentence: str) -> Words | None:
    """Return what a sentence sounds like, or None."""
    if _WORDS.search(_NO_ILLNESS.sub("", sentence)):
        return ILLNESS
    for pattern, words in ((_BIRTHDAY, BIRTHDAY), (_HOME, HOME), (_NAME, NAME)):
        if pattern.search(sentence):
            return words
    return None


def _sentences(text: str) -> list[str]:
    """Split a text; a dot after a short form or between figures ends no sentence."""
    found: list[str] = []
    for part in _SENTENCES.split(text.strip()):
        piece = part.strip()
        if not piece:
            continue
        if found and (_SHORT.search(found[-1]) or re.search(r"(?<![\d.])\d{1,2}\.$", found[-1])):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found
