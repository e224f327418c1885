"""Definition of a flash, measured on samples of a light: independent of how it was made.

WCAG 2.2, 2.3.1: no more than three general flashes and no more than three red flashes in
any second. A general flash is a pair of opposing changes of relative luminance of 10 % or
more of the maximum, where the darker state is below 0.80; a red flash is a pair of
opposing changes to or from a saturated red, R / (R + G + B) >= 0.8. The exception for
small areas is not used: a robot can stand close to a child.
Source: https://www.w3.org/TR/WCAG22/#dfn-general-flash-and-red-flash-thresholds
"""

from collections.abc import Sequence

CHANGE = 0.1
DARKER_BELOW = 0.8
MOST_IN_A_SECOND = 3
SATURATED = 0.8


def luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance of linear parts, as the duty of an LED is.

    Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
    """
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def saturated_red(red: float, green: float, blue: float) -> bool:
    whole = red + green + blue
    return whole > 0 and red / whole >= SATURATED


def transitions_s(samples: Sequence[tuple[float, float]]) -> list[float]:
    """Return the moments when the light has changed by CHANGE since its last valley or peak."""
    found: list[float] = []
    low = high = samples[0][1]
    way = 0
    for at_s, value in samples:
        if way <= 0:
            low = min(low, value)
        if way >= 0:
            high = max(high, value)
        if way <= 0 and value - low >= CHANGE and low < DARKER_BELOW:
            found.append(at_s)
            way, high = 1, value
        elif way >= 0 and high - value >= CHANGE and value < DARKER_BELOW:
            found.append(at_s)
            way, low = -1, value
    return found


def most_flashes_in_a_second(samples: Sequence[tuple[float, float]]) -> int:
    """The most pairs of opposing changes that any second holds."""
    times = transitions_s(samples)
    return max((sum(t <= x < t + 1.0 - 1e-6 for x in times) // 2 for t in times), default=0)
