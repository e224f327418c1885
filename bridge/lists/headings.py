"""PURE. Content of a column, told by its heading. No I/O."""

import re
from typing import Literal, get_args

from bridge.base.words import Words
from bridge.lists.folding import fold, is_near

# fmt: off
Role = Literal[
    "robot", "robot_name", "school", "place", "state", "child", "class", "from", "until", "span",
    "returned", "status", "contact", "phone", "email", "note", "consent", "number", "home",
    "asked", "who", "weeks", "urgent", "done", "week", "extra", "none",
]
# fmt: on
ROLES: tuple[Role, ...] = get_args(Role)

ROLE_WORDS: dict[Role, Words] = {
    "robot": Words("Roboter", "Robot"),
    "robot_name": Words("Name des Roboters", "Robot's name"),
    "school": Words("Schule", "School"),
    "place": Words("PLZ und Ort", "Post code and town"),
    "state": Words("Land", "Federal state"),
    "child": Words("Kind", "Child"),
    "class": Words("Klasse", "Class"),
    "from": Words("Anfang", "First day"),
    "until": Words("Ende", "Last day"),
    "span": Words("Zeitraum", "Days"),
    "returned": Words("Zurück am", "Returned on"),
    "status": Words("Zustand", "State"),
    "contact": Words("Kontakt der Schule", "Contact at the school"),
    "phone": Words("Telefon der Schule", "School's phone"),
    "email": Words("E-Mail der Schule", "School's e-mail"),
    "note": Words("Notiz", "Note"),
    "consent": Words("Häkchen: Eltern der Klasse", "Tick: parents of the class"),
    "number": Words("laufende Nummer", "Row number"),
    "home": Words("Standort des Roboters", "Robot's home"),
    "asked": Words("Eingang der Anfrage", "Day of the request"),
    "who": Words("Wer fragt", "Who asks"),
    "weeks": Words("Dauer", "How long"),
    "urgent": Words("dringend", "Urgent"),
    "done": Words("erledigt", "Done"),
    "week": Words("Kalenderwoche", "Calendar week"),
    "extra": Words("als Notiz behalten", "Keep as a note"),
    "none": Words("nicht lesen", "Do not read"),
}

