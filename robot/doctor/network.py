"""PURE. Judgement of the network: Wi-Fi, name service, bridge, and the roads of media. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridge.protocol.causes import WORDS, NetworkCause
from robot.doctor.causes_de import CAUSES_DE
from robot.doctor.findings import Both, Finding, absent, bad, good, skipped, weak
from robot.nettest.asking import RoadKind
from robot.nettest.found import Found, Road, verdict_of
from robot.wifi.causes import CAUSE_WORDS, WifiCause
from robot.wifi.records import NetworkState

WEAK_DBM, DEAF_DBM = -68.0, -78.0
SLOW_MS = 1500.0

MOST_LOST, MUCH_LOST = 0.02, 0.10
MOST_JITTER_MS, MUCH_JITTER_MS = 60.0, 200.0
"""Lateness of the slowest twentieth of the echoes."""

MOST_STALLED = 0.05
GOOD_KBIT, LEAST_KBIT = 600, 150
"""Up to the child: a picture of 640 x 360; and a small one beside the sound."""

SHEET = Both(
    "`karlsson-robot nettest` druckt das Blatt für die IT.",
    "`karlsson-robot nettest` prints the sheet for the IT department.",
)

JOIN = Both(
    "Lautstärketaste lang drücken und den WLAN-Code eines Telefons vor die Kamera halten; oder "
    "`nmcli device wifi list`, dann `sudo nmcli device wifi connect NAME --ask`.",
    "Hold a volume button and then a phone's Wi-Fi code before the camera; or "
    "`nmcli device wifi list`, then `sudo nmcli device wifi connect NAME --ask`.",
)

JOIN_BY_HAND = Both(
    "`nmcli device wifi list`, dann `sudo nmcli device wifi connect NAME --ask`. Mit "
    "NetworkManager und `[wifi] setup = true` in robot.toml liest der Roboter auch den WLAN-Code "
    "eines Telefons.",
    "`nmcli device wifi list`, then `sudo nmcli device wifi connect NAME --ask`. With "
    "NetworkManager and `[wifi] setup = true` in robot.toml the robot reads a phone's Wi-Fi code, "
    "too.",
)

OWN = Both("in keinem Netz; sein eigenes WLAN ist an", "in no network; its own Wi-Fi is on")

MOBILE = Both("über Mobilfunk; Daten kosten", "by mobile network; data may cost money")
MOBILE_REMEDY = Both(
    "Mit Kabel oder WLAN geht der Roboter von selbst dort hinaus.",
    "With a cable or Wi-Fi the robot goes out there by itself.",
)

ELSEWHERE: Mapping[NetworkCause, Both] = {
    "name_service": Both("siehe Namensauflösung", "see the name service"),
    "clock": Both("siehe Uhr", "see the clock"),
}
"""Causes that another check names, with what to do."""

ROADS: Sequence[tuple[str, RoadKind]] = (
    ("stun", "stun"),
    ("relay_udp", "udp"),
    ("relay_tcp", "tcp"),
    ("relay_tls", "tls"),
)
"""Checks, each with its kind of road."""


@dataclass(frozen=True)
class WifiReading:
    """One wireless interface.

    Args:
        dbm: Signal; None while it is in no network.
    """

    interface: str
    dbm: float | None


@dataclass(frozen=True)
class NameReading:
    """Answer of the name service.

    Args:
        host: The bridge's host.
        took_ms: Time until the answer.
        found: Whether the name was found.
        is_address: The bridge is named by its address, and needs no name service.
    """

    host: str
    took_ms: float
    found: bool
    is_address: bool = False


def wifi(
    found: Sequence[WifiReading],
    cable: bool,
    networks: NetworkState | None = None,
    setup: bool = True,
) -> Finding:
    """Judge the way out, and the signal of the Wi-Fi. No network is named: others read this too.

    Args:
        cable: A cable is plugged in, and its link is up.
        networks: As NetworkManager tells; None without it.
        setup: The robot reads codes and makes a Wi-Fi of its own (`wifi.setup`).
    """
    if networks is None:
        setup = False
    networks = networks or NetworkState()
    used = networks.ways[0] if networks.ways else None
    if used and used.kind == "mobile":
        return weak("wifi", MOBILE, MOBILE_REMEDY)
    heard = [one for one in found if one.dbm is not None] or _told(networks)
    if (not found and not heard) or (cable and not heard):
        if cable:
            return good("wifi", "über Kabel", "by cable")
        return absent("wifi")
    if not heard:
        return _without(networks, JOIN if setup else JOIN_BY_HAND)
    best = max(heard, key=lambda one: one.dbm or 0.0)
    text = f"{best.interface}: {best.dbm:.0f} dBm"
    remedy = Both(
        "Näher an den Zugangspunkt, nicht hinter Metall; sonst Kabel oder ein Zugangspunkt mehr.",
        "Nearer to the access point, not behind metal; else a cable or one more access point.",
    )
    dbm = best.dbm or 0.0
    if dbm < DEAF_DBM:
        return bad("wifi", Both(text, text), remedy)
    return weak("wifi", Both(text, text), remedy) if dbm < WEAK_DBM else good("wifi", text, text)


def _told(networks: NetworkState) -> list[WifiReading]:
    """Return the signal as NetworkManager tells it; new kernels have no list of it."""
    return [
        WifiReading(way.interface, way.signal_percent / 2 - 100)
        for way in networks.ways
        if way.kind == "wifi" and way.signal_percent is not None
    ]


def _without(networks: NetworkState, join: Both) -> Finding:
    """Return why a robot with a radio is in no network."""
    if networks.hotspot:
        return bad("wifi", OWN, join)
    causes: Mapping[str, WifiCause] = {"switched_off": "radio_off", "blocked": "radio_blocked"}
    cause = causes.get(networks.radio, networks.last_trouble)
    if cause is None:
        return bad("wifi", Both("in keinem Netz", "in no network"), join)
    return bad("wifi", CAUSE_WORDS[cause].text, CAUSE_WORDS[cause].remedy)


def dns(reading: NameReading, through_proxy: bool = False) -> Finding:
    """Judge the name service.

    Args:
        through_proxy: The way leads through a proxy, which looks the name up by itself.
    """
    if through_proxy:
        return absent("dns", Both("das macht der Proxy", "the proxy does that"))
    if reading.is_address:
        return absent("dns", Both("die Brücke ist per Adresse genannt", "bridge named by address"))
    text = f"{reading.host}: {reading.took_ms:.0f} ms"
    if not reading.found:
        return bad(
            "dns",
            Both(f"{reading.host} nicht gefunden", f"{reading.host} not found"),
            Both(
                "Schreibweise von bridge.url prüfen; `resolvectl status` zeigt den DNS-Server, der "
                "den Namen kennen muss.",
                "Check the spelling of bridge.url; `resolvectl status` shows the DNS server, which "
                "has to know the name.",
            ),
        )
    if reading.took_ms > SLOW_MS:
        return weak(
            "dns",
            Both(text, text),
            Both(
                "Ein DNS-Server antwortet nicht: `resolvectl status`.",
                "One DNS server is silent: `resolvectl status`.",
            ),
        )
    return good("dns", text, text)


def bridge(found: Found) -> Finding:
    """Judge whether the bridge is reached."""
    if found.cause is None:
        way = Both("über den Proxy", "through the proxy") if found.through_proxy else None
        return good(
            "bridge",
            "erreicht" + (f", {way.de}" if way else ""),
            "reached" + (f", {way.en}" if way else ""),
        )
    if found.cause in ELSEWHERE:
        return skipped("bridge", ELSEWHERE[found.cause])
    de, en = CAUSES_DE[found.cause], WORDS[found.cause]
    if found.issuer:
        de, en = f"{de} (Aussteller: {found.issuer})", f"{en} (issuer: {found.issuer})"
    return bad("bridge", Both(de, en), SHEET)


def roads(found: Found) -> list[Finding]:
    """Judge each kind of road; a closed one is weak while another one is open."""
    carries = verdict_of(found) in ("good", "relay", "relay_only")
    return [_road(check, _of(found, kind), found, carries) for check, kind in ROADS]


def _of(found: Found, kind: RoadKind) -> list[Road]:
    return [road for road in found.roads if road.server.kind == kind]


def _road(check: str, these: Sequence[Road], found: Found, carries: bool) -> Finding:
    if found.cause is not None:
        why = Both("die Brücke wurde nicht erreicht", "the bridge was not reached")
        return skipped(check, why)
    if not these:
        return absent(check, Both("die Brücke nennt keinen Server", "the bridge lists no server"))
    where = ", ".join(f"{road.server.host}:{road.server.port}" for road in these)
    is_open = [road for road in these if road.is_open]
    if is_open:
        times = [road.ms for road in is_open if road.ms is not None]
        took = f", {min(times):.0f} ms" if times else ""
        return good(check, f"offen: {where}{took}", f"open: {where}{took}")
    protocol = these[0].server.protocol
    text = Both(f"gesperrt: {where}", f"blocked: {where}")
    remedy = Both(
        f"Die IT soll {protocol} nach {where} freigeben. {SHEET.de}",
        f"The IT department has to allow {protocol} to {where}. {SHEET.en}",
    )
    return weak(check, text, remedy) if carries else bad(check, text, remedy)


def loss(found: Found) -> Finding:
    """Judge the share of datagrams that get lost."""
    open_roads = [road for road in found.roads if road.is_open]
    counted = [road.lost for road in open_roads if road.lost is not None]
    late = [road.stalled for road in open_roads if road.stalled is not None]
    if not counted and not late:
        return skipped("loss", Both("kein Weg zum Zählen", "no road to count on"))
    worst = max(counted or late)
    text = Both(f"{worst:.0%} verloren", f"{worst:.0%} lost")
    if not counted:  # over TCP nothing is lost; what was, comes late
        text = Both(f"{worst:.0%} kommen spät (TCP)", f"{worst:.0%} come late (TCP)")
    remedy = Both(
        "WLAN-Signal prüfen, 5 GHz nehmen, Kabel probieren; andere Nutzer bremsen?",
        "Check the Wi-Fi signal, take 5 GHz, try a cable; do others fill the line?",
    )
    return _three("loss", text, remedy, worst > MUCH_LOST, worst > MOST_LOST)


def jitter(found: Found) -> Finding:
    """Judge how unevenly answers come."""
    if found.times is None:
        why = Both("die Brücke wurde nicht erreicht", "the bridge was not reached")
        return skipped("jitter", why)
    late_ms, stalled = found.times.late_ms - found.times.median_ms, found.times.stalled
    text = Both(
        f"{found.times.median_ms:.0f} ms, ±{late_ms:.0f} ms; {stalled:.0%} stecken fest",
        f"{found.times.median_ms:.0f} ms, ±{late_ms:.0f} ms; {stalled:.0%} get stuck",
    )
    remedy = Both(
        "Kabel oder 5 GHz; Energiesparen des WLANs aus: `sudo iw dev wlan0 set power_save off`.",
        "Cable or 5 GHz; Wi-Fi power saving off: `sudo iw dev wlan0 set power_save off`.",
    )
    return _three(
        "jitter",
        text,
        remedy,
        late_ms > MUCH_JITTER_MS,
        late_ms > MOST_JITTER_MS or stalled > MOST_STALLED,
    )


def throughput(found: Found) -> Finding:
    """Judge the speed of the line; up counts most, since the picture goes that way."""
    if found.up_kbit is None:
        return skipped("throughput", Both("nicht gemessen", "not measured"))
    up, down = _speed(found.up_kbit), _speed(found.down_kbit)
    text = Both(f"{up} hinauf, {down} herunter", f"{up} up, {down} down")
    remedy = Both(
        f"Für das Bild braucht es {GOOD_KBIT} kbit/s hinauf: Kabel, 5 GHz oder ein anderes Netz.",
        f"The picture needs {GOOD_KBIT} kbit/s up: a cable, 5 GHz or another network.",
    )
    return _three("throughput", text, remedy, found.up_kbit < LEAST_KBIT, found.up_kbit < GOOD_KBIT)


def _speed(kbit: int | None) -> str:
    if kbit is None:
        return "?"
    return f"{kbit} kbit/s" if kbit < 10_000 else f"{min(kbit // 1000, 1000)} Mbit/s"


def _three(check: str, text: Both, remedy: Both, is_bad: bool, is_weak: bool) -> Finding:
    if is_bad:
        return bad(check, text, remedy)
    return weak(check, text, remedy) if is_weak else good(check, text.de, text.en)
