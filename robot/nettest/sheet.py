"""PURE. The sheet for a school's IT department as text, German or English. No I/O."""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

from bridge.protocol.causes import WORDS as CAUSES
from robot.nettest.found import Found, Road, verdict_of

Language = Literal["de", "en"]

WIDTH = 78

DE = {
    "title": "Netztest für Karlsson, vom Roboter aus",
    "good": "Eine Stunde kann stattfinden, auf dem kürzesten Weg.",
    "relay": "Eine Stunde kann stattfinden. UDP ist gesperrt, darum läuft sie über TCP; "
    "mit UDP wäre sie flüssiger.",
    "relay_only": "Eine Stunde kann stattfinden, über TCP. Ob UDP offen ist, wurde nicht geprüft.",
    "no_media": "Bild und Ton kommen nicht durch. Bitte freigeben, was unten steht.",
    "unclear": "Die Brücke ist erreichbar; ein Relay ist nicht eingerichtet.",
    "blocked": "Die Brücke ist nicht erreichbar. Bitte freigeben, was unten steht.",
    "cause": "Ursache",
    "issuer": "Das Zertifikat ist ausgestellt von",
    "way": "Weg",
    "proxy": "durch den HTTP-Proxy aus der Einstellung",
    "direct": "direkt",
    "allow": "Bitte freigeben (ausgehend, vom Roboter und von den Geräten der Schule)",
    "found": "Gefunden",
    "stun": "STUN über UDP",
    "udp": "Relay über UDP",
    "tcp": "Relay über TCP",
    "tls": "Relay über TLS",
    "open": "offen",
    "closed": "gesperrt",
    "lost": "{lost} % verloren",
    "stalled": "{stalled} % stecken fest",
    "echo": "Antwortzeit {median} ms, 95 % unter {late} ms, {stalled} % stecken fest",
    "load": "Durchsatz {down} kbit/s herunter, {up} kbit/s hinauf",
    "must": "nötig",
    "better": "besser",
    "conditions": "Dazu",
    "tls_out": "Das Ziel von der TLS-Inspektion ausnehmen: Relay über TLS ist kein HTTP.",
    "websocket": "WebSocket erlauben; Verbindungen erst nach 60 s Ruhe trennen.",
    "portal": "Den Roboter am Portal vorbeilassen (MAC-Adresse oder eigenes WLAN).",
    "connect": "Durch einen HTTP-Proxy: CONNECT zu Ziel und Port erlauben.",
    "safe": "Warum das sicher ist",
    "safe_out": "Nur ausgehende Verbindungen zu einem Ziel; von außen ist nichts erreichbar.",
    "safe_relay": "Das Relay leitet nur zwischen Roboter und Kind weiter.",
    "safe_sealed": "Bild und Ton sind von Ende zu Ende verschlüsselt; nichts wird aufgezeichnet.",
}

EN = {
    "title": "Network test for Karlsson, from the robot",
    "good": "A lesson can take place, on the shortest way.",
    "relay": "A lesson can take place. UDP is blocked, so it runs over TCP; with UDP it would be "
    "smoother.",
    "relay_only": "A lesson can take place, over TCP. Whether UDP is open was not tested.",
    "no_media": "Picture and sound do not get through. Please allow what stands below.",
    "unclear": "The bridge can be reached; no relay is set up.",
    "blocked": "The bridge cannot be reached. Please allow what stands below.",
    "cause": "Cause",
    "issuer": "The certificate was signed by",
    "way": "Way",
    "proxy": "through the HTTP proxy of the configuration",
    "direct": "direct",
    "allow": "Please allow (outgoing, from the robot and from the school's devices)",
    "found": "Found",
    "stun": "STUN over UDP",
    "udp": "Relay over UDP",
    "tcp": "Relay over TCP",
    "tls": "Relay over TLS",
    "open": "open",
    "closed": "blocked",
    "lost": "{lost} % lost",
    "stalled": "{stalled} % get stuck",
    "echo": "Response time {median} ms, 95 % below {late} ms, {stalled} % get stuck",
    "load": "Throughput {down} kbit/s down, {up} kbit/s up",
    "must": "required",
    "better": "better",
    "conditions": "And",
    "tls_out": "Leave the destination out of TLS inspection: relay over TLS is not HTTP.",
    "websocket": "Allow WebSocket; end connections only after 60 s without traffic.",
    "portal": "Let the robot pass the portal (MAC address, or a Wi-Fi of its own).",
    "connect": "Through an HTTP proxy: allow CONNECT to destination and port.",
    "safe": "Why this is safe",
    "safe_out": "Outgoing connections to one destination; nothing can be reached from outside.",
    "safe_relay": "The relay passes on between robot and child only.",
    "safe_sealed": "Picture and sound are encrypted end to end; nothing is recorded.",
}

TEXTS: dict[Language, dict[str, str]] = {"de": DE, "en": EN}


def sheet(found: Found, language: Language) -> str:
    """Return the sheet, one page of text."""
    say = TEXTS[language]
    return "\n".join(_lines(found, say)) + "\n"


def needs_of(found: Found) -> list[tuple[str, int, str]]:
    """Return host, port and protocol of all that has to be allowed, the bridge first."""
    own = urlsplit(found.public_url)
    port = own.port or (443 if own.scheme in ("https", "wss") else 80)
    needs = [(own.hostname or "", port, "TCP")]
    for road in found.roads:
        need = (road.server.host, road.server.port, road.server.protocol)
        if need not in needs:
            needs.append(need)
    return needs


def _lines(found: Found, say: dict[str, str]) -> Iterator[str]:
    yield say["title"]
    yield "=" * len(say["title"])
    yield ""
    yield say[verdict_of(found)]
    if found.cause is not None:
        yield f"{say['cause']}: {found.cause}: {CAUSES[found.cause]}"
    if found.issuer:
        yield f"{say['issuer']}: {found.issuer}"
    yield ""
    yield say["allow"]
    for at, (host, port, protocol) in enumerate(needs_of(found)):
        need = say["must" if at == 0 or protocol == "TCP" else "better"]
        yield f"  {host:<40} {port:>5}  {protocol}  {need}"
    yield ""
    yield say["conditions"]
    yield from (f"  - {say[key]}" for key in ("tls_out", "websocket", "portal", "connect"))
    yield ""
    yield say["found"]
    yield f"  {say['way']}: {say['proxy' if found.through_proxy else 'direct']}"
    yield f"  WebSocket: {say['closed' if found.cause else 'open']}"
    yield from (f"  {_road(road, say)}" for road in found.roads)
    if found.times is not None:
        yield "  " + say["echo"].format(
            median=round(found.times.median_ms),
            late=round(found.times.late_ms),
            stalled=round(100 * found.times.stalled),
        )
    if found.down_kbit or found.up_kbit:
        yield "  " + say["load"].format(down=found.down_kbit or "?", up=found.up_kbit or "?")
    yield ""
    yield say["safe"]
    yield from (f"  - {say[key]}" for key in ("safe_out", "safe_relay", "safe_sealed"))


def _road(road: Road, say: dict[str, str]) -> str:
    state = say["open" if road.is_open else "closed"]
    text = f"{say[road.server.kind]} ({road.server.url}): {state}"
    if road.ms is not None:
        text += f", {road.ms:.0f} ms"
    if road.lost is not None and road.is_open:
        text += ", " + say["lost"].format(lost=round(100 * road.lost))
    if road.stalled is not None:
        text += ", " + say["stalled"].format(stalled=round(100 * road.stalled))
    return text