_KNOWN: dict[Role, tuple[str, ...]] = {
    "robot": (
        *("geraet", "avatar", "avatar nr", "avatarnr", "serien nr", "seriennr", "seriennummer"),
        *("roboter", "robot", "geraete nr", "geraetenr", "geraetenummer", "roboter nr", "id"),
        *("inventar nr", "inventarnr", "inventarnummer", "av1", "karlsson", "serial", "device"),
        *("kennung", "geraete id", "roboter id", "avatar id", "sn", "s n", "inv nr", "inv"),
        "avatarnummer",
        *("robotnr", "geraet nr", "nr geraet", "avatar geraet", "geraetekennung"),
    ),
    "robot_name": (
        *("name", "rufname", "name geraet", "name roboter", "name avatar", "geraetename"),
        *("avatarname", "robotername", "name des roboters", "name des avatars", "spitzname"),
    ),
    "school": (
        *("schule", "einrichtung", "klinik", "schule klinik", "schulname", "name der schule"),
        *("school", "stammschule", "ausleihende schule", "ausgeliehen an", "verliehen an", "wo"),
        *("entleiher", "ausleiher", "bei", "institution", "schule einrichtung", "empfaenger"),
        *("leihnehmer", "partner", "einsatzort", "schulstandort", "an"),
    ),
    "place": (
        *("ort", "plz ort", "plz", "stadt", "schulort", "postleitzahl", "town", "city", "postcode"),
        *("plz und ort", "gemeinde", "ort schule", "plz stadt", "sitz"),
    ),
    "state": ("land", "bundesland", "bl", "state", "bdl", "bland"),
    "child": (
        *("kind", "schueler in", "schueler", "schuelerin", "schuelerkuerzel", "kuerzel", "child"),
        *("kind kuerzel", "kuerzel kind", "pseudonym", "pupil", "schuelerinnen", "initialen"),
        *("name kind", "name des kindes", "kindname", "name schueler", "name schueler in", "sus"),
        *("name der schuelerin", "vorname", "nutzer", "nutzer in", "nutzerin", "fuer wen", "fuer"),
    ),
    "class": ("klasse", "kl", "class", "lerngruppe", "stufe", "jahrgang", "klassenstufe", "jg"),
    "from": (
        *("von", "ab", "seit", "beginn", "ausgeliehen am", "start", "anfang", "leihbeginn"),
        *(
            "ausleihe von",
            "ausleihe ab",
            "ausleihdatum",
            "ausgabe",
            "ausgabe am",
            "from",
            "leihe von",
        ),
        *("verliehen am", "verliehen ab", "verliehen seit", "uebergabe", "uebergabe am", "wann"),
        *("ausleihbeginn", "startdatum", "datum von", "ausgegeben am", "raus am", "gewuenscht ab"),
        *("wunschtermin", "ab wann", "benoetigt ab", "leihstart", "beginn leihe", "ausgabedatum"),
        *(
            "verleihdatum",
            "ausleihe am",
            "abholung",
            "geliefert am",
            "zeitraum von",
            "leihzeit von",
        ),
        "ausleihe seit",
    ),
    "until": (
        *("bis", "ende", "geplant bis", "rueckgabe gepl", "rueckgabe geplant", "rueckgabe soll"),
        *(
            "ausleihe bis",
            "leihende",
            "until",
            "to",
            "end",
            "leihe bis",
            "verliehen bis",
            "enddatum",
        ),
        *("geplante rueckgabe", "voraussichtlich bis", "voraus bis", "vorauss bis", "datum bis"),
        *("rueckgabe bis", "faellig", "faellig am", "faelligkeit", "ausleihende", "vorauss ende"),
        *(
            "voraussichtliches ende",
            "rueckgabetermin",
            "bis wann",
            "rueckgabe voraus",
            "ende leihe",
        ),
        *("soll rueckgabe", "rueckgabe vorauss", "zeitraum bis", "leihzeit bis", "rueckgabe"),
        "rueckgabedatum",
    ),
    "span": (
        *("zeitraum", "von bis", "dauer von bis", "leihzeit", "leihzeitraum", "ausleihzeitraum"),
        *("ausleihzeit", "verleihzeitraum", "termin", "leihdauer von bis", "zeit", "ausleihe"),
    ),
    "returned": (
        *("rueckgabe ist", "zurueck am", "zurueckgegeben am", "rueckgabe am", "zurueck"),
        *("returned", "wieder da am", "ist rueckgabe", "zurueckgegeben", "eingang geraet"),
        *("rueckgabe erfolgt", "rueckgabe erfolgt am", "tatsaechliche rueckgabe", "retour"),
        *("retour am", "tatsaechlich zurueck", "zurueck seit", "abgegeben am", "rueckgabe tats"),
    ),
    "status": ("status", "zustand", "stand", "lage", "verfuegbarkeit", "ausleihstatus", "state of"),
    "contact": (
        *("ansprechp", "kontakt", "ansprechpartner", "ansprechpartnerin", "ansprechperson"),
        *(
            "ansprechpartner in",
            "lehrkraft",
            "klassenlehrer",
            "klassenlehrerin",
            "lehrer",
            "lehrerin",
        ),
        *("contact", "ansprechpartner schule", "kontakt schule", "kontaktperson", "klassenleitung"),
        *("klassenlehrer in", "lehrer in", "betreuer", "zustaendig", "ap", "schulkontakt"),
    ),
    "phone": (
        *("tel", "telefon", "tel schule", "telefonnummer", "telefon schule", "phone", "mobil"),
        *("handy", "tel nr", "telnr", "rufnummer", "fon", "tel kontakt", "durchwahl"),
    ),
    "email": ("e mail", "email", "mail", "mailadresse", "e mail schule", "mail schule", "emailadr"),
    "note": (
        *("bemerkung", "hinweis", "notiz", "bemerkungen", "notizen", "hinweise", "anmerkung"),
        *("anmerkungen", "kommentar", "note", "notes", "sonstiges", "info", "infos", "bem"),
        *("zusatz", "kommentare", "todo", "to do", "was ist zu tun", "anm"),
    ),
    "consent": (
        *(
            "einverst",
            "einverst x",
            "einverstaendnis",
            "zustimmung",
            "einwilligung",
            "zustimmungen",
        ),
        *("einverstaendniserklaerung", "einverst eltern", "zustimmung eltern", "eltern zugestimmt"),
        *("einwilligung eltern", "einverstaendnis eltern", "consent", "einverst erkl"),
        *(
            "einverstaendnisse",
            "einwilligungen",
            "datenschutz",
            "einverst klasse",
            "unterschriften",
        ),
    ),
    "number": ("nr", "lfd nr", "lfd", "no", "nummer", "pos", "zeile", "lfdnr", "laufende nr"),
    "home": ("standort", "lager", "lagerort", "home", "heimat", "steht", "aufbewahrung"),
    "asked": (
        *("eingang", "anfrage vom", "datum anfrage", "angefragt am", "eingangsdatum", "anfrage am"),
        *(
            "gemeldet am",
            "eingegangen",
            "eingegangen am",
            "datum der anfrage",
            "asked",
            "anfragedatum",
        ),
        *("anfrage", "antrag vom", "antragsdatum", "wartet seit"),
    ),
    "who": (
        *("von wem", "wer", "anfragende", "anfragender", "antragsteller", "anfrage von", "who"),
        *("antragsteller in", "wer fragt", "anfragesteller", "absender", "melder", "gemeldet von"),
        *("schule familie", "schule oder familie", "anfragende r", "angefragt von"),
    ),
    "weeks": (
        "dauer",
        "wie lange",
        "wochen",
        "laenge",
        "leihdauer",
        "duration",
        "dauer wochen",
        "weeks",
    ),
    "urgent": ("dringend", "eilig", "prio", "prioritaet", "urgent", "dringlichkeit", "eilt"),
    "done": ("erledigt", "done", "bearbeitet", "abgeschlossen", "ok", "ergebnis", "erledigt am"),
    "week": ("kw", "woche", "kalenderwoche"),
}
_LOOKUP = {word: role for role, words in _KNOWN.items() for word in words}

