"""PURE. Limits of the wire, applied to what the robot tells. No I/O.

A servo that counts turns, or a gauge that reports 101 %, must not make a message that the
bridge refuses: then nobody would hear of the robot at all.
"""

import math

import msgspec
from msgspec import UnsetType

from bridge.protocol.channels import PoseReport
from bridge.protocol.presence import Snapshot, Trouble

DEGREES = 360.0
HOURS = 1000.0
CELSIUS = (-100.0, 200.0)
TEXT_CHARACTERS = 400
MOST_ZOOM = 16.0
MOST_TROUBLES = 8


def snapshot(said: Snapshot) -> Snapshot:
    """Return the snapshot within the limits of the wire."""
    power = said.power
    return msgspec.structs.replace(
        said,
        pan_deg=_degrees(said.pan_deg),
        tilt_deg=_degrees(said.tilt_deg),
        battery_percent=_within(said.battery_percent, 0.0, 100.0),
        power=msgspec.structs.replace(
            power,
            hours_left=_within(power.hours_left, 0.0, HOURS),
            soc_c=_within(power.soc_c, *CELSIUS),
        ),
        zoom_most=_within(said.zoom_most, 1.0, MOST_ZOOM) or 1.0,
        troubles=_troubles(said.troubles),
        fault=said.fault[:TEXT_CHARACTERS] if said.fault is not None else None,
    )


def pose(said: PoseReport) -> PoseReport:
    """Return the pose within the limits of the wire."""
    return msgspec.structs.replace(
        said,
        pan_deg=_degrees(said.pan_deg),
        tilt_deg=_degrees(said.tilt_deg),
        zoom=_within(said.zoom, 1.0, MOST_ZOOM) or 1.0,
        x=_share(said.x),
        y=_share(said.y),
    )


def _troubles(said: tuple[Trouble, ...] | UnsetType) -> tuple[Trouble, ...] | UnsetType:
    if isinstance(said, UnsetType):
        return said
    return tuple(
        msgspec.structs.replace(one, text=one.text[:TEXT_CHARACTERS])
        for one in said[:MOST_TROUBLES]
    )


def _share(value: float) -> float:
    within = _within(value, 0.0, 1.0)
    return 0.5 if within is None else within


def _degrees(value: float) -> float:
    return _within(value, -DEGREES, DEGREES) or 0.0


def _within(value: float | None, least: float, most: float) -> float | None:
    """Return the nearest value that is allowed; None for an unknown value or NaN."""
    if value is None or math.isnan(value):
        return None
    return min(max(value, least), most)
