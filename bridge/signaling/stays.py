"""PURE. Stays of pupils in one robot, as the bridge knows them: who owns which presence. No I/O."""

from collections import OrderedDict
from collections.abc import Callable, Set
from dataclasses import dataclass

from bridge.protocol.errors import ProtocolError
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from bridge.protocol.signaling import TrickledCandidate

STAYS_PER_ROOM = 32
"""Presences whose owner is remembered; the oldest one without a child is forgotten first."""


@dataclass
class OwnedStay:
    """One presence and its owner."""

    device_key: str
    connection: int | None
    attempt: int = 0
    candidates: int = 0

    def has_room(self, message: TrickledCandidate) -> bool:
        """Count a candidate; tell whether it is within the limit."""
        if message.attempt != self.attempt:
            self.attempt, self.candidates = message.attempt, 0
        self.candidates += 1
        return self.candidates <= CANDIDATES_PER_ATTEMPT


class OwnedStays:
    """The last stays of a room, the newest at the end."""

    def __init__(self) -> None:
        self._stays: OrderedDict[str, OwnedStay] = OrderedDict()

    def get(self, presence: str | None) -> OwnedStay | None:
        """Return a stay; None if it is not known."""
        return None if presence is None else self._stays.get(presence)

    def of_device(self, presence: str, device_key: str) -> OwnedStay | None:
        """Return a stay of this device; None if it is not known.

        Raises:
            ProtocolError: It belongs to another device.
        """
        stay = self._stays.get(presence)
        if stay is not None and stay.device_key != device_key:
            raise ProtocolError("unknown_presence")
        return stay

    def begin(
        self, presence: str, device_key: str, connection: int | None, going_on: Set[str | None]
    ) -> OwnedStay:
        """Note the owner of a presence.

        Args:
            presence: Id of the stay.
            device_key: Of its owner.
            connection: On which its owner is, if it is here.
            going_on: Presences that are going on. They are not forgotten; otherwise a second pupil
                who names many presences could hide whose right to check.
        """
        stay = self._stays[presence] = OwnedStay(device_key, connection)
        while len(self._stays) > STAYS_PER_ROOM:
            del self._stays[next(name for name in self._stays if name not in going_on)]
        return stay

    def use(self, presence: str, connection: int) -> None:
        """Note on which connection the owner spoke last, and that the stay is in use."""
        self._stays[presence].connection = connection
        self._stays.move_to_end(presence)

    def end(self, presence: str) -> None:
        """Forget a stay that is over."""
        del self._stays[presence]

    def owners(self, presence: str) -> list[int]:
        """Return the connection of the presence's owner; an empty list while its line is down.

        Raises:
            ProtocolError: The presence is not known.
        """
        stay = self._stays.get(presence)
        if stay is None:
            raise ProtocolError("unknown_presence")
        return [] if stay.connection is None else [stay.connection]

    def device_keys(self, presences: Set[str | None]) -> set[str]:
        """Return the device keys of the owners of these presences."""
        return {stay.device_key for name, stay in self._stays.items() if name in presences}

    def reached(self, device_key: str) -> list[tuple[str, int]]:
        """Return the presences of a device with the connections that reach it."""
        return [
            (presence, stay.connection)
            for presence, stay in self._stays.items()
            if stay.device_key == device_key and stay.connection is not None
        ]

    def came(self, device_key: str, connection: int) -> None:
        """Give the stays of a device whose line was down this connection."""
        for stay in self._stays.values():
            if stay.device_key == device_key and stay.connection is None:
                stay.connection = connection

    def gone(self, connection: int, newest: Callable[[str], int | None]) -> None:
        """Give the stays of a connection that is gone the newest other one of their device."""
        for stay in self._stays.values():
            if stay.connection == connection:
                stay.connection = newest(stay.device_key)
