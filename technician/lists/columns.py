"""PURE. Columns of a list of robots, and the headings by which each is known. No I/O."""

import difflib
import enum
import re
from dataclasses import dataclass

from bridge.tables.cells import Cell, CellPlace, Row, Sheet

LOOKED_AT = 40
"""Rows at the top among which the headings are searched."""

ENOUGH = 2
"""Known headings that make a row the head of the list."""

ALIKE = 0.86


class Column(enum.Enum):
    """Meaning of a column; the value is its heading in German and in English."""

    NAME = ("Name", "Name")
    ID = ("Kennung", "Id")
    SERIAL = ("Seriennummer", "Serial number")
    BODY = ("Bauart", "Body")
    TOKEN = ("Token", "Token")
    SSID = ("WLAN", "Wi-Fi")
    SECURITY = ("WLAN-Sicherheit", "Wi-Fi security")
    METHOD = ("EAP-Methode", "EAP method")
    PASSWORD = ("WLAN-Passwort", "Wi-Fi password")
    HIDDEN = ("WLAN versteckt", "Wi-Fi hidden")
    USER = ("WLAN-Benutzer", "Wi-Fi user")
    OUTER_USER = ("Anonyme Identität", "Anonymous identity")
    INNER = ("Innere Methode", "Inner method")
    RADIUS_CA = ("WLAN-CA-Zertifikat", "Wi-Fi CA certificate")
    RADIUS_NAME = ("RADIUS-Server", "RADIUS server")
    CERTIFICATE = ("WLAN-Zertifikat", "Wi-Fi certificate")
    KEY = ("WLAN-Schlüsseldatei", "Wi-Fi key file")
    KEY_PASSWORD = ("Passwort der Schlüsseldatei", "Key file password")
    COUNTRY = ("WLAN-Land", "Wi-Fi country")
    BRIDGE = ("Bridge", "Bridge")
    TIME_ZONE = ("Zeitzone", "Time zone")
    TIME_SERVERS = ("Zeitserver", "Time servers")
    PROXY = ("Proxy", "Proxy")
    PROXY_PASSWORD = ("Proxy-Passwort", "Proxy password")
    CA = ("CA-Zertifikat der Schule", "School CA certificate")


SECRET = frozenset(
    {Column.TOKEN, Column.PASSWORD, Column.KEY_PASSWORD, Column.PROXY, Column.PROXY_PASSWORD}
)
"""Columns of which no value is ever shown."""

_WIFI = r"(?:wlan|wifi|wireless|funknetz|netz|netzwerk|network)"
_WORD = r"(?:passwort|kennwort|password|passphrase|passwd|pw|pwd)"
_CERT = r"(?:zertifikat|cert|certificate)"

PATTERNS: dict[Column, str] = {
    Column.NAME: r"name|robotername|rufname|bezeichnung|roboter|robot|robotname|avatar",
    Column.ID: r"kennung|id|roboterid|robotid|geraetename|hostname|host|rechnername|geraet",
    Column.SERIAL: r"serien?(?:nummer|nr|no)|serial(?:number|no|nr)?|sn|inventar(?:nummer|nr)"
    r"|geraete(?:nummer|nr)|assettag",
    Column.BODY: r"bauart|body|koerper|ausfuehrung|build",
    Column.TOKEN: r"(?:enrol(?:l?ment)?|anmelde)?(?:token|code)|einmal(?:code|token)"
    r"|registrierungs(?:code|token)",
    Column.SSID: rf"{_WIFI}?ssid|{_WIFI}(?:name)?",
    Column.SECURITY: rf"{_WIFI}?(?:sicherheit|verschluesselung|security|encryption)"
    rf"|{_WIFI}(?:art|typ|type)|authentifizierung|authentication",
    Column.METHOD: rf"{_WIFI}?eap(?:methode|method|typ|type)?",
    Column.PASSWORD: rf"{_WIFI}?(?:{_WORD}|schluessel|key|psk)|wpa(?:schluessel|key|psk)?|psk",
    Column.HIDDEN: rf"(?:{_WIFI}|ssid)?(?:versteckt|verborgen|hidden|unsichtbar)e?s?{_WIFI}?",
    Column.USER: rf"{_WIFI}?(?:benutzer(?:name)?|user(?:name)?|login|identitaet|identity)"
    r"|anmeldename",
    Column.OUTER_USER: r"(?:anonym(?:e|ous)?|aeussere|outer)(?:identitaet|identity)",
    Column.INNER: r"(?:innere?|inner)(?:methode|method|authentifizierung|authentication|auth)"
    r"|phase2(?:auth)?",
    Column.RADIUS_CA: rf"{_WIFI}ca(?:{_CERT})?|radius(?:ca)?{_CERT}|radiusca",
    Column.RADIUS_NAME: r"radius(?:server)?(?:name)?|wlandomaene|wifidomain|servername",
    Column.CERTIFICATE: rf"{_WIFI}(?:client|benutzer)?{_CERT}|client{_CERT}|benutzer{_CERT}",
    Column.KEY: rf"{_WIFI}?(?:schluesseldatei|keyfile|privatekey|privaterschluessel)",
    Column.KEY_PASSWORD: rf"{_WORD}(?:der)?schluesseldatei|{_WIFI}?(?:keyfile|key|schluessel"
    rf"|zertifikats?|cert){_WORD}",
    # Never "Land" alone: that is where a school is, such as SH or NI.
    Column.COUNTRY: rf"{_WIFI}(?:land|country|laendercode|region)|laendercode|countrycode",
    Column.BRIDGE: r"bridge(?:url|adresse|address)?|bruecke|server(?:url|adresse|address)?",
    Column.TIME_ZONE: r"zeitzone|timezone|tz",
    Column.TIME_SERVERS: r"zeitserver|timeservers?|ntp(?:server)?s?|zeitdienst",
    Column.PROXY: r"(?:http|https|web)?proxy(?:server|url)?",
    Column.PROXY_PASSWORD: rf"proxy{_WORD}",
    Column.CA: rf"(?:schul|school)?ca(?:{_CERT})?(?:derschule)?|schul{_CERT}|school{_CERT}"
    rf"|{_CERT}derschule|schoolcacertificate",
}
"""Whole headings as `folded` leaves them."""

