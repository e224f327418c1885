"""State of this machine's network: from NetworkManager, and from a portal that names itself.

NetworkManager looks for portals itself, and reports over D-Bus (`busctl` is part of systemd). A
network may name its portal in its DHCP answer or router advertisement (RFC 8910); the portal then
says whether this machine is still held back (RFC 8908). Without either, nothing is known.
"""

import asyncio
import json
import logging
import shutil
from pathlib import Path
from typing import Any, Literal

import aiohttp

log = logging.getLogger(__name__)

Connectivity = Literal["unknown", "none", "portal", "limited", "full"]

STATES: tuple[Connectivity, ...] = ("unknown", "none", "portal", "limited", "full")
"""By NetworkManager's number (`NMConnectivityState`)."""

PROPERTY = (
    "--json=short",
    "get-property",
    "org.freedesktop.NetworkManager",
    "/org/freedesktop/NetworkManager",
    "org.freedesktop.NetworkManager",
    "Connectivity",
)

LINKS = Path("/run/systemd/netif/links")
"""Folder in which systemd-networkd keeps what each network told, with `CAPTIVE_PORTAL=` in it."""

MOST_BYTES = 4096
ANSWER_S = 0.8


async def ask_system(bus: str = "busctl", links: Path = LINKS) -> Connectivity:
    """Return how the network is, as far as the system knows."""
    known = await _network_manager(bus)
    if known in ("none", "portal"):
        return known
    portal = named_portal(links)
    if portal and await _is_captive(portal):
        return "portal"
    return known


def named_portal(links: Path) -> str:
    """Return the address at which a portal of this network answers (RFC 8910); or empty."""
    try:
        texts = [file.read_text(encoding="utf-8") for file in sorted(links.iterdir())]
    except (OSError, UnicodeDecodeError):
        return ""
    for line in "\n".join(texts).splitlines():
        key, _, value = line.partition("=")
        if key == "CAPTIVE_PORTAL" and value.startswith(("https://", "http://")):
            return value
    return ""


async def _network_manager(bus: str) -> Connectivity:
    tool = shutil.which(bus)
    if tool is None:
        return "unknown"
    try:
        process = await asyncio.create_subprocess_exec(
            tool,
            *PROPERTY,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return "unknown"
    try:
        async with asyncio.timeout(ANSWER_S):
            said, _ = await process.communicate()
    except TimeoutError:
        return "unknown"
    finally:
        if process.returncode is None:
            process.kill()
    return _state(said)


def _state(said: bytes) -> Connectivity:
    number = _object(said).get("data")
    return STATES[number] if isinstance(number, int) and 0 <= number < len(STATES) else "unknown"


async def _is_captive(address: str) -> bool:
    """Ask a portal whether it holds this machine back (RFC 8908)."""
    headers = {"Accept": "application/captive+json"}
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(address, headers=headers) as answer,
        ):
            return _object(await answer.content.read(MOST_BYTES)).get("captive") is True
    except (aiohttp.ClientError, OSError, ValueError):
        return False


def _object(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
