"""Lights and buttons on pins, under the name they had."""

from hardware.pulse.header import GpioButtons as GpioButtons
from hardware.pulse.header import GpioLights as GpioLights
from hardware.pulse.header import open_board as open_board