_KNOWN = {column: re.compile(pattern) for column, pattern in PATTERNS.items()}


@dataclass(frozen=True)
class Head:
    """Head of a list.

    Args:
        row: Number of the row with the headings.
        columns: Index of the sheet's column for each meaning.
        guessed: Headings that are only similar to a known one.
        unknown: Headings that mean nothing here.
        twice: Headings whose meaning another column has already, with that column's place.
    """

    row: int
    columns: dict[Column, int]
    guessed: tuple[tuple[Cell, Column], ...] = ()
    unknown: tuple[Cell, ...] = ()
    twice: tuple[tuple[Cell, CellPlace], ...] = ()

    def where(self, row: CellPlace, column: Column | None) -> str:
        """Return the place of a row's cell; of the row, where the list has no such column."""
        if column is None:
            return str(row)
        return heading_at(CellPlace(row.sheet, row.row, self.columns[column]), column)


def folded(heading: str) -> str:
    """Return a heading in small letters, without umlauts, signs and what stands in brackets."""
    text = re.sub(r"\([^)]*\)", "", heading).casefold()
    for letter, instead in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("é", "e")):
        text = text.replace(letter, instead)
    return re.sub(r"[^a-z0-9]", "", text)


def meaning(heading: str) -> Column | None:
    """Return what a heading means, or None."""
    text = folded(heading)
    for column, pattern in _KNOWN.items():
        if pattern.fullmatch(text):
            return column
    return None


def head(sheet: Sheet) -> Head | None:
    """Return the head of the list in a sheet, or None if it holds no list of robots."""
    rows = sheet.rows[:LOOKED_AT]
    for row, below in zip(rows, (*rows[1:], None), strict=True):
        if row.hidden:
            continue
        filled = _filled(row)
        known = {meaning(cell.text) for cell in filled}
        if not known & {Column.NAME, Column.ID}:
            continue
        alike = {meaning(cell.text) or _similar(cell.text) for cell in filled} - {None}
        if len(alike) >= ENOUGH or len(filled) == 1:
            two = _in_two_lines(row, below) if below else None
            return _head(two or filled, (below if two and below else row).number)
    return None


def _in_two_lines(row: Row, below: Row) -> list[Cell] | None:
    """Return headings that stand in two rows, such as WLAN above Name and Passwort; else None."""
    lower = _filled(below)
    if not lower or any(_both(row, cell) is None for cell in lower):
        return None
    covered = {cell.place.column for cell in lower}
    upper = [cell for cell in _filled(row) if cell.place.column not in covered]
    if not any(meaning(cell.text) in (Column.NAME, Column.ID) for cell in upper):
        return None
    return [*upper, *(found for cell in lower if (found := _both(row, cell)))]


def _both(row: Row, lower: Cell) -> Cell | None:
    """Return a lower heading together with the one above it, if both mean something."""
    at = lower.place.column or 0
    upper = row.cells[at].text if at < len(row.cells) else ""
    for text in (f"{upper} {lower.text}", lower.text):
        if upper and meaning(text):
            return Cell(text, lower.place)
    return None


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.text and not cell.merged]


def _head(cells: list[Cell], row: int) -> Head:
    columns: dict[Column, int] = {}
    guessed, unknown, twice = [], [], []
    places: dict[Column, CellPlace] = {}
    for cell in sorted(cells, key=lambda one: meaning(one.text) is None):
        column = meaning(cell.text)
        if column is None:
            column = _similar(cell.text)
            if column is None or column in places:
                unknown.append(cell)
                continue
            guessed.append((cell, column))
        if column in places:
            twice.append((cell, places[column]))
            continue
        assert cell.place.column is not None
        columns[column], places[column] = cell.place.column, cell.place
    return Head(row, columns, tuple(guessed), tuple(unknown), tuple(twice))


def _similar(heading: str) -> Column | None:
    """Return the column whose own heading differs by a letter or two, such as `Seriennumer`."""
    names = {folded(name): column for column in Column for name in column.value}
    found = difflib.get_close_matches(folded(heading), names, n=1, cutoff=ALIKE)
    return names[found[0]] if found else None


def known_headings(language: str) -> str:
    """Return the headings of all columns, for a message."""
    return ", ".join(column.value[0 if language == "de" else 1] for column in Column)


def heading_at(place: CellPlace, column: Column) -> str:
    """Return a place with the meaning of its column: `row 5, column C (WLAN-Passwort)`."""
    return f"{place} ({'/'.join(dict.fromkeys(column.value))})"
