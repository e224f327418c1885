"""PURE. Waves: one robot, a tenth, all; and a stop by itself where robots fall back. No I/O."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bridge.base.records import Carried, Stage, Wave
from bridge.process.release_info import WaveOffer, is_in, mark_of

STAGES: tuple[Stage, ...] = ("one", "tenth", "all")
SHARE_PERCENT: dict[Stage, int] = {"one": 0, "tenth": 10, "all": 100}

SOAK_H = 20.0
"""Least time of a stage: robots update in the evening, and the next day's lessons judge."""

FALLEN_SHARE = 0.05
"""Share of a stage that may fall back, but never the first one of a small stage."""


@dataclass(frozen=True)
class Standings:
    """Progress of a stage."""

    members: int
    """Robots whose turn it is, and that have ever told of a release."""
    running: int
    fallen: tuple[str, ...]


@dataclass(frozen=True)
class WaveStep:
    """Next step of a wave."""

    what: Literal["wait", "advance", "stop"]
    why: str = ""


def offer(wave: Wave) -> WaveOffer:
    """Return what robots are told."""
    mark = mark_of(wave.id, wave.first_robot)
    return WaveOffer(wave.id, wave.version, mark, SHARE_PERCENT[wave.stage])


def standings(wave: Wave, robots: Sequence[Carried]) -> Standings:
    """Return how the present stage goes."""
    told = offer(wave)
    members = [one for one in robots if is_in(told, one.robot_id)]
    fallen = tuple(
        sorted(
            one.robot_id
            for one in robots
            if one.fell_back == wave.version and one.fell_at >= wave.started
        )
    )
    running = sum(one.running == wave.version for one in members)
    return Standings(len(members), running, fallen)


def step(wave: Wave, robots: Sequence[Carried], now: int) -> WaveStep:
    """Return what follows: the wave waits, grows, or stops by itself."""
    if wave.stopped_at is not None:
        return WaveStep("wait")
    stands = standings(wave, robots)
    most = max(1, math.ceil(stands.members * FALLEN_SHARE))
    if len(stands.fallen) >= most:
        named = ", ".join(stands.fallen[:5])
        return WaveStep("stop", f"{len(stands.fallen)} fell back: {named}")
    if wave.stage == STAGES[-1] or now < wave.stage_began + wave.soak_s:
        return WaveStep("wait")
    seen = [
        one
        for one in robots
        if is_in(offer(wave), one.robot_id)
        and (one.seen_at >= wave.stage_began or one.running == wave.version)
    ]
    done = sum(one.running == wave.version for one in seen)
    # Robots in cupboards do not hold it up; one that was seen and has nothing yet may.
    return WaveStep("advance" if done and 2 * done >= len(seen) else "wait")


def following(stage: Stage) -> Stage:
    """Return the stage after another one."""
    return STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]
