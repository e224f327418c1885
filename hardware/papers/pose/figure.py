"""PURE. Drawing of Karlsson at one moment, as the class sees it, as SVG. No I/O.

The app draws the same robot with softer shapes and a larger head
(`pupil_app/js/page/figure.js`); head, eyes, ring and arm move alike in both.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from hardware.contract.interfaces import DARK, LightState
from hardware.papers.pose.perspective import Turn, turn
from hardware.signals.dimming import dimmed
from hardware.signals.drawings import SIDE

WIDTH, HEIGHT = 200, 220
LEDS = 12
"""Number of LEDs in the ring; all shine alike."""
LED_PITCH = 3.5
RING_X, RING_Y, RING_RADIUS = 100, 164, 15.0
EYE_X = (82.0, 118.0)
EYE_Y = 78.0
HALF_EYE = 0.6
GLOW = 0.55
DARK_LED = (0x39, 0x43, 0x55)
FULL = 255

STYLE = (
    ".s{fill:#f3d9a4;stroke:#5b4426;stroke-width:3.5;stroke-linejoin:round}"
    ".e{fill:#dcb878;stroke:#5b4426;stroke-width:3}"
    ".k{fill:#232b3a;stroke:#5b4426;stroke-width:3}"
    ".l{fill:none;stroke:#5b4426;stroke-width:4;stroke-linecap:round}"
    ".p{fill:#d96b3f;stroke:#5b4426;stroke-width:3;stroke-linejoin:round}"
    ".a{fill:none;stroke:#5b4426;stroke-width:13;stroke-linecap:round}"
    ".y{fill:#bfe6ff}"
)
BODY = "M62 208q-7 0-6-8l9-68q2-13 14-13h42q12 0 14 13l9 68q1 8-6 8z"
PROPELLER = "M100 26c-6-9-24-10-27-4 3 6 20 7 27 4zM100 26c6-9 24-10 27-4-3 6-20 7-27 4z"


@dataclass(frozen=True, slots=True)
class Moment:
    """State of a robot at one moment.

    Args:
        pan_deg: Pan of the head.
        tilt_deg: Tilt of the head.
        hand: Share of the hand's way up: 0 hangs, 1 is up.
        lights: Lights of eyes and ring.
        has_hand: True if a hand is built in.
    """

    pan_deg: float = 0.0
    tilt_deg: float = 0.0
    hand: float = 0.0
    lights: LightState = DARK
    has_hand: bool = True


def draw(moment: Moment) -> str:
    """Return the drawing as a whole document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH * 2}" height="{HEIGHT * 2}">\n'
        f"{definitions()}\n{figure(moment)}\n</svg>\n"
    )


def definitions() -> str:
    """Return the definitions that a document with figures needs once."""
    return f"<style>{STYLE}</style>"


def figure(moment: Moment) -> str:
    """Return the robot as a group, 200 wide and 220 high."""
    turned = turn(moment.pan_deg, moment.tilt_deg)
    raised = min(max(moment.hand, 0.0), 1.0) if moment.has_hand else 0.0
    red, green, blue = dimmed(moment.lights)
    parts = (
        '<ellipse cx="100" cy="210" rx="62" ry="7" opacity="0.12"/>',
        _arm(66, 18.0, 0.0),
        '<path class="e" d="M88 108h24v20h-24z"/>',
        f'<path class="s" d="{BODY}"/>',
        *_ring((red, green, blue)),
        *_head(turned, moment.lights),
        _arm(134, -18.0, raised),
    )
    return "<g>\n" + "\n".join(parts) + "\n</g>"


def _arm(x: int, hanging_deg: float, raised: float) -> str:
    """Return an arm that hangs from its shoulder; a raised one is drawn longer."""
    angle_deg = hanging_deg - 134.0 * raised
    return (
        f'<g transform="translate({x} {142 + 2 * raised:g}) rotate({angle_deg:.1f})">'
        f'<path class="a" d="M0 0V{46 + 23 * raised:g}"/>'
        f'<circle class="s" cx="0" cy="{52 + 26 * raised:g}" r="9"/></g>'
    )


