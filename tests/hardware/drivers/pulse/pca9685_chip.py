"""A PCA9685 as its data sheet has it, for the bench of I2C chips."""

from tests.hardware.drivers.ports.i2c_bench import Chip

MODE1, PRE_SCALE = 0x00, 0xFE
FIRST, LAST = 0x06, 0x45
ALL_FIRST, ALL_LAST = 0xFA, 0xFD


class Pca9685Chip(Chip):
    """Registers, and the pulses that they make.

    Args:
        oscillator_hz: What its clock really is.
    """

    def __init__(self, oscillator_hz: float = 25e6) -> None:
        super().__init__()
        self.oscillator_hz = oscillator_hz
        self.power_dip()

    def power_dip(self) -> None:
        """Lose the supply for a moment: registers are as at power on (7.5, table 4 to 7)."""
        self.registers = {MODE1: 0x11, 0x01: 0x04, PRE_SCALE: 0x1E}
        self.registers |= {0x02: 0xE2, 0x03: 0xE4, 0x04: 0xE8, 0x05: 0xE0}
        for channel in range(16):
            self.registers[FIRST + 4 * channel + 3] = 0x10

    def store(self, register: int, value: int) -> None:
        if register == PRE_SCALE and not self.registers[MODE1] & 0x10:
            return  # blocked while the oscillator runs
        if register == MODE1:
            self._mode(value)
        elif ALL_FIRST <= register <= ALL_LAST:
            for channel in range(16):
                self.registers[FIRST + 4 * channel + register - ALL_FIRST] = value
        else:
            self.registers[register] = value

    def load(self, register: int) -> int:
        return 0 if ALL_FIRST <= register <= ALL_LAST else super().load(register)

    def advance(self) -> None:
        if not self.registers[MODE1] & 0x20:
            return  # without auto-increment every byte goes to the same register
        self.pointer = {LAST: 0, PRE_SCALE: 0}.get(self.pointer, (self.pointer + 1) & 0xFF)

    def pulse_us(self, channel: int) -> float | None:
        """The pulse that leaves; None where none does."""
        on_low, on_high, off_low, off_high = (
            self.registers.get(FIRST + 4 * channel + byte, 0) for byte in range(4)
        )
        if self.registers[MODE1] & 0x10 or off_high & 0x10:
            return None
        steps = ((off_high & 0xF) << 8 | off_low) - ((on_high & 0xF) << 8 | on_low)
        return steps * (self.registers[PRE_SCALE] + 1) / self.oscillator_hz * 1e6

    @property
    def frame_hz(self) -> float:
        return self.oscillator_hz / (4096 * (self.registers[PRE_SCALE] + 1))

    def _mode(self, value: int) -> None:
        before = self.registers[MODE1]
        running = any(self.pulse_us(channel) is not None for channel in range(16))
        kept = before & 0x40  # once external, the clock stays so until a reset
        if value & 0x40 and not (before & 0x10 and value & 0x10):
            value &= ~0x40  # taken only when written together with SLEEP, in sleep
        restart = before & 0x80
        if value & 0x80:
            restart = 0  # writing 1 clears it
        if value & 0x10 and not before & 0x10 and running:
            restart = 0x80
        self.registers[MODE1] = value & 0x7F | kept | restart
