"""Alarms to a webhook: JSON, signed, bounded, and tried again a few times.

X-Karlsson-Timestamp: 1789000000
X-Karlsson-Signature: sha256=HEX of HMAC-SHA-256(secret, timestamp + "." + body)
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bridge.alarms import letters
from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import ChannelFailed
from bridge.alarms.config import AlarmsSection
from bridge.alarms.rules import School
from bridge.mail.refused import NOT_ALLOWED

TIMEOUT_S = 10.0
PAUSES_S = (1.0, 5.0)
"""Waits before the second and the third try; later rounds of the watch go on."""

FOR_LATER = 500
"""Status from which on a receiver may be well a moment later; 429 is one too."""


class WebhookChannel:
    """Messages to the URL of the configuration.

    Args:
        secret: Signs each message.
        unix_s: Wall clock.
    """

    name = "webhook"

    def __init__(
        self, section: AlarmsSection, school: School, secret: str, unix_s: Callable[[], float]
    ) -> None:
        self._section = section
        self._school = school
        self._secret = secret.encode()
        self._unix_s = unix_s
        # Its path may be a secret, so only the host is ever named.
        self._host = urlsplit(section.webhook_url).hostname or ""

    async def tell(self, news: Sequence[AlarmNews]) -> None:
        """Send one message about these alarms.

        Raises:
            ChannelFailed: It was not taken.
        """
        body = msgspec.json.encode(letters.data(news, self._school, self._section.language))
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        why = ""
        async with aiohttp.ClientSession(timeout=timeout) as session:
            for pause_s in (0.0, *PAUSES_S):
                await asyncio.sleep(pause_s)
                why, again = await self._once(session, body)
                if not why:
                    return
                if not again:
                    break
        raise ChannelFailed(f"{self._host}: {why}")

    async def _once(self, session: aiohttp.ClientSession, body: bytes) -> tuple[str, bool]:
        """Return why it was not taken, empty if it was, and whether to try again."""
        stamp = str(int(self._unix_s()))
        headers = {
            "Content-Type": "application/json",
            "X-Karlsson-Timestamp": stamp,
            "X-Karlsson-Signature": signature(self._secret, stamp, body),
        }
        url = self._section.webhook_url
        try:
            # No redirect: it would carry the message to somebody who was not named.
            async with session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                status = answer.status
        except aiohttp.ClientConnectorCertificateError:
            return "its certificate is not trusted", False
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, PermissionError):
                return NOT_ALLOWED, False
            return "nobody answers; is alarms.webhook_url right?", True
        except TimeoutError:
            return f"no answer within {TIMEOUT_S:.0f} s", True
        except (aiohttp.ClientError, OSError, ValueError):
            return "the connection broke", True
        if 200 <= status < 300:
            return "", False
        return f"answers with status {status}", status >= FOR_LATER or status == 429


def signature(secret: bytes, stamp: str, body: bytes) -> str:
    """Return the header by which a receiver knows that a message is ours, and how old it is."""
    digest = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"
