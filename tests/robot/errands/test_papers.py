import io
import random
import zipfile

from robot.doctor.findings import Both, bad
from robot.errands.papers import MOST_BUNDLE_BYTES, bundle, config_text
from robot.errands.redaction import Redaction
from robot.settings.config import (
    BridgeSection,
    CameraSection,
    NetworkSection,
    RobotConfig,
    RobotSection,
)

CONFIG = RobotConfig(
    robot=RobotSection("adler", "/var/lib/karlsson-robot", "K7QF-2MXR-9TCH-4WDN"),
    bridge=BridgeSection("wss://karlsson.schule-am-see.de/signal"),
    network=NetworkSection(
        proxy="http://mia:hunter2@proxy.schule-am-see.de:3128", relays=("relay.schule-am-see.de",)
    ),
    camera=CameraSection(
        "rtsp://mia:hunter2@10.1.2.3/stream",
        options={"video_size": "1280x720", "headers": "Cookie: hunter2"},
    ),
)
CANARIES = ("adler", "K7QF", "schule-am-see", "mia", "hunter2", "10.1.2.3")


def read(packed: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_configuration_shows_what_is_no_secret() -> None:
    text = config_text(CONFIG)
    for line in ('options.video_size = "1280x720"', "fps = 30", "token = (set)", "ca = (not set)"):
        assert line in text.splitlines()
    for line in ("options.headers = (set)", "url = (set)", "id = (set)"):
        assert line in text.splitlines()


def test_no_canary_leaves_in_a_bundle() -> None:
    words = Both("Adler erreicht karlsson.schule-am-see.de nicht", "10.1.2.3 mia@schule-am-see.de")
    journal = "token=hunter2\nopened /home/mia/x\nK7QF-2MXR-9TCH-4WDN\nlink: up\n"
    texts = read(
        bundle("Karlsson 1", CONFIG, [bad("bridge", words, words)], journal, Redaction(["adler"]))
    )
    assert set(texts) == {
        *("README.txt", "versions.txt", "config.txt", "doctor.json", "journal.txt"),
    }
    everything = "\n".join(texts.values()).lower()
    assert [canary for canary in CANARIES if canary.lower() in everything] == []
    assert "link: up" in texts["journal.txt"]
    assert texts["config.txt"] == config_text(CONFIG).replace(
        CONFIG.camera.source, "rtsp://[address]"
    )
    assert '"check": "bridge"' in texts["doctor.json"]


def test_a_bundle_stays_small_and_keeps_the_newest_lines() -> None:
    # Words of random letters hardly pack.
    dice = random.Random(7)
    lines = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=60)) for _ in range(4000)]
    packed = bundle("", CONFIG, [], "\n".join([*lines, "the newest"]), Redaction())
    assert len(packed) <= MOST_BUNDLE_BYTES
    assert read(packed)["journal.txt"].splitlines()[-1] == "the newest"
