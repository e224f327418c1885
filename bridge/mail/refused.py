"""PURE. Reasons why a message did not leave. No I/O."""

from typing import Final

NOT_ALLOWED: Final = (
    "this machine does not let the bridge go there; the unit allows nothing but this machine "
    "(IPAddressDeny=): a drop-in with IPAddressAllow= opens it, docs/technician.md"
)


class MailRefused(Exception):
    """A message was not taken; the text is for a technician and holds nothing of the message."""
