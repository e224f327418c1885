"""PURE. The packages: what each brings, needs and starts. No I/O."""

from dataclasses import dataclass


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
        units: Services that it starts.
        examples: Configurations that lie in /etc/karlsson after the first installation.
        shown: Configurations that are only shown beside the documentation.
        vendor_files: Files of `systemd/`, and where each goes.
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
    vendor_files: dict[str, str]
    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    suggests: tuple[str, ...]
    sees_system: bool

    @property
    def folder(self) -> str:
        """Return where its releases lie, and the link to the current one."""
        return "/opt/karlsson" if self.name == "karlsson-robot" else f"/opt/{self.name}"


COMMON = ("ca-certificates", "init-system-helpers", "passwd")
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
    ),
    # What only a bridge prints, and the demo, which starts one.
    without=("robot/demo", "bridge/papers/qr_code.py"),
    commands={"karlsson-robot": "robot.__main__", "karlsson-body": "hardware.__main__"},
    units=("karlsson-body", "karlsson-robot"),
    examples=("robot.toml",),
    # Which one fits is for a person to say: a wrong one moves the wrong pins.
    shown=("body.toml", "body-good.toml"),
    vendor_files={
        "karlsson-robot.sysusers.conf": "/usr/lib/sysusers.d/karlsson-robot.conf",
        "karlsson-robot.rules": "/usr/lib/udev/rules.d/70-karlsson-robot.rules",
        "karlsson-journal.conf": "/usr/lib/systemd/journald.conf.d/karlsson.conf",
    },
    depends=("systemd", "libportaudio2", "libasound2-data"),
    # lgpio is Raspberry Pi OS's: what an index offers under this name is an empty stub.
    recommends=("espeak-ng", "network-manager", "avahi-daemon", "python3-lgpio"),
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
    vendor_files={
        "karlsson-bridge.sysusers.conf": "/usr/lib/sysusers.d/karlsson-bridge.conf",
    },
    depends=(SYSUSERS,),
    recommends=(),
    suggests=("caddy | nginx", "postgresql"),
    sees_system=False,
)

PRODUCTS = {"robot": ROBOT, "bridge": BRIDGE}
