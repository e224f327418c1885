"""How the bridge's certificate is judged where this robot's own clock stands in the past.

A certificate that begins later than our clock says is the sign of a clock that
is behind, not of a forger: nobody is given a certificate from the future. It is
taken if it is good in every other way and if the bridge, once it tells its time,
lies within the certificate's own. One that has ended is never taken: by a clock
that is behind it would look good anyway.
"""

import ssl
from collections.abc import Mapping
from typing import Any, Final

from robot.settings.errors import LinkLost

_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
"""Of OpenSSL: `X509_V_ERR_CERT_NOT_YET_VALID` and `X509_V_ERR_CERT_HAS_EXPIRED`."""

_NO_CHECK_TIME: Final = 0x200000
"""Of OpenSSL: `X509_V_FLAG_NO_CHECK_TIME`, which Python has no name for."""


def begins_later(error: Exception) -> bool:
    """Tell whether OpenSSL refused a certificate only because it begins in the future."""
    return _code(error) == _NOT_YET_VALID


def reason(error: Exception) -> str:
    """Say why OpenSSL refused a certificate, without names and addresses."""
    if _code(error) == _EXPIRED:
        return "the bridge's certificate has expired, or this robot's clock is ahead"
    return type(error).__name__


def whenever(context: ssl.SSLContext) -> ssl.SSLContext:
    """Let a context take certificates of any time; the rest is checked as before."""
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


def check_time(certificate: Mapping[str, Any], own_s: float, bridge_s: float | None) -> None:
    """Check the time of a certificate that was taken by `whenever`.

    Args:
        certificate: As `getpeercert` returns it.
        own_s: Our own clock, which is behind.
        bridge_s: The bridge's clock, as it told it; None if it does not.

    Raises:
        LinkLost: The certificate is not good now.
    """
    begin_s = ssl.cert_time_to_seconds(certificate["notBefore"])
    end_s = ssl.cert_time_to_seconds(certificate["notAfter"])
    if bridge_s is None or not begin_s <= bridge_s <= end_s or own_s > end_s:
        raise LinkLost("the bridge's certificate is not valid at the bridge's own time")


def _code(error: Exception) -> int:
    return int(getattr(error, "verify_code", 0))