def _ring(colour: tuple[float, float, float]) -> Iterator[str]:
    brightness = max(colour)
    # Eyes see lamps brighter than their share of current: half of it looks like three quarters.
    seen = brightness**0.5
    hue = tuple(part / brightness if brightness else 0.0 for part in colour)
    lit = _hex(tuple(d + (FULL * h - d) * seen for d, h in zip(DARK_LED, hue, strict=True)))
    if brightness:
        glow = _hex(tuple(FULL * part for part in hue))
        yield from (
            f'<circle cx="{RING_X}" cy="{RING_Y}" r="{radius}" fill="{glow}" '
            f'opacity="{GLOW * seen * share:.2f}"/>'
            for radius, share in ((34, 0.35), (28, 0.6))
        )
    yield f'<circle class="k" cx="{RING_X}" cy="{RING_Y}" r="21"/>'
    for number in range(LEDS):
        angle = 2 * math.pi * number / LEDS
        x, y = RING_X + RING_RADIUS * math.sin(angle), RING_Y - RING_RADIUS * math.cos(angle)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.2" fill="{lit}"/>'
    yield f'<circle class="s" cx="{RING_X}" cy="{RING_Y}" r="8.5"/>'


def _head(turned: Turn, lights: LightState) -> Iterator[str]:
    yield f'<g transform="translate(0 {turned.head_y:g})">'
    yield f'<path class="l" d="M100 40v-12"/><path class="p" d="{PROPELLER}"/>'
    yield from (_ear(x, width) for x, width, in_front in turned.ears if not in_front)
    yield '<rect class="s" x="46" y="40" width="108" height="84" rx="38"/>'
    yield from (_ear(x, width) for x, width, in_front in turned.ears if in_front)
    x, y = 100 + turned.face_x, 82 + turned.face_y
    yield (
        f'<g transform="translate({x:g} {y:g}) scale({turned.face_width:g} '
        f'{turned.face_height:g}) translate(-100 -82)">'
    )
    yield '<rect class="k" x="57" y="52" width="86" height="60" rx="27"/>'
    yield from _eyes(lights)
    yield "</g></g>"


def _ear(x: float, width: float) -> str:
    return f'<ellipse class="e" cx="{100 + x:g}" cy="84" rx="{width:g}" ry="14"/>'


def _eyes(lights: LightState) -> Iterator[str]:
    """Yield both eyes: as LED matrices, or one lamp each; closed ones are dark."""
    frames = (lights.right_eye, lights.left_eye)
    for x, frame in zip(EYE_X, frames, strict=True):
        if any(frames):
            yield _matrix(x, frame)
        elif lights.eyes > HALF_EYE:
            yield f'<ellipse class="y" cx="{x:g}" cy="{EYE_Y:g}" rx="9" ry="11"/>'
        elif lights.eyes > 0:
            yield f'<path class="y" d="M{x - 9:g} 77h18a9 10 0 0 1-18 0z"/>'


def _matrix(middle_x: float, frame: int) -> str:
    """Return the lit LEDs as one path of dots."""
    first = -(SIDE - 1) / 2 * LED_PITCH
    dots = (
        f"M{middle_x + first + LED_PITCH * (i % SIDE):g} {82 + first + LED_PITCH * (i // SIDE):g}h0"
        for i in range(SIDE * SIDE)
        if frame >> i & 1
    )
    width = LED_PITCH - 0.4
    return (
        f'<path fill="none" stroke="#bfe6ff" stroke-width="{width:g}" '
        f'stroke-linecap="round" d="{"".join(dots)}"/>'
    )


def _hex(colour: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(max(part, 0.0), FULL)):02x}" for part in colour)
