"""The one place that reaches into aiortc and aioice: what they lack for a robot in a class.

`install()` must run before the first peer connection. It raises `HookError`
when a library has another version than the one that was read, or when a name
that is used here is gone. What is dropped is counted in `DROPPED`.

Each module here owns one part of the libraries, and lists in `HOOKS` what it
replaces and in `USES` what else it needs:

    codecs      what is sent and received as, and how loud it is
    datagrams   what a stranger's datagram may do: nothing
    hearing     where the packets of the child's voice go
    packets     what a child's broken RTP and RTCP may do: nothing either
    sctp        what a child's data channels may do
    sending     how pictures and sound leave, and who reads the reports on them
"""

from importlib import metadata

from robot.media.hooks import codecs, datagrams, hearing, packets, sctp, sending
from robot.media.hooks.replacing import DROPPED, HookError, owner_of

__all__ = ["DROPPED", "HOOKS", "USES", "HookError", "install"]

VERSIONS = {"aiortc": "1.16.0", "aioice": "0.13.0"}

PARTS = (codecs, datagrams, hearing, packets, sctp, sending)

HOOKS = tuple(hook for part in PARTS for hook in part.HOOKS)
"""Owner (`module` or `module:Class`), name, and what makes the replacement of the original."""

USES = tuple((path, name) for path, name, _ in HOOKS) + tuple(
    use for part in PARTS for use in part.USES
)
"""Every name that is needed; the attributes of instances are covered by tests."""


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
