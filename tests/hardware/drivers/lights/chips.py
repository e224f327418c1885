"""LED drivers and light sensors as their data sheets describe them, for the bench of I2C chips."""

from tests.hardware.drivers.ports.i2c_bench import Chip


class Ht16k33Chip(Chip):
    """Commands in the high half of a byte; 16 bytes of memory, whose pointer wraps."""

    def __init__(self) -> None:
        super().__init__()
        self.lose_power()

    def lose_power(self) -> None:
        self.registers = dict.fromkeys(range(16), 0)
        self.oscillates = self.on = self.blinks = False
        self.level = 15

    def advance(self) -> None:
        self.pointer = (self.pointer + 1) % 16

    def take(self, data: bytes) -> None:
        if data[0] < 0x10:
            super().take(data)
            return
        self.written.append(data)
        assert len(data) == 1, "a command is one byte"
        command, low = data[0] & 0xF0, data[0] & 0x0F
        if command == 0x20:
            self.oscillates = bool(low & 1)
        elif command == 0x80:
            self.on, self.blinks = bool(low & 1), bool(low & 0b110)
        elif command == 0xE0:
            self.level = low
        else:
            raise AssertionError(f"no command: {data[0]:#04x}")

    @property
    def shines(self) -> tuple[int, ...]:
        """The eight rows that an 8x8 board shows."""
        assert not self.blinks
        if not (self.oscillates and self.on):
            return (0,) * 8
        return tuple(self.registers[2 * row] for row in range(8))


class Bh1750Chip(Chip):
    """Has no registers: instructions of one byte, answers of two. Powered down at first.

    Source: BH1750FVI data sheet, rev. D: block diagram and instruction set.
    """

    CONTINUOUSLY = (0x10, 0x11, 0x13)
    FINE = 0x11

    def __init__(self, lux: float) -> None:
        super().__init__()
        self.be(lux)
        self.lose_power()

    def be(self, lux: float) -> None:
        self.lux = lux

    def lose_power(self) -> None:
        self.powered, self.mode = False, 0x00

    def take(self, data: bytes) -> None:
        self.written.append(data)
        assert len(data) == 1, "an instruction is one byte"
        instruction = data[0]
        assert instruction in (0x00, 0x01, *self.CONTINUOUSLY), "none that we or others use"
        self.powered = instruction != 0x00
        if instruction in self.CONTINUOUSLY:
            self.mode = instruction

    def give(self, count: int) -> bytes:
        assert count == 2
        a_lux = 2.4 if self.mode == self.FINE else 1.2
        counts = round(self.lux * a_lux) if self.powered and self.mode else 0
        return min(counts, 0xFFFF).to_bytes(2, "big")


class Veml7700Chip(Chip):
    """Registers of 16 bits, the low byte first; shut down until told otherwise."""

    def __init__(self, lux: float) -> None:
        super().__init__()
        self.be(lux)
        self.lose_power()

    def be(self, lux: float) -> None:
        self.counts = round(lux / 0.5376)

    def lose_power(self) -> None:
        self.configuration = 0x0001

    def take(self, data: bytes) -> None:
        self.written.append(data)
        self.pointer = data[0]
        if len(data) == 3:
            assert data[0] == 0x00
            self.configuration = int.from_bytes(data[1:], "little")

    def give(self, count: int) -> bytes:
        assert count == 2
        if self.pointer == 0x00:
            return self.configuration.to_bytes(2, "little")
        assert self.pointer == 0x04
        assert self.configuration in (0x0001, 0x1000), "another gain has other steps"
        return (0 if self.configuration & 1 else self.counts).to_bytes(2, "little")
