"""Hooks: broken or hostile packets of a child's device neither end a lesson nor fill memory.

Packets that cannot be parsed are dropped; in aiortc some errors would end its reading
loop, and with it the peer connection. Sources are bounded, because aiortc keeps a table
row and libsrtp a key schedule for each one. The packet rate is bounded, because a report
is far more work to read than to send. RTCP goodbyes are ignored: a sound that stops comes
back with its next packet, a stopped receiver never does.
"""

import logging
import struct
import time
from collections.abc import Callable
from typing import Any

from aiortc.rtp import RtcpByePacket
from pylibsrtp import Error as SrtpError

from robot.media.hooks.replacing import Hook, Original, drop
from robot.media.types.allowance import Allowance

logger = logging.getLogger(__name__)

MAX_SOUND_SOURCES = 16
"""Receiver reports hold one block each, at most 31 (RFC 3550 section 6.4.2)."""

MAX_SRTP_SOURCES = 32
"""Sources of sound and of reports together; a browser has three."""

SOUND_RATE_HZ, SOUND_BURST = 400, 1000
"""Packets of sound; a voice has 50 a second, and more may arrive at once after an outage."""

REPORT_RATE_HZ, REPORT_BURST = 200, 400
"""Packets of RTCP; a browser sends some 30 a second at high loss."""

MAX_JITTER = 2**32 - 1
"""Largest value of the field in a receiver report."""

BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NameError),
    *(TypeError, ValueError, struct.error),
)
"""Exceptions of aiortc's parsers and state machines for unexpected bytes."""


def _tolerate_broken(original: Original) -> Original:
    async def _recv_next(self: Any) -> None:
        try:
            await original(self)
        except BROKEN as error:
            logger.debug("packet: %s", type(error).__name__)
            drop("packet")

    return _recv_next


def _raise_expected(original: Original) -> Original:
    """Raise the exception that callers of these parsers expect for broken bytes."""

    def parsed(*args: Any, **kwargs: Any) -> Any:
        try:
            return original(*args, **kwargs)
        except struct.error as error:
            raise ValueError("a field has another length than its kind") from error

    return parsed


def _bound_sound_sources(original: Original) -> Original:
    def route_rtp(self: Any, packet: Any) -> Any:
        if packet.ssrc not in self.ssrc_table and len(self.ssrc_table) >= MAX_SOUND_SOURCES:
            drop("source of sound")
            return None
        return original(self, packet)

    return route_rtp


class BoundedSrtp:
    """libsrtp's incoming session, with bounds on sources and packet rates.

    Args:
        session: Session of pylibsrtp.
        clock: Monotonic seconds.
    """

    def __init__(self, session: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._clock = clock
        self._known: set[bytes] = set()
        self._sounds = Allowance(SOUND_RATE_HZ, SOUND_BURST)
        self._reports = Allowance(REPORT_RATE_HZ, REPORT_BURST)

    def unprotect(self, packet: bytes) -> bytes:
        """Decrypt RTP; the source follows the time stamp (RFC 3550 section 5.1)."""
        self._count(self._sounds, "sound too fast")
        return self._open(packet, packet[8:12], self._session.unprotect)

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        """Decrypt RTCP; the source follows the first header."""
        self._count(self._reports, "reports too fast")
        return self._open(packet, packet[4:8], self._session.unprotect_rtcp)

    def _count(self, allowance: Allowance, why: str) -> None:
        if not allowance.take(self._clock()):
            drop(why)
            raise SrtpError(why)

    def _open(self, packet: bytes, source: bytes, unprotect: Callable[[bytes], bytes]) -> bytes:
        if source not in self._known and len(self._known) >= MAX_SRTP_SOURCES:
            drop("source")
            raise SrtpError("too many sources")
        opened = unprotect(packet)
        self._known.add(source)
        return opened


def _bound_sources(original: Original) -> Original:
    def _setup_srtp(self: Any) -> None:
        original(self)
        if self._rx_srtp is not None:
            self._rx_srtp = BoundedSrtp(self._rx_srtp)

    return _setup_srtp


def _ignore_goodbye(original: Original) -> Original:
    async def _handle_rtcp_packet(self: Any, packet: Any) -> None:
        if isinstance(packet, RtcpByePacket):
            drop("goodbye of a source")
            return
        await original(self, packet)

    return _handle_rtcp_packet


def _bound_jitter(original: Original) -> Original:
    def add(self: Any, packet: Any) -> None:
        original(self, packet)
        # Jumping time stamps would overflow the report's 32 bits and end the reports.
        self._jitter_q4 = min(self._jitter_q4, MAX_JITTER << 4)

    return add


def adjust() -> None:
    """Set nothing else."""


DTLS = "aiortc.rtcdtlstransport:RTCDtlsTransport"

HOOKS: tuple[Hook, ...] = (
    (DTLS, "_recv_next", _tolerate_broken),
    (DTLS, "_setup_srtp", _bound_sources),
    ("aiortc.rtcdtlstransport:RtpRouter", "route_rtp", _bound_sound_sources),
    ("aiortc.rtp:HeaderExtensionsMap", "get", _raise_expected),
    ("aiortc.rtp", "unpack_remb_fci", _raise_expected),
    ("aiortc.rtcrtpsender", "unpack_remb_fci", _raise_expected),
    ("aiortc.rtcrtpreceiver:RTCRtpReceiver", "_handle_rtcp_packet", _ignore_goodbye),
    ("aiortc.rtcrtpreceiver:StreamStatistics", "add", _bound_jitter),
)
USES: tuple[tuple[str, str], ...] = (("aiortc.rtp", "RtcpByePacket"),)