_FUZZY = [(word, role) for word, role in _LOOKUP.items() if len(word) >= 6]

_WEAK = {"an", "bei", "wo", "zeit", "stand", "wer", "id", "ok", "to", "end", "no", "fuer", "name"}
"""Headings that are words of daily life: a row of them alone is no head."""


def role_of(heading: str) -> Role | None:
    """Return what a column with this heading holds, or None."""
    folded = fold(heading)
    if not folded:
        return None
    exact = _LOOKUP.get(folded) or _LOOKUP.get(fold(re.sub(r"\(.*?\)", "", heading)))
    if exact:
        return exact
    if re.fullmatch(r"(?:kw|woche|kalenderwoche) ?\d{1,2}.*", folded):
        return "week"
    for word, role in _FUZZY:
        if abs(len(word) - len(folded)) <= 1 and is_near(folded, word, 1):
            return role
    words = folded.split()
    if len(words) > 1:
        # "Leihe geplant bis" ends with what it is, "Schule (neu)" begins with it.
        for part in (" ".join(words[-2:]), " ".join(words[:2]), words[-1], words[0]):
            if part in _LOOKUP and part not in _WEAK:
                return _LOOKUP[part]
    return None


def is_strong(heading: str) -> bool:
    """Return whether a heading is known and no word of daily life."""
    folded = fold(heading)
    return folded not in _WEAK and len(heading) <= 40 and role_of(heading) is not None
