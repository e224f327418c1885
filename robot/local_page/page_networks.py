"""Wi-Fi for the page, on top of `WifiControl`. No key that the robot knows ever comes here.

The page is not encrypted. Over a Wi-Fi everybody who has its key can read along, so a typed key is
taken only from somebody who came another way: by cable, or over the robot's own network.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from robot.local_page.page_parts import PageError
from robot.settings.texts import Both
from robot.wifi.causes import WifiError
from robot.wifi.control import WifiControl
from robot.wifi.records import NetworkState, SeenNetwork, WifiNetwork, ssid_of

LOCKS = {"open": "open", "wpa": "locked", "sae": "locked", "account": "company", "wep": "wep"}


class PageNetworks:
    """Networks as the page shows them.

    Args:
        control: The robot's networks.
    """

    def __init__(self, control: WifiControl) -> None:
        self._control = control
        self._seen: tuple[SeenNetwork, ...] = ()

    async def look(self) -> Mapping[str, Any]:
        """Return state and networks in reach.

        Raises:
            PageError: There is no Wi-Fi, or no NetworkManager.
        """
        with _told():
            state = await self._control.state()
            self._seen = tuple(await self._control.scan())
        used = {way.name for way in state.ways if way.kind == "wifi"}
        names = {one.name for one in self._seen}
        return {
            "words": state.words,
            "takes_key": _takes_key(state),
            "networks": [
                {
                    "name": one.name,
                    "percent": one.signal_percent,
                    "lock": LOCKS[one.security],
                    "known": one.known,
                    "used": one.name in used,
                }
                for one in self._seen
            ]
            + [
                {"name": name, "percent": None, "lock": "away", "known": True, "used": False}
                for name in state.known
                if name not in names
            ],
        }

    async def join(self, name: str, key: str) -> None:
        """Join a network.

        Raises:
            PageError: It did not let the robot in, or its key may not come this way.
        """
        found = next((one for one in self._seen if one.name == name), None)
        with _told():
            if found is None:
                raise WifiError("not_found")
            if found.security == "account":
                raise PageError("refused_company")
            if found.security == "wep":
                raise PageError("refused_wep")
            if key and not _takes_key(await self._control.state()):
                raise PageError("wifi_qr")
            network = WifiNetwork(ssid_of(name, self._seen), found.security, key)
            await self._control.join(network)

    async def forget(self, name: str) -> None:
        """Forget a network.

        Raises:
            PageError: It is not known.
        """
        with _told():
            await self._control.forget(name)


def _takes_key(state: NetworkState) -> bool:
    return not any(way.kind == "wifi" for way in state.ways)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except WifiError as error:
        text, remedy = error.text, error.remedy
        words = Both(f"{text.de}. {remedy.de}", f"{text.en}. {remedy.en}")
        raise PageError("wifi", words) from error
