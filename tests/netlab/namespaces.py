"""Network namespaces without names: they live as long as somebody holds or uses them."""

import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
DEVICE = "line"
IP_TIMEOUT_S = 10.0

_libc = ctypes.CDLL(None, use_errno=True)


def make_namespace() -> int:
    """Return a file descriptor that holds a new network namespace; we stay in ours."""
    with _staying():
        _check(_libc.unshare(CLONE_NEWNET))
        return os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


def open_tun(namespace: int, address: str, peer: str, mtu: int) -> int:
    """Return the far end of a network device in the namespace; it gives and takes IP packets.

    Args:
        namespace: File descriptor of the namespace.
        address: Its own address there.
        peer: The address of whoever is at the other end of the line.
        mtu: Longest packet, in bytes.
    """
    return open_device(
        namespace,
        f"address add {address}/32 peer {peer}/32 dev {DEVICE}",
        f"link set {DEVICE} mtu {mtu} up",
        # The default route makes this the address that programs find when they ask for theirs.
        f"route add default dev {DEVICE}",
    )


def open_device(namespace: int, *lines: str, ipv6: bool = False) -> int:
    """Return the far end of a network device in the namespace, set up by lines for `ip`.

    Args:
        namespace: File descriptor of the namespace.
        lines: As `ip -batch` takes them.
        ipv6: Whether the device speaks IPv6 too.
    """
    with _staying():
        _check(_libc.setns(namespace, CLONE_NEWNET))
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        request = struct.pack("16sH22x", DEVICE.encode(), IFF_TUN | IFF_NO_PI)
        fcntl.ioctl(tun, TUNSETIFF, request)
        if not ipv6:
            # A kernel without IPv6 lacks the file.
            with contextlib.suppress(FileNotFoundError):
                Path(f"/proc/sys/net/ipv6/conf/{DEVICE}/disable_ipv6").write_text("1")
        _ip("link set lo up", *lines)
    return tun


def open_socket(namespace: str, address: str, kind: socket.SocketKind) -> socket.socket:
    """Return a socket of ours that lives in a namespace, given by its path."""
    with _staying():
        there = os.open(namespace, os.O_RDONLY | os.O_CLOEXEC)
        try:
            _check(_libc.setns(there, CLONE_NEWNET))
        finally:
            os.close(there)
        found = socket.socket(socket.AF_INET, kind)
    found.bind((address, 0))
    return found


def _ip(*lines: str) -> None:
    subprocess.run(
        ["ip", "-batch", "-"],
        input="\n".join(lines),
        text=True,
        check=True,
        capture_output=True,
        timeout=IP_TIMEOUT_S,
    )


@contextlib.contextmanager
def _staying() -> Iterator[None]:
    """Return to the present namespace at the end."""
    own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield
    finally:
        _check(_libc.setns(own, CLONE_NEWNET))
        os.close(own)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
