"""PURE. The boot partition in the first bytes of an image or a card. No I/O."""

import struct

SECTOR = 512
HEAD_BYTES = SECTOR

FAT_TYPES = {0x01, 0x04, 0x06, 0x0B, 0x0C, 0x0E}

_ENTRIES_AT = 446
_ENTRY_BYTES = 16


def boot_partition(head: bytes) -> tuple[int, int] | None:
    """Return beginning and size in bytes of the first FAT partition; None if there is none.

    A file system without a partition table begins at 0, and its size is not told (0).
    """
    if len(head) < HEAD_BYTES or head[510:512] != b"\x55\xaa":
        return None
    if head[54:57] == b"FAT" or head[82:85] == b"FAT":
        return 0, 0
    for number in range(4):
        at = _ENTRIES_AT + number * _ENTRY_BYTES
        kind = head[at + 4]
        first, count = struct.unpack_from("<II", head, at + 8)
        if kind in FAT_TYPES and first and count:
            return first * SECTOR, count * SECTOR
    return None
