"""A reader of GLib's key files, written from their description and not from our writer.

https://docs.gtk.org/glib/struct.KeyFile.html: blanks around the sign of equality are dropped,
`\\s \\n \\t \\r \\\\` are escapes, and anything else after a backslash is a mistake.
"""

ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def read(text: str) -> dict[str, dict[str, str]]:
    """Return the values by group and key."""
    found: dict[str, dict[str, str]] = {}
    group = ""
    for line in text.split("\n"):
        if not line or line.lstrip().startswith("#"):
            continue
        if line.startswith("["):
            group = line.strip().removeprefix("[").removesuffix("]")
            assert group not in found
            found[group] = {}
            continue
        key, sign, value = line.partition("=")
        assert sign
        assert key not in found[group]
        found[group][key.rstrip(" ")] = unescaped(value.lstrip(" \t"))
    return found


def unescaped(value: str) -> str:
    letters, out = iter(value), ""
    for letter in letters:
        out += ESCAPES[next(letters)] if letter == "\\" else letter
    return out


def name_of(value: str) -> str:
    """Return a network's name as NetworkManager reads it: bytes, or a text."""
    if set(value) <= set("0123456789; \t") and ";" in value:
        return bytes(int(number) for number in value.split(";") if number).decode()
    return value.replace("\\;", ";")
