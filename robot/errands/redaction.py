"""PURE. Redaction of texts that leave a robot: addresses, keys, tokens, names. No I/O.

Karlsson's own lines hold none of these (bridge.process.logs); libraries and the system's commands
may. What only looks like one goes too: a text that misses a word is still of use.
"""

import ipaddress
import re
from collections.abc import Iterable
from typing import Final

LEAST_KNOWN = 3
"""Shortest known value that is looked for; shorter ones would tear words apart."""

MOST_LINE = 1000
"""Longest line, in characters."""

_FILES: Final = re.compile(
    r"(?i)cfg|conf|crt|db|device|gz|html|img|ini|journal|js|json|key|lock|log|md|mount|path|pem|pid"
    r"|py|scope|service|sh|slice|so|sock|socket|swap|sys|target|timer|toml|txt|wav|ya?ml|zip"
)
"""Last parts of names that are files or units and no hosts."""

_MODULES: Final = re.compile(
    "aiohttp|aioice|aiortc|asyncio|av|bridge|concurrent|cryptography|dbus_fast|hardware|importlib"
    "|json|logging|msgspec|numpy|os|robot|socket|ssl|sys|threading|urllib3"
    "|body|camera|head|microphone|network|options|sound|speaker"
)
"""First parts of names of loggers, packages and settings."""

_DOMAINS: Final = re.compile(
    "(?i)[a-z]{2}|com|org|net|edu|gov|info|app|dev|school|schule|bayern|berlin|hamburg|koeln|nrw"
    "|saarland|wien|swiss|local|localdomain|lan|home|arpa|intern|internal|intranet|box|corp|cloud"
)
"""Last parts of hosts, whatever they begin with."""

_SECRET: Final = re.compile(
    r"(?i)\b(pass(?:word|wort|phrase)?|kennwort|psk|secret|token|pin|pwd|"
    r"authorization|bearer|cookie|api[_-]?key)(\s*[=:]\s*|\s+is\s+)"
    r"(?!\((?:not )?set\))(\"[^\"]*\"|'[^']*'|\S+)"
)
_BEARER: Final = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/=._-]{6,}")
_URL: Final = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,15})://[^\s\"'<>]+")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
_ENROLMENT: Final = re.compile(r"\b[A-Za-z0-9]{4}(?:[ -][A-Za-z0-9]{4}){3}\b")
_HARDWARE: Final = re.compile(r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5,7}\b")
_NUMBERS: Final = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)")
_COLONS: Final = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_HOST: Final = re.compile(r"(?<![\w./@-])(?:[A-Za-z0-9_][\w-]{0,62}\.){1,8}[A-Za-z][\w-]+(?![\w/])")
_HOME: Final = re.compile(r"(/home/)[^/\s:]+")
_BASE64: Final = re.compile(r"(?<![\w-])[A-Za-z0-9_-]{22,}={0,2}(?![\w-])")
_HEX: Final = re.compile(r"\b(?=[0-9A-Fa-f]*\d)[0-9A-Fa-f]{12,}\b")
_PLAIN_TOKEN: Final = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{16}\b")


class Redaction:
    """Redaction of one robot's texts.

    Args:
        known: Values that must not leave, such as its name and the bridge's host.
    """

    def __init__(self, known: Iterable[str] = ()) -> None:
        values = {value.strip() for value in known}
        longest_first = sorted((v for v in values if len(v) >= LEAST_KNOWN), key=len, reverse=True)
        choices = "|".join(re.escape(value) for value in longest_first)
        self._known = re.compile(rf"(?i)(?<!\w)(?:{choices})(?!\w)") if choices else None

    def text(self, text: str) -> str:
        """Return a text without what must not leave."""
        text = "\n".join(_cut(line) for line in text.split("\n"))
        text = _SECRET.sub(r"\1\2[removed]", text)
        text = _BEARER.sub(r"\1 [removed]", text)
        text = _URL.sub(r"\1://[address]", text)
        if self._known is not None:
            text = self._known.sub("[name]", text)
        text = _MAIL.sub("[address]", text)
        text = _HARDWARE.sub("[address]", text)
        text = _ENROLMENT.sub(_token, text)
        text = _NUMBERS.sub(_address, text)
        text = _COLONS.sub(_address, text)
        text = _HOST.sub(_host, text)
        text = _HOME.sub(r"\1[name]", text)
        text = _BASE64.sub(_base64, text)
        text = _PLAIN_TOKEN.sub("[key]", text)
        return _HEX.sub("[key]", text)


def _cut(line: str) -> str:
    """Return a line that patterns read in a moment, whatever it holds."""
    return line if len(line) <= MOST_LINE else f"{line[:MOST_LINE]} […]"


def _address(match: re.Match[str]) -> str:
    found = match.group()
    bare = found.rstrip(":.")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return found
    return "[address]" + found[len(bare) :]


def _host(match: re.Match[str]) -> str:
    labels = match.group().split(".")
    if _FILES.fullmatch(labels[-1]):
        return match.group()
    is_ours = _MODULES.fullmatch(labels[0]) and not _DOMAINS.fullmatch(labels[-1])
    return match.group() if is_ours else "[address]"


def _token(match: re.Match[str]) -> str:
    """Return what stands for something like a token; four words of plain text stay."""
    found = match.group()
    has_digit = any(one.isdigit() for one in found)
    return "[key]" if has_digit or found.isupper() else found


def _base64(match: re.Match[str]) -> str:
    found = match.group()
    mixed = any(one.isupper() for one in found) and any(one.islower() for one in found)
    signs = any(one.isdigit() or one in "-_" for one in found)
    return "[key]" if mixed and (signs or len(found) >= 43) else found
