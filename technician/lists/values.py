"""PURE. Values of single cells, as people type them. No I/O.

Each function returns the value or raises `WrongValueError` with what is allowed and a remedy.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Collection
from typing import Literal, get_args
from urllib.parse import urlsplit

from technician.lists.remarks import WrongValueError

EapMethod = Literal["peap", "ttls", "tls"]
Security = Literal["open", "wpa-psk", "sae", "peap", "ttls", "tls"]

YES = frozenset({"ja", "j", "x", "yes", "y", "1", "true", "wahr", "✓", "✔", "versteckt", "hidden"})
NO = frozenset(
    {"", "nein", "n", "no", "0", "false", "falsch", "-", "–", "—", "sichtbar", "visible"}
)

NOTHING = frozenset({"", "-", "–", "—", "/", "keine", "keiner", "kein", "none", "ohne", "entfällt"})

SAME = frozenset({"dito", "ditto", '"', "„", "''", "s. o.", "s.o.", '–"–', '-"-'})

NAME_MOST = 40
ID_MOST = 32
SSID_MOST = 32
SERIAL_MOST = 40

COUNTRIES = frozenset(
    re.findall(
        "[A-Z]{2}",
        "AE AL AM AR AT AU AZ BA BE BG BR BY CA CH CL CN CO CR CY CZ DE DK EC EE EG ES FI FR "
        "GB GE GR GT HK HN HR HU ID IE IL IN IR IS IT JM JO JP KE KR KW KZ LB LI LK LT LU LV "
        "MA MC MD ME MK MN MT MX MY NL NO NP NZ OM PA PE PH PK PL PT QA RO RS RU SA SE SG SI "
        "SK SV TH TN TR TW UA US UY UZ VE VN ZA ",
    )
)
"""Countries whose radio rules Linux knows and where a school may be (ISO 3166)."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

_SECURITIES: dict[str, Security] = {
    **dict.fromkeys(("offen", "open", "keine", "none", "ohne", "unverschluesselt"), "open"),
    **dict.fromkeys(
        ("wpa", "wpa2", "psk", "wpapsk", "wpa2psk", "wpa2personal", "wpapersonal", "personal"),
        "wpa-psk",
    ),
    **dict.fromkeys(("wpa2wpa3", "wpa3wpa2", "wpa23", "wpa2aes", "wpawpa2"), "wpa-psk"),
    **dict.fromkeys(("wpa3", "sae", "wpa3sae", "wpa3personal", "wpa3psk"), "sae"),
    **dict.fromkeys(("enterprise", "wpaenterprise", "wpa2enterprise", "wpa3enterprise"), "peap"),
    **dict.fromkeys(("8021x", "wpa28021x", "wpaeap", "wpa2eap", "eap", "radius"), "peap"),
    **dict.fromkeys(("zertifikat", "certificate"), "tls"),
}

Inner = Literal["mschapv2", "pap", "mschap", "chap", "gtc", "md5"]


def display_name(text: str) -> str:
    """Return the name that the class reads."""
    if len(text) > NAME_MOST or not text.isprintable():
        raise WrongValueError(
            f"the name has {len(text)} characters", f"at most {NAME_MOST} fit on the label"
        )
    return text


def robot_id(text: str) -> str:
    """Return a name for the network: small letters, digits and single hyphens."""
    if text != text.casefold() and re.fullmatch(r"[a-z0-9](-?[a-z0-9])*", text.casefold()):
        text = text.casefold()
    if not re.fullmatch(r"[a-z0-9](-?[a-z0-9])*", text) or len(text) > ID_MOST:
        raise WrongValueError(
            f"{shown(text)} cannot be a name in a network",
            f"a-z, 0-9 and single hyphens between them, at most {ID_MOST}, such as {id_from(text)}",
        )
    return text


def id_from(name: str) -> str:
    """Return the id that the bridge, too, makes of a name: `Käthe 2` becomes `kaethe-2`."""
    lower = unicodedata.normalize("NFC", name).lower().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:ID_MOST].strip("-")


def yes(text: str) -> bool:
    """Return whether a box is ticked."""
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise WrongValueError(f"{shown(text)} is neither yes nor no", "write ja or nein, x or nothing")


def security(text: str) -> Security:
    """Return how a network is secured."""
    known = re.sub(r"[^a-z0-9]", "", text.casefold().replace("ü", "ue"))
    for method in get_args(EapMethod):
        if method in known:
            found: Security = method
            return found
    if known in _SECURITIES:
        return _SECURITIES[known]
    if known.startswith("wep"):
        raise WrongValueError(
            f"{shown(text)} protects nothing and is not supported",
            "ask the school's IT department for a network with WPA2 or WPA3",
        )
    raise WrongValueError(
        f"{shown(text)} is not known as a network's security",
        "one of: offen, WPA2, WPA3, PEAP, TTLS, TLS",
    )


def ssid(raw: str) -> str:
    """Return the name of a network: 1 to 32 bytes."""
    size = len(raw.encode())
    if not 0 < size <= SSID_MOST or any(ord(letter) < 32 for letter in raw):
        raise WrongValueError(
            f"the network's name has {size} bytes", "a name has 1 to 32, on one line"
        )
    return raw


