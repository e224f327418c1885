"""The robot's networks through NetworkManager."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from uuid import uuid4

from robot.wifi.bus import MANAGER, BusRefused, NetworkBus, network_bus
from robot.wifi.causes import WifiCause, WifiError, cause_of
from robot.wifi.objects import (
    Objects,
    Radio,
    has_active,
    is_in_reach,
    radio_of,
    radio_state,
    seen_of,
    wants_login,
    ways_of,
)
from robot.wifi.profiles import HOTSPOT_UUID, Profile, profile_of, profile_of_hotspot, uuid_of
from robot.wifi.records import (
    Hotspot,
    NetworkState,
    SeenNetwork,
    WifiNetwork,
    check,
    name_of,
)

log = logging.getLogger(__name__)

JOIN_S = 75.0
"""Longest time for joining: NetworkManager tries the key for 25 s, then DHCP has its own time."""

HOTSPOT_S = 30.0

REASON_S = 2.0
"""Time for the reason of a profile that went down."""

SCAN_S = 8.0
LOOKS = 2
"""A weak access point is missed now and then."""

FAILED = 120
"""NMDeviceState."""

ACTIVATING, ACTIVATED = 1, 2
"""NMActiveConnectionState."""


class NetworkManagerWifi:
    """Wi-Fi through NetworkManager: implements `WifiControl`. One errand at a time.

    Args:
        address: Of the bus; None for the system's own.
        join_s: Longest time for joining.
    """

    def __init__(self, address: str | None = None, join_s: float = JOIN_S) -> None:
        self._address = address
        self._join_s = join_s
        self._turn = asyncio.Lock()
        self._hotspot: Hotspot | None = None
        self._seen: tuple[SeenNetwork, ...] = ()
        self._trouble: WifiCause | None = None

    async def state(self) -> NetworkState:
        """Return how the robot is connected."""
        async with network_bus(self._address) as bus:
            objects = await bus.objects()
            profiles = await _wifi_profiles(bus, objects)
        hotspot = next((ssid for _, uuid, ssid in profiles if uuid == HOTSPOT_UUID), b"")
        return NetworkState(
            ways_of(objects, HOTSPOT_UUID),
            radio_state(objects),
            name_of(hotspot) if has_active(objects, HOTSPOT_UUID) else "",
            tuple(sorted({name_of(ssid) for _, uuid, ssid in profiles if uuid != HOTSPOT_UUID})),
            wants_login(objects),
            self._trouble,
        )

    async def scan(self) -> Sequence[SeenNetwork]:
        """Return the networks in reach; while the hotspot is on, those seen before it."""
        async with self._turn, network_bus(self._address) as bus:
            return await self._scan(bus)

    async def join(self, network: WifiNetwork) -> None:
        """Join a network and keep it; forget it again if that fails."""
        check(network)
        async with self._turn, network_bus(self._address) as bus:
            hotspot = self._hotspot
            try:
                await self._join(bus, network)
            except WifiError as error:
                self._trouble = error.cause
                log.warning("wifi: not joined: %s", error)
                if hotspot:
                    with suppress(WifiError):  # why it was not joined is what matters
                        await self._start_hotspot(bus, hotspot)
                raise
            self._trouble = self._hotspot = None
            log.info("wifi: joined a network")

    async def forget(self, name: str) -> None:
        """Forget a network and its key."""
        async with self._turn, network_bus(self._address) as bus:
            profiles = await _wifi_profiles(bus, await bus.objects())
            named = [
                path
                for path, uuid, ssid in profiles
                if name_of(ssid) == name and uuid != HOTSPOT_UUID
            ]
            if not named:
                raise WifiError("not_known")
            for path in named:
                await _delete(bus, path)

    async def hotspot_on(self, hotspot: Hotspot) -> None:
        """Switch the robot's own network on; do nothing while a Wi-Fi leads out."""
        async with self._turn, network_bus(self._address) as bus:
            if any(way.kind == "wifi" for way in ways_of(await bus.objects(), HOTSPOT_UUID)):
                return  # it came into a network while this waited for its turn
            # As an access point the radio sees nobody; the page shows what was seen before.
            await self._scan(bus)
            await self._start_hotspot(bus, hotspot)

    async def hotspot_off(self) -> None:
        """Switch the robot's own network off; do nothing if it is off."""
        async with self._turn, network_bus(self._address) as bus:
            self._hotspot = None
            await _drop(bus, HOTSPOT_UUID)

    # ---- errands

    async def _scan(self, bus: NetworkBus) -> tuple[SeenNetwork, ...]:
        radio = await _radio(bus, await bus.objects())
        if self._hotspot is None:
            await _look_around(bus, radio)
        objects = await bus.objects()
        known = frozenset(ssid for _, _, ssid in await _wifi_profiles(bus, objects))
        seen = seen_of(objects, known)
        if self._hotspot is None:
            self._seen = seen
        return self._seen

    async def _join(self, bus: NetworkBus, network: WifiNetwork) -> None:
        radio = await _radio(bus, await bus.objects())
        if self._hotspot is None and not network.hidden:
            await _find(bus, radio, network.ssid)
        # Beside the one there is: a wrong key must not cost a right one.
        profile = profile_of(network, str(uuid4()))
        path = await _activated(bus, profile, radio, self._join_s, network.security == "account")
        await bus.call(path, ".Settings.Connection", "Save")
        for other, uuid, ssid in await _wifi_profiles(bus, await bus.objects()):
            # An older key of the same network would be tried after the next start.
            if ssid == network.ssid and uuid != uuid_of(profile):
                await _delete(bus, other)

    async def _start_hotspot(self, bus: NetworkBus, hotspot: Hotspot) -> None:
        radio = await _radio(bus, await bus.objects())
        profile = profile_of_hotspot(hotspot)
        await _drop(bus, uuid_of(profile))
        self._hotspot = None
        try:
            await _activated(bus, profile, radio, HOTSPOT_S, False)
        except WifiError as error:
            if error.cause in ("unknown", "too_far", "no_address"):
                raise WifiError("hotspot_failed") from error
            raise
        self._hotspot = hotspot
        log.info("wifi: the robot's own network is on")


