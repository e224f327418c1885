"""PURE. Parts of a write to several servos at once. No I/O."""

from collections.abc import Mapping

from hardware.contract.errors import OutOfRange


def sync_parts(data: Mapping[int, bytes]) -> tuple[int, bytes]:
    """Return the size of each part, and all parts, each behind the id of its servo.

    Args:
        data: By id; the same number of bytes for each.

    Raises:
        OutOfRange: The numbers of bytes differ.
    """
    sizes = {len(part) for part in data.values()}
    if len(sizes) != 1:
        raise OutOfRange("servo bus", "a sync write needs equal parts", "servo_bus")
    return sizes.pop(), b"".join(bytes([servo]) + part for servo, part in data.items())
