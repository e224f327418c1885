"""PURE. Messages between the bridge and a process of its relay, over their socket. No I/O.

bridge ──► setup, once; handed_over, with a connection
relay  ──► ready, once; settled and gone, by number of the connection; counted
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

MOST_BYTES = 16 * 1024

Port = Annotated[int, Meta(ge=0, le=65535)]


class Setup(Struct, frozen=True, tag="setup"):
    """Settings and sockets that a process needs."""

    process: int
    secret: bytes
    pages: str
    """Name of the bridge's socket for HTTP that came to the relay; empty without one."""
    certificate: str = ""
    key: str = ""
    most_clients: int = 2000
    datagrams: tuple[int, ...] = ()
    """Descriptors of the sockets of the STUN server."""

    def __repr__(self) -> str:
        """Hide the secret."""
        return f"Setup({self.process}, ...)"


class HandedOver(Struct, frozen=True, tag="handed_over"):
    """A connection comes beside this message."""

    number: int
    host: str
    port: Port
    tls: bool

    def __repr__(self) -> str:
        """Hide the address."""
        return f"HandedOver({self.number}, ...)"


class Ready(Struct, frozen=True, tag="ready"):
    """The process serves."""


class Settled(Struct, frozen=True, tag="settled"):
    """A peer has proved who it is."""

    number: int


class Left(Struct, frozen=True, tag="left"):
    """A connection has ended."""

    number: int


class Counted(Struct, frozen=True, tag="counted"):
    """Figures of a process since it began."""

    allocations: int
    packets: int
    lost: int
    """Packets that nobody wanted, or that were too many."""
    dropped: int
    """Packets that slow readers lost."""


ToProcess = Setup | HandedOver
FromProcess = Ready | Settled | Left | Counted

to_process: msgspec.json.Decoder[ToProcess] = msgspec.json.Decoder(ToProcess)
from_process: msgspec.json.Decoder[FromProcess] = msgspec.json.Decoder(FromProcess)
_encoder = msgspec.json.Encoder()


def encode(message: ToProcess | FromProcess) -> bytes:
    """Return a message as bytes."""
    return _encoder.encode(message)
