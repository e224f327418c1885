"""PURE. Record of a robot for its card. No I/O."""

from dataclasses import dataclass, field
from typing import Literal

from bridge.tables.cells import CellPlace
from technician.lists.values import Inner

KeyKind = Literal["pem", "p12"]


@dataclass(frozen=True)
class SharedPassword:
    """Access to a network by a password that all devices share.

    Args:
        key_mgmt: `wpa-psk` is WPA2, and WPA3 where the access point offers both; `sae` is WPA3.
    """

    key_mgmt: Literal["wpa-psk", "sae"]
    password: str = field(repr=False)


@dataclass(frozen=True)
class ClientCertificate:
    """Certificate and key by which a robot is known to a network.

    Args:
        kind: `p12` keeps both in `key`, and `certificate` is empty.
        key_password: Empty for a key that lies open.
    """

    kind: KeyKind
    certificate: bytes = field(repr=False)
    key: bytes = field(repr=False)
    key_password: str = field(repr=False, default="")


@dataclass(frozen=True)
class Enterprise:
    """Access to a network by an account of its own (IEEE 802.1X).

    Args:
        user: Name of the account.
        outer_user: Name that strangers may read; empty for the user's own.
        ca: Certificate of the network's server in PEM; empty for `--` the system's own.
        checks_server: False where the list says in words that nothing proves the server.
        server_name: End of the name in the server's certificate; empty for any.
    """

    method: Literal["peap", "ttls", "tls"]
    user: str
    password: str = field(repr=False, default="")
    outer_user: str = ""
    inner: Inner = "mschapv2"
    ca: str = field(repr=False, default="")
    checks_server: bool = True
    server_name: str = ""
    client: ClientCertificate | None = None


@dataclass(frozen=True)
class Wifi:
    """A network. `access` is None for one that is open."""

    ssid: str
    access: SharedPassword | Enterprise | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Outside:
    """The way out of the school's network and what is trusted on it.

    Args:
        proxy: Address of an HTTP proxy; it may hold a password.
        ca: Certificates of the school in PEM.
    """

    time_servers: tuple[str, ...] = ()
    proxy: str = field(repr=False, default="")
    proxy_password: str = field(repr=False, default="")
    ca: str = field(repr=False, default="")


@dataclass(frozen=True)
class ListedRobot:
    """One robot of the list.

    Args:
        id: Name on the wire.
        name: What the class calls it.
        wifi: None for a robot on the cable alone.
        country: Two letters.
        token: Proves to the bridge once that this robot is expected; empty for none.
        is_named_by_token: The token was made for this id, as the bridge's own list says.
        body: Content of `body.toml`; empty if the robot is to find out by itself.
        hotspot_key: Key of the robot's own Wi-Fi, as on its label; empty for none.
        place: Place of its row.
        pin: Of its own page, for its label; empty for a robot without a page.
        pin_hash: What the robot keeps of it.
    """

    id: str
    name: str
    serial: str
    place: CellPlace
    bridge_url: str
    wifi: Wifi | None = None
    country: str = "DE"
    time_zone: str = "Europe/Berlin"
    outside: Outside = field(default_factory=Outside)
    token: str = field(repr=False, default="")
    is_named_by_token: bool = False
    body: str = field(repr=False, default="")
    body_name: str = ""
    hotspot_key: str = field(repr=False, default="")
    pin: str = field(repr=False, default="")
    pin_hash: str = field(repr=False, default="")

    @property
    def host(self) -> str:
        """Name in the network."""
        return self.id if self.id.startswith("karlsson") else f"karlsson-{self.id}"
