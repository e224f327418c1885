"""What a system does to sound, picture and microphone is said, and healed or offered as a tap."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.child import (
    WITNESS,
    choose,
    go_to_class,
    open_app,
    toggle,
    until,
    wait_for_picture,
)
from tests.end_to_end.conftest import StartDemo

HEARD = "Die Klasse hört dich."
ALLOW = "Tippe auf Mikro. Dann auf Erlauben. Zuhören geht."
MUTED = "Dein Mikro ist gerade stumm. Tippe auf Mikro."

KEEP_TRACKS = """() => {
    window.given = [];
    const { getUserMedia } = MediaDevices.prototype;
    MediaDevices.prototype.getUserMedia = async function (...wanted) {
        const stream = await getUserMedia.apply(this, wanted);
        given.push(stream.getAudioTracks()[0]);
        return stream;
    };
    // As a system does it: the track stays live, and gives silence.
    window.mute = (track, muted) => {
        Object.defineProperty(track, "muted", { get: () => muted, configurable: true });
        track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
    };
}"""


def speaking(tablet: BrowserContext, url: str) -> Page:
    """Return a page of a child that the class hears."""
    page = open_app(tablet, url)
    page.evaluate(KEEP_TRACKS)
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)
    toggle(page, "Mikro").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()
    return page


def test_a_microphone_that_the_system_mutes_is_never_said_to_be_heard(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = speaking(tablet, start_demo().pupil)
    page.evaluate("mute(given.at(-1), true)")
    expect(page.get_by_text(MUTED).first).to_be_visible()
    expect(page.get_by_text(HEARD)).to_have_count(0)
    page.evaluate("mute(given.at(-1), false)")
    expect(page.get_by_text(HEARD).first).to_be_visible()


def test_a_tap_gets_a_muted_microphone_back(start_demo: StartDemo, tablet: BrowserContext) -> None:
    page = speaking(tablet, start_demo().pupil)
    page.evaluate("mute(given.at(-1), true)")
    expect(page.get_by_text(MUTED).first).to_be_visible()
    toggle(page, "Mikro").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("given.map((track) => track.readyState)") == ["ended", "live"]


def test_a_child_that_comes_back_to_the_page_gets_its_microphone_back(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = speaking(tablet, start_demo().pupil)
    page.evaluate("mute(given.at(-1), true)")
    expect(page.get_by_text(MUTED).first).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text(HEARD).first).to_be_visible()


def test_a_headset_that_is_pulled_out_closes_the_microphone_and_another_one_is_found(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = speaking(tablet, start_demo().pupil)
    page.evaluate("given.at(-1).stop(); given.at(-1).dispatchEvent(new Event('ended'))")
    expect(page.get_by_text(HEARD)).to_have_count(0)
    expect(toggle(page, "Mikro")).to_have_attribute("aria-pressed", "false")
    page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    until(page, "given.length === 2 && given[1].readyState === 'live'")
    toggle(page, "Mikro").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()


@pytest.mark.parametrize("what", ["#sound", "video"])
def test_sound_and_picture_that_the_system_pauses_go_on(
    start_demo: StartDemo, tablet: BrowserContext, what: str
) -> None:
    page = go_to_class(tablet, start_demo().pupil)
    page.evaluate(f"document.querySelector({what!r}).pause()")
    until(page, f"!document.querySelector({what!r}).paused")


def test_sound_that_needs_a_tap_asks_for_it(start_demo: StartDemo, tablet: BrowserContext) -> None:
    page = go_to_class(tablet, start_demo().pupil)
    page.evaluate(
        """() => {
            const sound = document.getElementById("sound");
            const play = sound.play;
            sound.play = () => Promise.reject(new DOMException("", "NotAllowedError"));
            sound.pause();
            addEventListener("click", () => (sound.play = play), { capture: true, once: true });
        }"""
    )
    page.get_by_role("button", name="Tippe hier. Dann kommt der Ton.").click()
    until(page, "!document.getElementById('sound').paused")
    expect(page.get_by_text("Tippe hier. Dann kommt der Ton.")).to_be_hidden()


def test_an_ipad_gets_its_volume_from_a_gain_node(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    demo = start_demo()
    page = tablet.new_page()
    page.add_init_script(path=WITNESS)
    page.add_init_script(
        """
        // WebKit on iPads takes a volume, and puts 1 back in a later task.
        const { get, set } = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, "volume");
        Object.defineProperty(HTMLMediaElement.prototype, "volume", {
            get,
            set(value) {
                set.call(this, value);
                setTimeout(() => set.call(this, 1));
            },
        });
        window.gains = [];
        const GainNode = window.GainNode;
        window.GainNode = class extends GainNode {
            constructor(...parts) {
                super(...parts);
                gains.push(this);
            }
        };
        """
    )
    page.goto(demo.pupil)
    page.get_by_role("button", name="Ich bin da").click()
    until(page, "gains.length === 1 && document.getElementById('sound').muted")
    before = page.evaluate("gains[0].gain.value")
    choose(page, "Leiser")
    assert page.evaluate("gains[0].gain.value") < before


def test_a_prompt_that_nobody_answers_keeps_no_child_out(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    page = open_app(tablet, start_demo().pupil)
    page.evaluate(KEEP_TRACKS)
    page.evaluate(
        """() => {
            const give = MediaDevices.prototype.getUserMedia;
            MediaDevices.prototype.getUserMedia = function (...wanted) {
                return new Promise((allow) => {
                    window.allow = () => allow(give.apply(this, wanted));
                });
            };
        }"""
    )
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)
    expect(page.get_by_text(ALLOW).first).to_be_visible()
    page.evaluate("allow()")
    expect(page.get_by_text(re.compile("Du bist da!")).first).to_be_visible()
    toggle(page, "Mikro").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()
