"""PURE. Delay, speed and evenness of the orders that a servo was given. No I/O."""

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.rows import percentile

MOVE_DEG = 30.0
THERE = 0.9
"""A move counts as made when this share of it is commanded."""

SAME_DEG = 0.05
"""Smaller changes are the rounding of the wire."""

LATE_MS = 750.0
"""Later orders belong to the next move, or to going to rest at the end."""

LEAST_STEPS = 5
"""Fewer intervals say nothing about their evenness."""


@dataclass(frozen=True)
class Order:
    """Order that left the body for one axis, and its moment (Unix time)."""

    at_ms: float
    angle_deg: float


@dataclass(frozen=True)
class Command:
    """A target as it was sent to the body, and where the axis had been told to be."""

    at_ms: float
    from_deg: float
    to_deg: float


def changed(orders: Sequence[Order]) -> list[Order]:
    """Return the orders that tell something new."""
    return list(orders[:1]) + [
        order
        for before, order in itertools.pairwise(orders)
        if abs(order.angle_deg - before.angle_deg) > SAME_DEG
    ]


def first_pulses_ms(commands: Sequence[Command], orders: Sequence[Order]) -> list[float]:
    """Return for each command how long until something new left the body."""
    news = changed(orders)
    delays = []
    for command in commands:
        at_ms = next((order.at_ms for order in news if order.at_ms >= command.at_ms), None)
        if at_ms is not None and at_ms < command.at_ms + LATE_MS:
            delays.append(at_ms - command.at_ms)
    return delays


def arrivals_ms(commands: Sequence[Command], orders: Sequence[Order]) -> list[float]:
    """Return for each command how long until 90 % of its way was commanded."""
    delays = []
    for command in commands:
        way_deg = command.to_deg - command.from_deg
        there = (
            order.at_ms - command.at_ms
            for order in orders
            if command.at_ms <= order.at_ms < command.at_ms + LATE_MS
            and (order.angle_deg - command.from_deg) / way_deg >= THERE
        )
        delay_ms = next(there, None)
        if delay_ms is not None:
            delays.append(delay_ms)
    return delays


def unevenness_ms(commands: Sequence[Command], orders: Sequence[Order]) -> list[float]:
    """Return how far each interval between the orders of a move is from the usual one.

    The first interval of a move does not count: the loop runs freely, and the
    first order goes out between its ticks.
    """
    nexts = [command.at_ms for command in commands[1:]] + [math.inf]
    intervals = [
        interval
        for command, end_ms in zip(commands, nexts, strict=True)
        for interval in _intervals_ms(command, orders, end_ms)
    ]
    if len(intervals) < LEAST_STEPS:
        return []
    usual_ms = statistics.median(intervals)
    return [abs(interval - usual_ms) for interval in intervals]


def _intervals_ms(command: Command, orders: Sequence[Order], end_ms: float) -> list[float]:
    end_ms = min(end_ms, command.at_ms + LATE_MS)
    moving = [order.at_ms for order in changed(orders) if command.at_ms <= order.at_ms < end_ms]
    return [later - earlier for earlier, later in itertools.pairwise(moving[1:])]


def figures(commands: Sequence[Command], orders: Sequence[Order]) -> dict[str, float]:
    """Return what the orders say, by metric; what cannot be told is left out."""
    named = {
        "command_to_first_pulse_p95_ms": (first_pulses_ms(commands, orders), 95.0),
        "move_30deg_to_90pct_ms": (arrivals_ms(commands, orders), 50.0),
        "tick_jitter_p99_ms": (unevenness_ms(commands, orders), 99.0),
    }
    return {name: percentile(found, percent) for name, (found, percent) in named.items() if found}
