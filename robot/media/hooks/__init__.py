"""Replacements of private parts of aiortc and aioice; no other module touches those.

`install()` must run before the first peer connection. It raises `HookError` when a
library has another version than the hooks were written for, or when a name used here is
gone. Dropped packets are counted in `DROPPED`.

Each module owns one part of the libraries, and lists its replacements in `HOOKS` and the
other names that it needs in `USES`:

    codecs      codecs of sound and picture, and the level of sound
    datagrams   bounds on datagrams of strangers
    gathering   all roads to a child at once, and only those within reach
    hearing     delivery of the packets of the child's voice
    packets     bounds on broken or hostile RTP and RTCP
    relays      clients of relays, used by `gathering`
    sctp        bounds on the child's data channels
    sending     sending of picture and sound, and the reports on them
    trying      attempts at roads, used by `gathering`
"""

from importlib import metadata

from robot.media.hooks import codecs, datagrams, gathering, hearing, packets, sctp, sending
from robot.media.hooks.replacing import DROPPED, HookError, owner_of

__all__ = ["DROPPED", "HOOKS", "USES", "HookError", "install"]

VERSIONS = {"aiortc": "1.16.0", "aioice": "0.13.0"}

PARTS = (codecs, datagrams, gathering, hearing, packets, sctp, sending)

HOOKS = tuple(hook for part in PARTS for hook in part.HOOKS)
"""Owner (`module` or `module:Class`), name, and maker of the replacement from the original."""

USES = tuple((path, name) for path, name, _ in HOOKS) + tuple(
    use for part in PARTS for use in part.USES
)
"""Every name needed; the attributes of instances are covered by tests."""


def install() -> None:
    """Check the libraries and replace what `HOOKS` lists; a second call changes nothing.

    Raises:
        HookError: Nothing was replaced.
    """
    for library, wanted in VERSIONS.items():
        found = metadata.version(library)
        if found != wanted:
            raise HookError(f"{library} {found} is installed; hooks are written for {wanted}")
    for path, name in USES:
        if not hasattr(owner_of(path), name):
            raise HookError(f"{path}.{name} is gone; hooks need it")
    for path, name, make in HOOKS:
        owner = owner_of(path)
        original = getattr(owner, name)
        if not getattr(original, "karlsson_hook", False):
            replacement = make(original)
            replacement.karlsson_hook = True
            setattr(owner, name, replacement)
    for part in PARTS:
        part.adjust()
