"""What can go wrong in the bridge itself; a peer's mistakes are `protocol.errors`.

    BridgeError
    ├── NotKnown        a robot, loan or file that was named does not exist
    ├── Conflict        what was asked would contradict what is stored
    ├── BadRequest      an argument of the command line is out of bounds
    ├── PagesError      the pages cannot be read
    └── StoreError      the database cannot be used now

The text is a sentence for the technician who reads it in a terminal.
"""


class BridgeError(Exception):
    """Something a technician can put right."""


class NotKnown(BridgeError, LookupError):
    """A robot, a loan or a file that was named does not exist."""


class Conflict(BridgeError):
    """What was asked would contradict what is stored."""


class BadRequest(BridgeError, ValueError):
    """An argument is out of bounds."""


class PagesError(BridgeError):
    """The pages cannot be read."""


class StoreError(BridgeError):
    """The database cannot be used now."""