def passphrase(raw: str, known: Security) -> str:
    """Return the key of a network with a common password. The value is never shown."""
    size = len(raw.encode())
    if any(ord(letter) < 32 for letter in raw):
        raise WrongValueError("the password holds a line break or tab", "type it again in one line")
    if known == "wpa-psk" and size == 64 and re.fullmatch(r"[0-9A-Fa-f]{64}", raw):
        return raw
    if size > 63 or (known == "wpa-psk" and size < 8):
        raise WrongValueError(
            f"the password has {size} characters",
            "WPA2 takes 8 to 63, or 64 digits 0-9 and a-f; WPA3 takes up to 63",
        )
    return raw


def inner_method(text: str) -> Inner:
    """Return the method inside of PEAP or TTLS."""
    known = re.sub(r"[^a-z0-9]", "", text.casefold()).removeprefix("eap")
    for one in get_args(Inner):
        if known == one:
            found: Inner = one
            return found
    raise WrongValueError(
        f"{shown(text)} is not known as an inner method", f"one of: {', '.join(get_args(Inner))}"
    )


def country(text: str) -> str:
    """Return the two letters of a country, which decide the radio's channels."""
    names = {"deutschland": "DE", "germany": "DE", "österreich": "AT", "austria": "AT"}
    names |= {"schweiz": "CH", "switzerland": "CH", "dänemark": "DK", "denmark": "DK"}
    names |= {"uk": "GB", "england": "GB"}
    found = names.get(text.casefold(), text.upper())
    if found not in COUNTRIES:
        raise WrongValueError(f"{shown(text)} is no country", "two letters, such as DE, AT or CH")
    return found


def time_zone(text: str, known: Collection[str]) -> str:
    """Return a time zone of those that are known."""
    short = {"mez": "Europe/Berlin", "mesz": "Europe/Berlin", "cet": "Europe/Berlin"}
    short |= {"deutschland": "Europe/Berlin", "berlin": "Europe/Berlin"}
    found = short.get(text.casefold(), text.replace(" ", "_"))
    if found not in known:
        raise WrongValueError(f"{shown(text)} is no time zone", "such as Europe/Berlin")
    return found


def host(text: str) -> str:
    """Return a host name or an address."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        pass
    label = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    digits = re.fullmatch(r"[\d.]+", text)
    if len(text) > 253 or digits or not re.fullmatch(rf"{label}(?:\.{label})*\.?", text):
        raise WrongValueError(
            f"{shown(text)} is neither a host name nor an address",
            "such as ntp.schule.example or 192.0.2.1",
        )
    return text


def hosts(text: str) -> tuple[str, ...]:
    """Return several host names, with commas, semicolons or blanks between them."""
    return tuple(host(one) for one in re.split(r"[\s,;]+", text) if one)


def bridge_url(text: str) -> str:
    """Return the WebSocket of a bridge; a page's address or a bare host name becomes one."""
    whole = text if "://" in text else f"https://{text}"
    remedy = "such as https://karlsson.example.org"
    try:
        parts = urlsplit(whole)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise WrongValueError(f"{shown(text)} is no address", remedy) from error
    scheme = {"https": "wss", "wss": "wss", "http": "ws", "ws": "ws"}.get(parts.scheme)
    if scheme is None or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise WrongValueError(f"{shown(text)} is no address of a bridge", remedy)
    name = f"[{parts.hostname}]" if ":" in parts.hostname else host(parts.hostname)
    if parts.path not in ("", "/", "/signal"):
        raise WrongValueError(
            f"{shown(text)} has the path {parts.path}, and a bridge has none", remedy
        )
    return f"{scheme}://{name}{port}/signal"


def proxy(text: str) -> str:
    """Return the address of an HTTP proxy. It may hold a password, so it is never shown."""
    whole = text if "://" in text else f"http://{text}"
    remedy = "such as http://proxy.schule.example:3128"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError as error:
        raise WrongValueError("the port is no number from 1 to 65535", remedy) from error
    if parts.scheme != "http" or not parts.hostname or port is None or parts.path not in ("", "/"):
        raise WrongValueError("it is no address of an HTTP proxy with its port", remedy)
    if ":" not in parts.hostname:
        host(parts.hostname)
    if not re.fullmatch(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+", whole):
        raise WrongValueError(
            "it holds a blank or a sign that no address has",
            "write them as a browser does, such as %20 for a blank and %22 for a quotation mark",
        )
    return whole.rstrip("/")


def token(text: str) -> str:
    """Return an enrolment token. The value is never shown."""
    if not re.fullmatch(r"[\x21-\x7e]{4,512}", text):
        raise WrongValueError(
            "the token is no single word of 4 to 512 letters, digits and signs",
            "copy it as a whole from what karlsson-bridge printed",
        )
    return text


def shown(text: str, most: int = 40) -> str:
    """Return a value for a message."""
    return f"'{text}'" if len(text) <= most else f"'{text[: most - 1]}…'"


def serial(text: str) -> str:
    """Return a serial number as it stands on the robot."""
    if len(text) > SERIAL_MOST or not text.isprintable():
        raise WrongValueError(
            f"the serial number has {len(text)} characters", f"at most {SERIAL_MOST} fit"
        )
    return text
