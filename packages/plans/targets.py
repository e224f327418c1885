"""PURE. Systems that packages are built for: a Debian release and an architecture. No I/O."""

from dataclasses import dataclass

PYTHONS = {"bookworm": "3.11", "trixie": "3.13"}
"""Python of each release; Raspberry Pi OS has the same."""

NUMBERS = {"bookworm": 12, "trixie": 13}
GLIBC_MINORS = {"bookworm": 36, "trixie": 41}
"""glibc 2.x of each release: a wheel may ask for it or for an older one."""

MACHINES = {"arm64": "aarch64", "amd64": "x86_64"}
"""Names of Debian's architectures in the kernel and in wheels."""

OLDEST_GLIBC_MINORS = {"arm64": 17, "amd64": 5}


@dataclass(frozen=True)
class TargetSystem:
    """One system.

    Args:
        debian: Name of its Debian release.
        arch: Its architecture, as Debian calls it.
    """

    debian: str
    arch: str

    def __str__(self) -> str:
        """Return the name of its folder of wheels."""
        return f"{self.debian}-{self.arch}"

    @property
    def python(self) -> str:
        """Return its Python, such as 3.11."""
        return PYTHONS[self.debian]

    @property
    def suffix(self) -> str:
        """Return what tells its packages from those of another release."""
        return f"+deb{NUMBERS[self.debian]}"

    def platforms(self) -> list[str]:
        """Return the platform tags of wheels that run there, the newest first."""
        machine = MACHINES[self.arch]
        minors = range(GLIBC_MINORS[self.debian], OLDEST_GLIBC_MINORS[self.arch] - 1, -1)
        found = [f"manylinux_2_{minor}_{machine}" for minor in minors]
        return [*found, f"manylinux2014_{machine}", f"linux_{machine}"]

    def environment(self) -> dict[str, str]:
        """Return the values of environment markers there."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python}.0",
            "os_name": "posix",
            "platform_machine": MACHINES[self.arch],
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python}.0",
            "python_version": self.python,
            "sys_platform": "linux",
        }


def targets(debians: list[str], archs: list[str]) -> list[TargetSystem]:
    """Return every combination."""
    return [TargetSystem(debian, arch) for debian in debians for arch in archs]
