"""PURE. The packages: what each brings, needs and starts. No I/O."""

from dataclasses import dataclass
from fnmatch import fnmatchcase

FILE, PRIVATE, PROGRAM = 0o644, 0o600, 0o755


@dataclass(frozen=True)
class Product:
    """A Debian package.

    Args:
        name: Its name.
        summary: One line for those who choose packages.
        story: What it is, for those who want to know more.
        extras: Extras of this distribution whose packages it carries.
        code: Folders and files of this checkout that it carries; folders with all below.
        without: Folders and files that it leaves out of them.
        commands: Commands on the PATH, with the module that holds the command line of each.
        units: Services that run all the time, one for each command, with its own user.
        examples: Configurations that lie in /etc/karlsson after the first installation.
        shown: Configurations that are only shown beside the documentation.
        depends: Debian packages without which it does not work.
        recommends: Those that apt installs with it.
        suggests: Those that some need.
        sees_system: Whether it imports Python libraries of the system.
    """

    name: str
    summary: str
    story: str
    extras: tuple[str, ...]
    code: tuple[str, ...]
    without: tuple[str, ...]
    commands: dict[str, str]
    units: tuple[str, ...]
    examples: tuple[str, ...]
    shown: tuple[str, ...]
    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    suggests: tuple[str, ...]
    sees_system: bool

    @property
    def folder(self) -> str:
        """Return where its releases lie, and the link to the current one."""
        return "/opt/karlsson" if self.name == "karlsson-robot" else f"/opt/{self.name}"


COMMON = ("ca-certificates", "libc6", "libstdc++6", "passwd", "tzdata")
SYSUSERS = "systemd | systemd-standalone-sysusers"

ROBOT = Product(
    name="karlsson-robot",
    summary="telepresence robot for a sick child, on the robot itself",
    story="A child who is too ill for school hears, sees and speaks through a small robot in the "
    "classroom. This package holds what runs on the robot: the body (servos, lights, buttons) and "
    "the agent (camera, sound, calls), each as a hardened service.",
    extras=("robot", "body"),
    code=(
        "robot",
        "hardware",
        "bridge/__init__.py",
        *(f"bridge/{room}" for room in ("papers", "process", "protocol")),
        # The drawn robot, for the robot's own page.
        *(f"pupil_app/{name}" for name in ("theme.css", "figure.css", "icon.svg", "js/page")),
    ),
    # What only a bridge prints, and the demo, which starts one.
    without=("robot/demo", "bridge/papers/qr_code.py"),
    commands={"karlsson-robot": "robot.__main__", "karlsson-body": "hardware.__main__"},
    units=("karlsson-body", "karlsson-robot"),
    examples=("robot.toml",),
    # Which one fits is for a person to say: a wrong one moves the wrong pins.
    shown=("body.toml", "body-good.toml"),
    depends=("systemd", "libportaudio2", "libasound2-data"),
    # lgpio is Raspberry Pi OS's: what an index offers under this name is an empty stub.
    recommends=(
        *("espeak-ng", "avahi-daemon", "python3-lgpio"),
        *("network-manager", "polkitd", "dnsmasq-base", "modemmanager"),
    ),
    suggests=("python3-picamera2",),
    sees_system=True,
)

BRIDGE = Product(
    name="karlsson-bridge",
    summary="server of telepresence robots for sick children",
    story="Introduces a child's tablet and a robot in the classroom to each other, relays what "
    "cannot go directly, serves the pages, and keeps robots, loans and pairings. It never "
    "listens: sound and picture are encrypted from end to end. A proxy such as Caddy or nginx "
    "in front of it ends TLS.",
    extras=("bridge",),
    code=("bridge", "pupil_app"),
    without=(),
    commands={"karlsson-bridge": "bridge.__main__"},
    units=("karlsson-bridge",),
    examples=("bridge.toml",),
    shown=("proxies",),
    depends=(SYSUSERS,),
    recommends=(),
    suggests=("caddy | nginx", "postgresql"),
    sees_system=False,
)

PRODUCTS = {"robot": ROBOT, "bridge": BRIDGE}

PLACES = (
    ("*.sysusers.conf", "/usr/lib/sysusers.d/{name}.conf", FILE),
    ("*.tmpfiles.conf", "/usr/lib/tmpfiles.d/{name}.conf", FILE),
    ("*.polkit.rules", "/usr/share/polkit-1/rules.d/50-{name}.rules", FILE),
    ("*.rules", "/usr/lib/udev/rules.d/70-{name}.rules", FILE),
    ("karlsson-journal.conf", "/usr/lib/systemd/journald.conf.d/karlsson.conf", FILE),
    ("karlsson-network.conf", "/usr/lib/NetworkManager/conf.d/50-karlsson.conf", FILE),
    # NetworkManager reads no profile that others may read.
    ("*.nmconnection", "/usr/lib/NetworkManager/system-connections/{name}.nmconnection", PRIVATE),
    *(
        (f"*.{kind}", f"/usr/lib/systemd/system/{{name}}.{kind}", FILE)
        for kind in ("service", "timer", "path", "socket", "target")
    ),
)
"""Destination of a file of `systemd/`, by its name."""


def product_of(name: str) -> Product | None:
    """Return the package that a file of `systemd/` goes into as it is, or None if it stays here."""
    if not fnmatchcase(name, "karlsson-*"):
        return None
    return BRIDGE if fnmatchcase(name, "karlsson-bridge[.-]*") else ROBOT


def place_of(name: str) -> tuple[str, int]:
    """Return where a file of `systemd/` goes on a system, and its mode.

    Raises:
        LookupError: Nobody has decided that yet.
    """
    for pattern, path, mode in PLACES:
        if fnmatchcase(name, pattern):
            return path.format(name=name.partition(".")[0]), mode
    raise LookupError(f"systemd/{name}: has no place in a package; see PLACES")
