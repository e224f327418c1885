"""Chips on I2C buses for tests, under the real driver and smbus2's real messages.

with i2c_bench() as bench:
    chip = bench.plug(0x40, Chip())
    ...                          # whatever opens `I2cDevice`
    chip.unplugged = True        # nobody acknowledges, until it is plugged in again
    chip.nacks = 2               # the next two transfers are not acknowledged
    chip.stale = True            # answers what it would have answered now, for ever
    bench.held = True            # a wire is shorted: every transfer runs into its deadline
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest
from smbus2.smbus2 import I2C_M_RD

from hardware.drivers.ports import i2c


class Chip:
    """Registers of one byte, read and written with a pointer that counts up.

    A test's chip overrides `store` and `load` for what its registers do.
    """

    def __init__(self, registers: dict[int, int] | None = None) -> None:
        self.registers = dict(registers or {})
        self.pointer = 0
        self.unplugged = False
        self.nacks = 0
        self.written: list[bytes] = []
        """Every message written, for tests that look at bytes."""
        self._frozen: dict[tuple[int, int], bytes] | None = None

    @property
    def stale(self) -> bool:
        return self._frozen is not None

    @stale.setter
    def stale(self, value: bool) -> None:
        self._frozen = {} if value else None

    def store(self, register: int, value: int) -> None:
        self.registers[register] = value

    def load(self, register: int) -> int:
        return self.registers.get(register, 0)

    def advance(self) -> None:
        """Move the pointer on after a byte."""
        self.pointer = (self.pointer + 1) & 0xFF

    def take(self, data: bytes) -> None:
        """A whole write: the register, then what goes there."""
        self.written.append(data)
        if not data:
            return
        self.pointer = data[0]
        for value in data[1:]:
            self.store(self.pointer, value)
            self.advance()

    def give(self, count: int) -> bytes:
        """A whole read, from the pointer on."""
        at, answer = self.pointer, bytearray()
        for _ in range(count):
            answer.append(self.load(self.pointer) & 0xFF)
            self.advance()
        if self._frozen is None:
            return bytes(answer)
        return self._frozen.setdefault((at, count), bytes(answer))


AnyChip = TypeVar("AnyChip", bound=Chip)


class I2cBench:
    """Every bus of one machine; bus 1 is there from the start."""

    def __init__(self) -> None:
        self.chips: dict[int, dict[int, Chip]] = {1: {}}
        self.held = False
        self.forbidden = False
        self.transfers = 0
        self.opened = 0
        """Number of buses that are open now."""

    def plug(self, address: int, chip: AnyChip, bus: int = 1) -> AnyChip:
        self.chips.setdefault(bus, {})[address] = chip
        return chip


class _Line:
    """The bus that smbus2 opens."""

    def __init__(self, bench: I2cBench, bus: int) -> None:
        if bus not in bench.chips:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if bench.forbidden:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        self.fd: int | None = 0
        self._bench = bench
        self._chips = bench.chips[bus]
        bench.opened += 1

    def close(self) -> None:
        if self.fd is not None:
            self.fd = None
            self._bench.opened -= 1

    def i2c_rdwr(self, *messages: Any) -> None:
        bench = self._bench
        if self.fd is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        bench.transfers += 1
        if bench.held:
            raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        for message in messages:
            chip = self._chips.get(message.addr)
            if chip is None or chip.unplugged:
                raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
            if chip.nacks > 0:
                chip.nacks -= 1
                raise OSError(errno.EREMOTEIO, os.strerror(errno.EREMOTEIO))
            if message.flags & I2C_M_RD:
                for at, value in enumerate(chip.give(message.len)):
                    message.buf[at] = value
            else:
                chip.take(bytes(message))


@contextmanager
def i2c_bench() -> Iterator[I2cBench]:
    """Put the bench under `hardware.drivers.ports.i2c` as long as this lasts."""
    bench = I2cBench()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(i2c, "SMBus", lambda bus: _Line(bench, bus))
        patch.setattr(i2c, "ioctl", lambda *_: 0)
        yield bench
