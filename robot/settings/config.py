"""The agent's configuration: shapes with bounds, and where its files lie."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from bridge.process import config_file
from bridge.process.config_file import ConfigError, Section
from bridge.protocol.fields import RobotId
from robot.media.types import spec

Path_ = Annotated[str, Meta(min_length=1, max_length=1024)]
Name = Annotated[str, Meta(min_length=1, max_length=spec.MAX_URL_CHARS)]
Format = Annotated[str, Meta(max_length=64)]

KEY_FILE = "robot.key"
CREDENTIAL = "robot-key"
"""Name of the systemd credential that may carry the key instead of a file."""


class RobotSection(Section, frozen=True):
    """Who this is.

    Args:
        id: Name of the robot on the wire.
        state_dir: Where key and notes are kept; from $STATE_DIRECTORY if empty.
    """

    id: RobotId
    state_dir: str = ""


class BridgeSection(Section, frozen=True):
    """Where to dial.

    Args:
        url: WebSocket of the bridge.
        ca: File with the certificate to trust instead of the system's.
    """

    url: Annotated[
        str,
        Meta(
            pattern=r"^wss?://[^\s/@]+/\S*\Z",
            max_length=500,
            description="ws:// or wss://, a host name, and a path such as /signal",
        ),
    ]
    ca: str = ""


class BodySection(Section, frozen=True):
    """Where the body's process listens."""

    socket: Annotated[str, Meta(min_length=1, max_length=100)] = "/run/karlsson/body.sock"


class CameraSection(Section, frozen=True):
    """Where the picture comes from; `robot.media.types.spec` names what `source` may be."""

    source: Name = "classroom:"
    format: Format = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)
    width_px: Annotated[int, Meta(ge=160, le=4096, multiple_of=2)] = 640
    height_px: Annotated[int, Meta(ge=120, le=4096, multiple_of=2)] = 480
    fps: Annotated[int, Meta(ge=1, le=60)] = 30


class MicrophoneSection(Section, frozen=True):
    """Where the class's sound comes from."""

    source: Name = "classroom:"
    format: Format = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)


class SpeakerSection(Section, frozen=True):
    """Where the child's voice goes."""

    sink: Name = "classroom:"
    format: Format = ""
    options: dict[str, str] = msgspec.field(default_factory=dict)


class SoundSection(Section, frozen=True):
    """What happens between speaker and microphone where both are one sound card.

    Args:
        echo: `software` takes the echo out; `hardware` leaves that to a speakerphone that
            does it by itself; `ducking` turns the class down while the child speaks;
            `off` does nothing.
        ceiling_db: No sample is played louder, in dB below full scale, whatever the volume.
        earcons: Short sounds of the robot itself: somebody comes or goes, the class pauses.
    """

    echo: spec.EchoMode = "software"
    ceiling_db: Annotated[float, Meta(ge=-30, le=0)] = -1.0
    earcons: bool = True


class HeadSection(Section, frozen=True):
    """The eye: horizontal angle of view of the picture that the child gets."""

    lens_deg: Annotated[float, Meta(ge=20, le=170)] = 66.0


class RobotConfig(Section, frozen=True):
    """The whole file."""

    robot: RobotSection
    bridge: BridgeSection
    body: BodySection = BodySection()
    camera: CameraSection = CameraSection()
    microphone: MicrophoneSection = MicrophoneSection()
    speaker: SpeakerSection = SpeakerSection()
    sound: SoundSection = SoundSection()
    head: HeadSection = HeadSection()

    @property
    def state_dir(self) -> Path:
        """Folder of the agent's own files."""
        return Path(self.robot.state_dir)

    def camera_spec(self) -> spec.SourceSpec:
        """Return the camera by name."""
        camera = self.camera
        return spec.parse_camera(camera.source, camera.format or None, camera.options)

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


def load(path: Path, environment: Mapping[str, str]) -> RobotConfig:
    """Return the configuration, with the folder for state filled in.

    Raises:
        ConfigError: Unreadable, unknown or out of bounds; or a source that can never work.
    """
    config = config_file.load(path, RobotConfig, environment)
    state_dir = config.robot.state_dir or environment.get("STATE_DIRECTORY", "").split(":")[0]
    if not state_dir:
        raise ConfigError(
            f"{path}: robot.state_dir: missing; name a folder, "
            "or set StateDirectory= in the systemd unit"
        )
    robot = msgspec.structs.replace(config.robot, state_dir=state_dir)
    config = msgspec.structs.replace(config, robot=robot)
    for table, parse in (
        ("camera", config.camera_spec),
        ("microphone", config.microphone_spec),
        ("speaker", config.speaker_spec),
    ):
        try:
            parse()
        except spec.SpecError as error:
            raise ConfigError(f"{path}: {table}: {error}") from error
    return config


def credential(environment: Mapping[str, str]) -> Path | None:
    """Return the key that systemd hands over, if it does."""
    folder = environment.get("CREDENTIALS_DIRECTORY", "")
    path = Path(folder) / CREDENTIAL
    return path if folder and path.exists() else None
