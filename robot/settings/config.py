"""Configuration of the agent: sections with bounds, and the places of its files."""

import ipaddress
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bridge.process import config_file, file_words
from bridge.process.config_file import ConfigError, Section, wrong
from robot.media.types import outward, spec
from robot.media.types.outward import Outward, OutwardError

BRIDGE_URL = (
    r"^wss?://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])"
    r"(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5]))?/signal\Z"
)
"""The bridge has no other door: it cannot lie below a path."""

SourceName = Annotated[str, Meta(min_length=1, max_length=spec.MAX_URL_CHARS)]
FormatName = Annotated[str, Meta(max_length=64)]

USUAL_FILE = Path("/etc/karlsson/robot.toml")
"""File that is read without `--config`; `systemd/README.md` puts it there."""

AS_WHOM = "run it as the robot's user: sudo -u karlsson-robot"

KEY_FILE = "robot.key"
CREDENTIAL = "robot-key"
"""Name of the systemd credential that may carry the key instead of a file."""

HOTSPOT_CREDENTIAL = "hotspot-key"
"""Name of the systemd credential with the key of the robot's own Wi-Fi."""


class RobotSection(Section, frozen=True):
    """Section `robot`: name and state of this robot.

    Args:
        id: Name of the robot on the wire. Empty takes the one that its enrolment token brings.
        state_dir: Where key and notes are kept; from $STATE_DIRECTORY if empty.
        token: One-time token with which the robot enrols; done nothing with once it is used.
        token_file: File that holds it; removed once it is used.
    """

    id: Annotated[
        str,
        Meta(
            pattern=r"^([a-z0-9](-?[a-z0-9]){0,31})?\Z",
            max_length=32,
            description="a-z, 0-9 and single hyphens between them, at most 32",
        ),
    ] = ""
    state_dir: str = ""
    token: Annotated[str, Meta(max_length=100)] = ""
    token_file: Annotated[str, Meta(max_length=1024)] = ""

    def __repr__(self) -> str:
        """Hide the token."""
        return f"RobotSection({self.id!r})"


class BridgeSection(Section, frozen=True):
    """Section `bridge`: address of the bridge.

    Args:
        url: WebSocket of the bridge.
        ca: File with the certificate to trust instead of the system's.
    """

    url: Annotated[
        str,
        Meta(
            pattern=BRIDGE_URL,
            max_length=500,
            description="ws:// or wss://, the bridge's host name, a port only if it is not the "
            "usual one, and /signal, such as wss://karlsson.example.org/signal",
        ),
    ]
    ca: str = ""


class NetworkSection(Section, frozen=True):
    """Section `network`: the way out of the school's network, for the link and for relays.

    Args:
        proxy: HTTP proxy, such as `http://user:password@proxy.school.example:3128`. Empty takes
            `$HTTPS_PROXY`; `none` goes out directly whatever the environment says.
        proxy_password_file: File with the proxy's password, so that `proxy` need not hold it.
        no_proxy: Hosts, domains and networks without the proxy; empty takes `$NO_PROXY`.
        ca_file: Certificates in PEM that are trusted in addition to the system's.
        allow: Networks to which media may go though they are private and the robot is not in them.
        relays: Hosts of STUN and relays that may be used; empty allows all that the bridge names.
    """

    proxy: Annotated[str, Meta(max_length=500)] = ""
    proxy_password_file: Annotated[str, Meta(max_length=1024)] = ""
    no_proxy: Annotated[tuple[str, ...], Meta(max_length=32)] = ()
    ca_file: Annotated[str, Meta(max_length=1024)] = ""
    allow: Annotated[tuple[str, ...], Meta(max_length=32)] = ()
    relays: Annotated[tuple[str, ...], Meta(max_length=32)] = ()

    def __repr__(self) -> str:
        """Hide the proxy, whose address may hold a password."""
        return "NetworkSection(...)"


class BodySection(Section, frozen=True):
    """Section `body`: socket of the body's process."""

    socket: Annotated[str, Meta(min_length=1, max_length=100)] = "/run/karlsson/body.sock"


class CameraSection(Section, frozen=True):
    """Section `camera`: source of the picture, named as in `robot.media.types.spec`.

    Args:
        rotate: Turn of the picture clockwise in degrees, for a camera mounted on its side.
        focus: "auto", or "0" (far) to "1" (near); empty leaves the camera's own.
        exposure_ms: "auto", or milliseconds; empty leaves the camera's own.
    """

    source: SourceName = "classroom:"
    format: FormatName = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)
    width_px: Annotated[int, Meta(ge=160, le=4096, multiple_of=2)] = 640
    height_px: Annotated[int, Meta(ge=120, le=4096, multiple_of=2)] = 480
    fps: Annotated[int, Meta(ge=1, le=60)] = 30
    rotate: Literal[0, 90, 180, 270] = 0
    focus: Annotated[str, Meta(max_length=16)] = ""
    exposure_ms: Annotated[str, Meta(max_length=16)] = ""


