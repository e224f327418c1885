"""A whole lesson in a browser that has taken from it what the oldest ones do not have."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.child import (
    WITNESS,
    leave,
    picture,
    toggle,
    until_deadline,
    wait_for_change,
    wait_for_picture,
    wait_for_tone,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.tones import CHILD_HZ, CLASS_HZ, loudness_at
from tests.pupil_app.older import NO_ED25519

CEILING = (0.0, 0.0, 1.0, 0.17)

NEWER = """
    const gone = [
        [Object, "groupBy"], [Map, "groupBy"], [Array, "fromAsync"], [URL, "canParse"],
        [Promise, "withResolvers"], [Promise, "try"],
        [AbortSignal, "timeout"], [AbortSignal, "any"],
        [Array.prototype, "toSorted"], [Array.prototype, "with"], [Array.prototype, "findLast"],
        [Element.prototype, "checkVisibility"], [HTMLElement.prototype, "showPopover"],
        [HTMLElement.prototype, "inert"], [Document.prototype, "startViewTransition"],
        [RTCRtpTransceiver.prototype, "setCodecPreferences"],
        [RTCRtpReceiver.prototype, "jitterBufferTarget"],
        [HTMLVideoElement.prototype, "requestVideoFrameCallback"],
        [Navigator.prototype, "userAgentData"], [Navigator.prototype, "wakeLock"],
        [Navigator.prototype, "permissions"], [Navigator.prototype, "storage"],
        [window, "trustedTypes"], [window, "structuredClone"], [window, "scheduler"],
        [window, "requestIdleCallback"], [window, "Iterator"],
    ];
    for (const [from, name] of gone) delete from[name];
"""

DEVICE = """async () => {
    const { load } = await import("/app/js/page/storage.js");
    const { privateKey, publicKey } = await load("key");
    return [privateKey.algorithm.name, privateKey.extractable, publicKey.algorithm.name];
}"""


@pytest.mark.thorough
def test_a_browser_without_ed25519_and_all_that_is_new_goes_to_class(
    start_demo: StartDemo, browser: Browser, spoken: Path
) -> None:
    tablet = browser.new_context(
        permissions=["microphone"], locale="de-DE", reduced_motion="reduce"
    )
    tablet.add_init_script(NO_ED25519 + NEWER)
    tablet.add_init_script(path=WITNESS)
    page = tablet.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    demo = start_demo()
    page.goto(demo.pair_another()["link"])
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)
    wait_for_tone(page, CLASS_HZ)
    toggle(page, "Mikro").click()
    expect(page.get_by_text("Die Klasse hört dich.").first).to_be_visible()
    assert any(loudness_at(spoken, CHILD_HZ) > 300.0 for _ in until_deadline(page))
    before = picture(page)
    page.keyboard.press("ArrowLeft")
    wait_for_change(page, before, 6.0, CEILING)
    assert page.evaluate(DEVICE) == ["ECDSA", False, "ECDSA"]
    # The key was kept: the same device comes back without a new code.
    page.goto(demo.pupil)
    wait_for_picture(page)
    leave(page)
    assert failures == []
    tablet.close()
