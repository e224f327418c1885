"""Command line of the demo."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Endpoint:
    """One source or sink by name, as in `robot.toml`."""

    url: str
    format: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoOptions:
    """Options of one run of the demo."""

    host: str
    port: int
    lang: str
    tls: bool
    json: bool
    office: bool
    """True to print a link that lets the first person in to the office."""
    name: str
    pupil: str
    body: Path | None
    body_socket: Path | None
    camera: Endpoint
    camera_size: tuple[int, int]
    """Width and height in px."""
    camera_fps: int
    microphone: Endpoint
    speaker: Endpoint
    battery_percent: float
    """Charge of the simulated body's battery at the start."""


SOURCES = {
    "camera": "classroom:, testcard:, null:, or any FFmpeg input",
    "microphone": "classroom:, testtone:, null:, portaudio:NAME, alsa:NAME, or any FFmpeg input",
    "speaker": "classroom:, null:, file:OUT.wav, portaudio:NAME, alsa:NAME, or any FFmpeg output",
}


def parse(argv: Sequence[str]) -> DemoOptions:
    """Return the options; exits with a sentence when they make no sense."""
    values = _parser().parse_args(argv)

    def endpoint(part: str) -> Endpoint:
        return Endpoint(
            getattr(values, part),
            getattr(values, f"{part}_format"),
            dict(getattr(values, f"{part}_option")),
        )

    return DemoOptions(
        host=values.host or ("0.0.0.0" if values.tls else "127.0.0.1"),
        port=values.port,
        lang=values.lang,
        tls=values.tls,
        json=values.json,
        # A passkey belongs to a name; with TLS people come by this machine's address.
        office=(values.office or not values.json) and not values.tls,
        name=values.name,
        pupil=values.pupil,
        body=values.body and values.body.absolute(),
        body_socket=values.body_socket and values.body_socket.absolute(),
        camera=endpoint("camera"),
        camera_size=values.camera_size,
        camera_fps=values.camera_fps,
        microphone=endpoint("microphone"),
        speaker=endpoint("speaker"),
        battery_percent=values.battery,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run demo",
        description="Start bridge, agent and a simulated body; print the addresses to open.",
    )
    option = parser.add_argument
    option("--host", default="", help="address to serve (default 127.0.0.1)")
    option("--port", type=_port, default=8080, help="0 takes a free one (default 8080)")
    option("--lang", choices=("de", "en"), default="de", help="language of the pages")
    option("--tls", action="store_true", help="serve HTTPS to this network, for a real tablet")
    option("--json", action="store_true", help="one line of JSON on stdout when ready, no more")
    option("--office", action="store_true", help="with --json, too: a link to the lending office")
    option("--name", default="Karlsson", help="what the class calls the robot")
    option("--pupil", default="Mia", help="what the class calls the child")
    option(
        "--battery",
        type=_percent,
        default=80.0,
        metavar="PERCENT",
        help="how full the simulated body's battery is (default 80)",
    )
    body = parser.add_mutually_exclusive_group()
    body.add_argument(
        "--body", type=Path, metavar="FILE", help="body.toml of a real body to start instead"
    )
    body.add_argument(
        "--body-socket", type=Path, metavar="PATH", help="socket of a body that runs already"
    )
    for part, what in SOURCES.items():
        option(f"--{part}", default="classroom:", metavar="URL", help=what)
        option(f"--{part}-format", default="", metavar="NAME", help="FFmpeg format")
        option(
            f"--{part}-option",
            action="append",
            default=[],
            type=_option,
            metavar="KEY=VALUE",
            help="FFmpeg option; may be repeated",
        )
    option(
        "--camera-size",
        type=_size,
        default="640x480",
        metavar="WxH",
        help="picture as the camera gives it (default 640x480)",
    )
    option(
        "--camera-fps",
        type=_fps,
        default=30,
        metavar="FPS",
        help="pictures that the camera gives in a second (default 30)",
    )
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 0 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port; allowed: 0 to 65535")


def _percent(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if 0.0 <= number <= 100.0:
        return number
    raise argparse.ArgumentTypeError(f"{text!r} is not a charge; allowed: 0 to 100")


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.partition("x")
    if cross and width.isdecimal() and height.isdecimal():
        found = int(width), int(height)
        if all(160 <= number <= 4096 and number % 2 == 0 for number in found):
            return found
    raise argparse.ArgumentTypeError(
        f"{text!r} is not a size; allowed: even numbers from 160 to 4096, as in 1280x720"
    )


def _fps(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 60:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of pictures; allowed: 1 to 60")


def _option(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if key and equals:
        return key, value
    raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