async def _radio(bus: NetworkBus, objects: Objects) -> Radio:
    """Return the radio, switched on; raise `WifiError` for one that cannot be used."""
    radio, state = radio_of(objects), radio_state(objects)
    if radio is None:
        raise WifiError("no_radio")
    if state == "blocked":
        raise WifiError("radio_blocked")
    if state == "switched_off":
        # Somebody asks for Wi-Fi, so it is wanted.
        await bus.set_radio(True)
        if radio_state(await bus.objects()) != "on":
            raise WifiError("radio_off")
    return radio


async def _look_around(bus: NetworkBus, radio: Radio) -> None:
    """Let the radio listen, and wait until it has."""
    await bus.listen(radio.path)
    try:
        await bus.call(radio.path, ".Device.Wireless", "RequestScan", "a{sv}", {})
    except BusRefused as refused:
        if refused.cause == "not_allowed":
            raise
        return  # it has listened just now, or does so already
    try:
        async with asyncio.timeout(SCAN_S):
            while True:
                signal = await bus.next_signal()
                if signal.member == "PropertiesChanged" and "LastScan" in str(signal.body):
                    return
    except TimeoutError:
        return  # what is known by now is shown


async def _find(bus: NetworkBus, radio: Radio, ssid: bytes) -> None:
    """Raise `WifiError` if a network is not in reach, before the present one is left for it."""
    for _ in range(LOOKS):
        if is_in_reach(await bus.objects(), ssid):
            return
        await _look_around(bus, radio)
    if not is_in_reach(await bus.objects(), ssid):
        raise WifiError("not_found")


@asynccontextmanager
async def _added(bus: NetworkBus, profile: Profile) -> AsyncIterator[str]:
    """Add a profile that goes again if anything fails, or the power does."""
    path = await bus.add_unsaved(profile)
    is_good = False
    try:
        yield path
        is_good = True
    finally:
        if not is_good:
            with suppress(WifiError):  # what failed first is told
                await _delete(bus, path)


async def _activated(
    bus: NetworkBus, profile: Profile, radio: Radio, within_s: float, has_account: bool
) -> str:
    """Bring a profile up and return its path; raise `WifiError` with the reason if it fails."""
    await bus.listen(radio.path)
    async with _added(bus, profile) as path:
        try:
            async with asyncio.timeout(within_s):
                (active,) = await bus.call(
                    MANAGER, "", "ActivateConnection", "ooo", path, radio.path, "/"
                )
                await _wait_until_up(bus, radio, str(active), has_account)
        except TimeoutError:
            device = (await bus.objects()).get(radio.path, {})
            at = device.get("org.freedesktop.NetworkManager.Device", {}).get("State", 0)
            raise WifiError(cause_of(at, 0, has_account)) from None
    return path


async def _wait_until_up(bus: NetworkBus, radio: Radio, active: str, has_account: bool) -> None:
    """Return once a profile is up; raise `WifiError` with the device's reason if it goes down.

    Whether it is up stands in the profile's own state: what the device says may still be about the
    profile before.
    """
    await bus.listen(active)
    while True:
        state = _state_of(await bus.objects(), active)
        if state == ACTIVATED:
            return
        try:
            async with asyncio.timeout(None if state == ACTIVATING else REASON_S):
                failure = await _change(bus, radio)
        except TimeoutError:
            raise WifiError("unknown") from None
        if failure is not None:
            raise WifiError(cause_of(*failure, has_account))


async def _change(bus: NetworkBus, radio: Radio) -> tuple[int, int] | None:
    """Wait for the next change of state; return state before and reason if the device failed."""
    while True:
        signal = await bus.next_signal()
        if signal.member != "StateChanged":
            continue
        if signal.path != radio.path:
            return None
        now, before, reason = signal.body
        return (before, reason) if now == FAILED else None


def _state_of(objects: Objects, active: str) -> int:
    """Return the state of an active profile; 0 if it is gone."""
    interface = "org.freedesktop.NetworkManager.Connection.Active"
    return int(objects.get(active, {}).get(interface, {}).get("State", 0))


async def _wifi_profiles(bus: NetworkBus, objects: Objects) -> list[tuple[str, str, bytes]]:
    """Return path, UUID and network of each profile of a Wi-Fi."""
    found = []
    for path, interfaces in objects.items():
        if "org.freedesktop.NetworkManager.Settings.Connection" not in interfaces:
            continue
        try:
            (settings,) = await bus.call(path, ".Settings.Connection", "GetSettings")
        except BusRefused:
            continue  # it went meanwhile
        wireless = settings.get("802-11-wireless")
        if wireless is not None:
            uuid = str(settings["connection"]["uuid"])
            found.append((path, uuid, bytes(wireless.get("ssid", b""))))
    return found


async def _drop(bus: NetworkBus, uuid: str) -> None:
    for path, other, _ in await _wifi_profiles(bus, await bus.objects()):
        if other == uuid:
            await _delete(bus, path)


async def _delete(bus: NetworkBus, path: str) -> None:
    await bus.call(path, ".Settings.Connection", "Delete")
