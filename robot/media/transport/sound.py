"""PURE. Rate and redundancy of the class's sound for a line. No I/O."""

from robot.media.transport.plan import SoundPlan

BLOCKS_HZ = 50
HEADERS_BYTES = 68
"""IPv4 20, UDP 8, RTP 12, extensions 16, SRTP tag 10, and a little for RED."""
LAST_BPS = 30_000
SCARCE_BPS = 40_000
SHORT_BPS = 160_000
AMPLE_BPS = 450_000
PLENTY_BPS = 800_000
"""From here on a copy costs little, and even the first loss is repaired."""
THREE_BLOCKS_BELOW_BPS, TWO_BLOCKS_BELOW_BPS = 80_000, 180_000
"""At 20 ms a packet its headers take 27 kbit/s, more than the sound in it; at 60 ms 9 kbit/s."""
STALLED_SHARE = 0.25
"""Share of the estimate for which the sound is made while the line stands still: all of it is held
back, and what comes after it has to wait until it is through."""
RED_FROM = 0.006
RED_TWICE_FROM = 0.05


def sound_plan(estimate_bps: int, loss: float) -> SoundPlan:
    """Return the plan for the sound on a line of this capacity and loss."""
    if estimate_bps < LAST_BPS:
        bitrate_bps = 12_000
    elif estimate_bps < SCARCE_BPS:
        bitrate_bps = 16_000
    elif estimate_bps < SHORT_BPS:
        bitrate_bps = 20_000
    elif estimate_bps < AMPLE_BPS:
        bitrate_bps = 24_000
    else:
        bitrate_bps = 32_000
    blocks = 1
    if estimate_bps < TWO_BLOCKS_BELOW_BPS:
        blocks = 3 if estimate_bps < THREE_BLOCKS_BELOW_BPS else 2
    red = 1 if estimate_bps >= PLENTY_BPS else 0
    if estimate_bps >= TWO_BLOCKS_BELOW_BPS and loss >= RED_FROM:
        red = 2 if loss >= RED_TWICE_FROM and estimate_bps >= AMPLE_BPS else 1
    return SoundPlan(bitrate_bps, min(30, round(100 * loss)), red, blocks)


def sound_cost_bps(plan: SoundPlan) -> int:
    """Return the rate of the sound on the line, headers and copies included."""
    return plan.bitrate_bps * (1 + plan.red) + 8 * HEADERS_BYTES * BLOCKS_HZ // plan.blocks


def packet_s(plan: SoundPlan, line_bps: float) -> float:
    """Return the transmission time of one packet of sound on a line of this rate."""
    return sound_cost_bps(plan) * plan.blocks / BLOCKS_HZ / max(1.0, line_bps)
