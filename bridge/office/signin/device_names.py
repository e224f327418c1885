"""PURE. Names for the devices of passkeys, as somebody would call them. No I/O."""

from bridge.base.words import Words

_NAMES = (
    ("iPhone", Words("iPhone", "iPhone")),
    ("iPad", Words("iPad", "iPad")),
    ("Android", Words("Android-Handy", "Android phone")),
    ("CrOS", Words("Chromebook", "Chromebook")),
    ("Windows", Words("Windows-Computer", "Windows computer")),
    ("Macintosh", Words("Mac", "Mac")),
    ("Linux", Words("Linux-Computer", "Linux computer")),
)
_OTHER = Words("Mein Gerät", "My device")


def device_name(user_agent: str) -> Words:
    """Return a first name for a device, which its owner may change."""
    return next((words for mark, words in _NAMES if mark in user_agent), _OTHER)
