"""Trust in the bridge's certificate, also where this robot's own clock is behind.

A certificate that begins later than our clock says shows that the clock is behind, and
not that somebody forged it: nobody is given a certificate from the future. It is taken
if it is good in every other way and if the time that the bridge tells lies within its
validity. A certificate that has expired is never taken: a clock that is behind would
find it valid anyway.
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from bridge.process import file_words
from bridge.process.config_file import ConfigError
from robot.settings.config import BridgeSection
from robot.settings.errors import LinkLost

_NOT_YET_VALID: Final = 9
"""Of OpenSSL: `X509_V_ERR_CERT_NOT_YET_VALID`."""

_NO_CHECK_TIME: Final = 0x200000
"""Of OpenSSL: `X509_V_FLAG_NO_CHECK_TIME`, which Python has no name for."""


def tls_context(bridge: BridgeSection, school_ca: str = "") -> ssl.SSLContext | None:
    """Return the context that checks the bridge's certificate; None for a plain line.

    Args:
        school_ca: File with certificates that are trusted in addition, or empty.

    Raises:
        ConfigError: A certificate to trust cannot be read.
    """
    return relay_context(bridge, school_ca) if bridge.url.startswith("wss:") else None


def relay_context(bridge: BridgeSection, school_ca: str = "") -> ssl.SSLContext:
    """Return the context that checks the certificates of bridge and relays.

    `bridge.ca` takes the place of the system's certificates; the school's come beside either.

    Raises:
        ConfigError: A certificate to trust cannot be read.
    """
    key, file = "bridge.ca", bridge.ca
    try:
        context = ssl.create_default_context(cafile=file or None)
        key, file = "network.ca_file", school_ca
        if file:
            context.load_verify_locations(cafile=file)
    except (OSError, ssl.SSLError) as error:
        is_content = isinstance(error, ssl.SSLError)
        reason = (
            "must hold certificates in PEM, which begin with -----BEGIN CERTIFICATE-----"
            if is_content
            else file_words.of_file(Path(file), error)
        )
        raise ConfigError(f"{key} = {file!r}: {reason}") from error
    return context


def begins_later(error: Exception) -> bool:
    """Return True if OpenSSL refused a certificate only because it begins in the future."""
    return _code(error) == _NOT_YET_VALID


def whenever(context: ssl.SSLContext) -> ssl.SSLContext:
    """Let a context accept certificates of any time; the rest is checked as before."""
    context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    return context


def check_time(certificate: Mapping[str, Any], own_s: float, bridge_s: float | None) -> None:
    """Check the time of a certificate that was accepted through `whenever`.

    Args:
        certificate: As `getpeercert` returns it.
        own_s: Our own clock, which is behind.
        bridge_s: The bridge's clock; None if it did not tell it.

    Raises:
        LinkLost: The certificate is not valid now.
    """
    begin_s = ssl.cert_time_to_seconds(certificate["notBefore"])
    end_s = ssl.cert_time_to_seconds(certificate["notAfter"])
    if bridge_s is None or not begin_s <= bridge_s <= end_s or own_s > end_s:
        raise LinkLost("the bridge's certificate is not valid at the bridge's own time")


def _code(error: Exception) -> int:
    return int(getattr(error, "verify_code", 0))
