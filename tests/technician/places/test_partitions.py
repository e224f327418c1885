import struct

from hypothesis import given
from hypothesis import strategies as st

from technician.places.partitions import boot_partition


def table(*entries: tuple[int, int, int]) -> bytes:
    head = bytearray(512)
    for at, (kind, first, count) in enumerate(entries):
        struct.pack_into("<BxxxBxxxII", head, 446 + 16 * at, 0, kind, first, count)
    head[510:512] = b"\x55\xaa"
    return bytes(head)


def test_the_first_fat_partition_is_the_boot_partition() -> None:
    head = table((0x83, 8, 8), (0x0C, 8192, 1_048_576), (0x0C, 9_000_000, 8))
    assert boot_partition(head) == (8192 * 512, 1_048_576 * 512)


def test_a_file_system_without_a_table() -> None:
    head = bytearray(table())
    head[82:90] = b"FAT32   "
    assert boot_partition(bytes(head)) == (0, 0)


def test_what_has_none() -> None:
    assert boot_partition(b"") is None
    assert boot_partition(bytes(512)) is None
    assert boot_partition(table((0x83, 8, 8), (0x0C, 0, 0))) is None
    assert boot_partition(table((0xEE, 1, 2**32 - 1))) is None


@given(st.binary(max_size=600))
def test_any_bytes_have_one_or_none(head: bytes) -> None:
    boot_partition(head)
