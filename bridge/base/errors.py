"""Errors of the bridge itself; the mistakes of a peer are in `protocol.errors`.

    BridgeError
    ├── NotKnown        a robot, loan or file that was named does not exist
    ├── Conflict        the request contradicts the stored data
    ├── BadRequest      an argument of the command line is out of bounds
    ├── PagesError      the pages cannot be read
    └── StoreError      the database cannot be used now

The text is a sentence for the technician who reads it in a terminal.
"""


class BridgeError(Exception):
    """Something that a technician can put right."""


class NotKnown(BridgeError, LookupError):
    """A robot, loan or file that was named does not exist."""


class Conflict(BridgeError):
    """The request contradicts the stored data."""


class BadRequest(BridgeError, ValueError):
    """An argument is out of bounds."""


class PagesError(BridgeError):
    """The pages cannot be read."""


class StoreError(BridgeError):
    """The database cannot be used now."""