class MicrophoneSection(Section, frozen=True):
    """Section `microphone`: source of the class's sound."""

    source: SourceName = "classroom:"
    format: FormatName = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)


class SpeakerSection(Section, frozen=True):
    """Section `speaker`: sink of the child's voice."""

    sink: SourceName = "classroom:"
    format: FormatName = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)


class SoundSection(Section, frozen=True):
    """Section `sound`: echo, limit and earcons.

    Args:
        echo: `software` cancels the echo; `hardware` leaves that to a speakerphone;
            `ducking` turns the class down while the child speaks; `off` does nothing.
        ceiling_db: Loudest sample at any volume, in dB relative to full scale.
        earcons: True plays short sounds when somebody comes or goes, or the class pauses.
        phrases: True speaks the child's phrases, where espeak-ng is installed; else they are
            only shown.
    """

    echo: spec.EchoMode = "software"
    ceiling_db: Annotated[float, Meta(ge=-30, le=0)] = -1.0
    earcons: bool = True
    phrases: bool = True


class HeadSection(Section, frozen=True):
    """Section `head`: horizontal angle of view of the child's picture."""

    lens_deg: Annotated[float, Meta(ge=20, le=170)] = 66.0


class WifiSection(Section, frozen=True):
    """Section `wifi`: the robot's way into a network (docs/decisions/0064).

    Args:
        setup: True lets a robot without a network read codes that are held before its camera, and
            make a network of its own for a while.
    """

    setup: bool = False


class UpdatesSection(Section, frozen=True):
    """Section `updates`: new releases of this software, from the bridge.

    Args:
        enabled: False installs nothing by itself; a person still may.
        root: File that says whose signatures count.
    """

    enabled: bool = True
    root: Annotated[str, Meta(min_length=1, max_length=1024)] = "/etc/karlsson/release-root.json"


class PageSection(Section, frozen=True):
    """Section `page`: the robot's own page in the school's network (docs/decisions/0063).

    Args:
        listen: `systemd` takes the socket of karlsson-robot.socket, which is only there for a robot
            with a PIN; `off`; or address and port.
        pin_file: Holds the hash of the PIN that stands on the label.
    """

    listen: Annotated[
        str,
        Meta(
            pattern=r"^(systemd|off|([0-9.]+|\[[0-9A-Fa-f:]+\]):\d{1,5})\Z",
            max_length=60,
            description="systemd, off, or an address and a port such as 0.0.0.0:8080",
        ),
    ] = "systemd"
    pin_file: Annotated[str, Meta(min_length=1, max_length=1024)] = "/etc/karlsson/page-pin"


class RobotConfig(Section, frozen=True):
    """The whole file."""

    bridge: BridgeSection
    robot: RobotSection = RobotSection()
    network: NetworkSection = NetworkSection()
    body: BodySection = BodySection()
    camera: CameraSection = CameraSection()
    microphone: MicrophoneSection = MicrophoneSection()
    speaker: SpeakerSection = SpeakerSection()
    sound: SoundSection = SoundSection()
    head: HeadSection = HeadSection()
    wifi: WifiSection = WifiSection()
    updates: UpdatesSection = UpdatesSection()
    page: PageSection = PageSection()

    @property
    def state_dir(self) -> Path:
        """Folder of the agent's own files."""
        return Path(self.robot.state_dir)

    def camera_spec(self) -> spec.SourceSpec:
        """Return the camera by name."""
        camera = self.camera
        tuning = spec.Tuning(camera.rotate, camera.focus, camera.exposure_ms)
        return spec.parse_camera(camera.source, camera.format or None, camera.options, tuning)

    def microphone_spec(self) -> spec.SourceSpec:
        """Return the microphone by name."""
        microphone = self.microphone
        return spec.parse_microphone(
            microphone.source, microphone.format or None, microphone.options
        )

    def speaker_spec(self) -> spec.SourceSpec:
        """Return the speaker by name."""
        speaker = self.speaker
        return spec.parse_speaker(speaker.sink, speaker.format or None, speaker.options)


