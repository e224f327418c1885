"""Gauges as their data sheets describe them, for the bench of I2C chips."""

from tests.hardware.drivers.ports.i2c_bench import Chip


class WordChip(Chip):
    """Registers of 16 bits, the high byte first; the pointer stays where it was set."""

    def __init__(self, words: dict[int, int]) -> None:
        super().__init__()
        self.words = dict(words)

    def word(self, register: int) -> int:
        return self.words.get(register, 0)

    def put(self, register: int, value: int) -> None:
        self.words[register] = value

    def take(self, data: bytes) -> None:
        self.written.append(data)
        self.pointer = data[0]
        if len(data) == 3:
            self.put(self.pointer, int.from_bytes(data[1:], "big"))

    def give(self, count: int) -> bytes:
        assert count in (1, 2), "a register has two bytes"
        return self.word(self.pointer).to_bytes(2, "big")[:count]


class Max17048Chip(WordChip):
    """A MAX17048 after its cell was connected: VERSION, CONFIG and STATUS as they come up.

    Source: Maxim 19-6171, "Registers": a write of one byte has no effect.
    """

    def __init__(self, percent: float, volts: float, rate_percent_h: float = 0.0) -> None:
        super().__init__({0x08: 0x0012, 0x0C: 0x971C, 0x1A: 0x0100})
        self.be(percent, volts, rate_percent_h)

    def be(self, percent: float, volts: float, rate_percent_h: float = 0.0) -> None:
        self.words[0x04] = round(percent * 256)
        self.words[0x02] = round(volts / 78.125e-6)
        self.words[0x16] = round(rate_percent_h / 0.208) & 0xFFFF

    def put(self, register: int, value: int) -> None:
        assert register in (0x06, 0x0C, 0x14, 0x18, 0x1A, 0xFE), "the others can only be read"
        super().put(register, value)

    def lose_power(self) -> None:
        self.words |= {0x0C: 0x971C, 0x1A: 0x0100}

    def settle(self) -> None:
        """Nothing is to be waited for that the clock of the test does not bring."""


CONVERTED_LOOKS = 3


class Ina219Chip(WordChip):
    """An INA219: the current register is the shunt's voltage times the calibration.

    Source: SBOS448G 8.5.1, equations 4 and 5: current = shunt voltage * calibration / 4096, and
    power = current * bus voltage / 5000. 8.6.3.2: CNVR. 8.6.3.1: the shunt's voltage saturates.
    """

    def __init__(self, volts: float, amps: float, shunt_ohm: float = 0.1) -> None:
        super().__init__({0x00: 0x399F, 0x05: 0})
        self.shunt_ohm = shunt_ohm
        self.looks = self.current = 0
        self.fixed: dict[int, int] = {}
        """Fixed contents of these registers, whatever was measured."""
        self.be(volts, amps)

    def be(self, volts: float, amps: float, overflow: bool = False) -> None:
        self.shunt_v = amps * self.shunt_ohm
        self.words[0x02] = round(volts / 0.004) << 3 | overflow

    def word(self, register: int) -> int:
        if register in self.fixed:
            return self.fixed[register]
        if register == 0x01:
            return self._shunt() & 0xFFFF
        if register == 0x02:
            # Each look takes a while: a measurement is complete with the third one.
            self.looks += 1
            if self.looks >= CONVERTED_LOOKS:
                self.settle()
            return super().word(register) | (0b10 if self.looks >= CONVERTED_LOOKS else 0)
        if register == 0x03:
            self.looks = 0
            return abs(self.current) * (self.words[0x02] >> 3) // 5000 & 0xFFFF
        if register == 0x04:
            return self.current & 0xFFFF
        return super().word(register)

    def put(self, register: int, value: int) -> None:
        assert register in (0x00, 0x05), "the others can only be read"
        super().put(register, value & ~1 if register == 0x05 else value)
        self.looks = 0

    def lose_power(self) -> None:
        self.words |= {0x00: 0x399F, 0x05: 0}
        self.looks = self.current = 0

    def settle(self) -> None:
        """Let the time of a measurement pass: only now the calibration counts."""
        self.looks = CONVERTED_LOOKS
        self.current = int(self._shunt() * self.words[0x05] / 4096)

    def _shunt(self) -> int:
        most = 4000 << (self.words[0x00] >> 11 & 0b11)
        return max(-most, min(round(self.shunt_v / 10e-6), most))
