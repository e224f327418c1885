from robot.media.types.picture import PAYLOAD_BYTES

SMALLEST_PATH_BYTES = 1280
"""Packet size that every IPv6 path carries, and most tunnels (RFC 8200 section 5)."""
ENVELOPES_BYTES = 12 + 24 + 2 + 16 + 8 + 40 + 36
"""RTP with extensions, RTX, SRTP's tag, UDP, IPv6, and a relay's indication."""


def test_a_packet_in_all_its_envelopes_needs_no_splitting() -> None:
    assert PAYLOAD_BYTES + ENVELOPES_BYTES <= SMALLEST_PATH_BYTES