def load(named: Path | None, environment: Mapping[str, str]) -> RobotConfig:
    """Return the configuration, with the folder for state filled in.

    Args:
        named: As `--config` names it; None takes the usual file.

    Raises:
        ConfigError: Unreadable, unknown or out of bounds; or a source that can never work.
    """
    path = named or USUAL_FILE
    config = config_file.load_usual(named, USUAL_FILE, RobotConfig, environment, AS_WHOM)
    state_dir = config.robot.state_dir or environment.get("STATE_DIRECTORY", "").split(":")[0]
    if not state_dir:
        raise ConfigError(
            f"{path}: robot.state_dir: missing; name a folder, "
            "or set StateDirectory= in the systemd unit"
        )
    if not Path(state_dir).is_absolute():
        # Else a start from another folder would make another key: a stranger to its bridge.
        raise ConfigError(
            f"{path}: robot.state_dir = {state_dir!r}: must be an absolute path, "
            "such as /var/lib/karlsson"
        )
    robot = msgspec.structs.replace(config.robot, state_dir=state_dir)
    config = msgspec.structs.replace(config, robot=robot)
    try:
        outward_of(config.network, environment)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error
    for table, parse in (
        ("camera", config.camera_spec),
        ("microphone", config.microphone_spec),
        ("speaker", config.speaker_spec),
    ):
        try:
            parse()
        except spec.SpecError as error:
            name = "sink" if table == "speaker" else "source"
            key = f"{table}.{error.key or name}"
            value = error.value if error.key else getattr(getattr(config, table), name)
            raise ConfigError(f"{path}: {wrong(key, value, error.what)}") from error
    never = _never_works(config)
    if never:
        raise ConfigError(f"{path}: {never}")
    return config


def outward_of(network: NetworkSection, environment: Mapping[str, str]) -> Outward:
    """Return the way out of the school's network, from the configuration or the environment.

    Raises:
        ConfigError: The proxy is of another kind, or its password cannot be read.
    """
    key, text = "network.proxy", network.proxy
    if not text:
        key, text = outward.first_of(outward.VARIABLES, environment)
    if not text or text == outward.NO_PROXY:
        for name in ("proxy_password_file", "no_proxy"):
            if getattr(network, name):
                raise ConfigError(f"network.{name}: needs network.proxy beside it")
        return Outward()
    try:
        proxy = outward.parse_proxy(text, _proxy_password(network.proxy_password_file))
    except OutwardError as error:
        # The value is not shown: it may hold a password.
        raise ConfigError(f"{key}: {error}") from None
    direct = network.no_proxy or outward.first_of(outward.DIRECT_VARIABLES, environment)[1:]
    return Outward(proxy, outward.parse_direct(",".join(direct)))


def _proxy_password(name: str) -> str:
    if not name:
        return ""
    key = f"network.proxy_password_file = {name!r}"
    try:
        password = Path(name).read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise ConfigError(f"{key}: {file_words.of_file(Path(name), error)}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{key}: must hold a password as text") from error
    if not password:
        raise ConfigError(f"{key}: the file is empty")
    return password


def _never_works(config: RobotConfig) -> str | None:
    """Return what stands there and would do nothing or never work, or None."""
    if not Path(config.body.socket).is_absolute():
        return (
            f"body.socket = {config.body.socket!r}: must be an absolute path, the same as in "
            "body.toml, such as /run/karlsson/body.sock"
        )
    if config.bridge.ca and not config.bridge.url.startswith("wss:"):
        return f"bridge.ca = {config.bridge.ca!r}: needs a bridge.url that begins with wss://"
    for one in config.network.allow:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            return f"network.allow = {one!r}: must be a network such as 10.20.0.0/16 or fd12::/48"
    for one in config.network.relays:
        if not re.fullmatch(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+", one):
            return f"network.relays = {one!r}: must be a host name or an address, without a port"
    cards = {config.microphone_spec().scheme, config.speaker_spec().scheme}
    if config.sound.echo == "ducking" and not cards <= {"portaudio", "alsa"}:
        what = "needs portaudio: or alsa: for both microphone.source and speaker.sink"
        return f'sound.echo = "ducking": {what}'
    return None


def credential(environment: Mapping[str, str]) -> Path | None:
    """Return the file of the key that systemd hands over, or None."""
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    path = Path(folder) / CREDENTIAL
    return path if folder and path.exists() else None


def hotspot_key(environment: Mapping[str, str]) -> str | None:
    """Return the key of the robot's own Wi-Fi; None without one."""
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    try:
        return (Path(folder) / HOTSPOT_CREDENTIAL).read_text("utf-8").strip() if folder else None
    except (OSError, UnicodeDecodeError):
        return None
