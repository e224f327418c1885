"""PURE. Parts of a configuration that each step of safe mode leaves out, and its words. No I/O."""

from collections.abc import Mapping

from msgspec import structs

from robot.caution.judgement import FAILURES, WINDOW_S, Caution
from robot.media.types.spec import INPUT_FORMAT
from robot.presence.events import MediaPart
from robot.settings.config import RobotConfig

NOTHING = "null:"

WORDS: Mapping[Caution, str] = {
    Caution.USUAL: "",
    Caution.NO_EXTRAS: "without phrases, its own short sounds, the camera's own H.264 and what "
    "the camera has beyond the picture that is sent",
    Caution.NO_PICTURE: "without picture, phrases and its own short sounds; the class is heard",
    Caution.MUTE: "without picture and sound; it only answers the bridge and the buttons",
}
"""Description of what is left out, for a technician."""

CODES: Mapping[Caution, str] = {
    Caution.NO_EXTRAS: "no_extras",
    Caution.NO_PICTURE: "no_picture",
    Caution.MUTE: "mute",
}
"""The same for the bridge."""


def left_out(caution: Caution) -> frozenset[MediaPart]:
    """Return the parts that are not opened."""
    parts: set[MediaPart] = set()
    if caution >= Caution.NO_PICTURE:
        parts.add(MediaPart.PICTURE)
    if caution >= Caution.MUTE:
        parts.add(MediaPart.SOUND)
    return frozenset(parts)


def reduced(config: RobotConfig, caution: Caution) -> RobotConfig:
    """Return the configuration that a process of this caution goes by."""
    if caution == Caution.USUAL:
        return config
    sound = structs.replace(config.sound, phrases=False, earcons=False)
    camera = config.camera
    if camera.options.get(INPUT_FORMAT) == "h264" or "video_size" in camera.options:
        plain = {
            key: value
            for key, value in camera.options.items()
            if key != "video_size" and (key, value) != (INPUT_FORMAT, "h264")
        }
        camera = structs.replace(camera, options=plain)
    if caution >= Caution.NO_PICTURE:
        camera = structs.replace(
            camera, source=NOTHING, format="", options={}, rotate=0, focus="", exposure_ms=""
        )
    config = structs.replace(config, camera=camera, sound=sound)
    if caution < Caution.MUTE:
        return config
    return structs.replace(
        config,
        microphone=structs.replace(config.microphone, source=NOTHING, format="", options={}),
        speaker=structs.replace(config.speaker, sink=NOTHING, format="", options={}),
        # Ducking is for real cards alone.
        sound=structs.replace(sound, echo="off"),
    )


def told(caution: Caution, calm_s: float) -> str:
    """Return one sentence for the log: what happened, what is left out, and the way back."""
    return (
        f"safe mode: it failed {FAILURES} times within {WINDOW_S / 60:.0f} minutes, so it runs "
        f"{WORDS[caution]}; after {calm_s / 60:.0f} minutes without a failure, when nobody is in, "
        "it tries again with more"
    )
