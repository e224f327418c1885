"""System interruptions of sound, picture, microphone: told, and healed or offered as a tap."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.child import (
    WITNESS,
    choose,
    open_app,
    toggle,
    until,
    wait_for_picture,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson

HEARD = "Die Klasse hört dich."
ALLOW = "Tippe auf Mikro. Dann auf Erlauben. Zuhören geht."
MUTED = "Dein Mikro ist gerade stumm. Tippe auf Mikro."

MUTE = """(muted) => {
    // As a system does it: the track stays live, and gives silence.
    const track = witness.tracks.at(-1);
    Object.defineProperty(track, "muted", { get: () => muted, configurable: true });
    track.dispatchEvent(new Event(muted ? "mute" : "unmute"));
}"""


@pytest.fixture
def speaking(lesson: Lesson) -> Page:
    """Return the page of a child that the class hears."""
    page = lesson.page
    toggle(page, "Mikro").click()
    expect(page.get_by_text(HEARD).first).to_be_visible()
    return page


def test_a_microphone_that_the_system_mutes_is_never_said_to_be_heard(speaking: Page) -> None:
    speaking.evaluate(MUTE, True)
    expect(speaking.get_by_text(MUTED).first).to_be_visible()
    expect(speaking.get_by_text(HEARD)).to_have_count(0)
    speaking.evaluate(MUTE, False)
    expect(speaking.get_by_text(HEARD).first).to_be_visible()


@pytest.mark.thorough
def test_a_tap_gets_a_muted_microphone_back(speaking: Page) -> None:
    speaking.evaluate(MUTE, True)
    expect(speaking.get_by_text(MUTED).first).to_be_visible()
    toggle(speaking, "Mikro").click()
    expect(speaking.get_by_text(HEARD).first).to_be_visible()
    expect(toggle(speaking, "Mikro")).to_have_attribute("aria-pressed", "true")
    assert speaking.evaluate("witness.tracks.slice(-2).map((track) => track.readyState)") == [
        "ended",
        "live",
    ]


@pytest.mark.thorough
def test_a_child_that_comes_back_to_the_page_gets_its_microphone_back(speaking: Page) -> None:
    speaking.evaluate(MUTE, True)
    expect(speaking.get_by_text(MUTED).first).to_be_visible()
    speaking.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(speaking.get_by_text(HEARD).first).to_be_visible()


@pytest.mark.thorough
def test_a_headset_that_is_pulled_out_closes_the_microphone_and_another_one_is_found(
    speaking: Page,
) -> None:
    given = speaking.evaluate(
        """() => {
            const track = witness.tracks.at(-1);
            track.stop();
            track.dispatchEvent(new Event("ended"));
            return witness.tracks.length;
        }"""
    )
    expect(speaking.get_by_text(HEARD)).to_have_count(0)
    expect(toggle(speaking, "Mikro")).to_have_attribute("aria-pressed", "false")
    speaking.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    until(speaking, f"witness.tracks[{given}]?.readyState === 'live'")
    toggle(speaking, "Mikro").click()
    expect(speaking.get_by_text(HEARD).first).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("what", ["#sound", "video"])
def test_sound_and_picture_that_the_system_pauses_go_on(lesson: Lesson, what: str) -> None:
    page = lesson.page
    page.evaluate(f"document.querySelector({what!r}).pause()")
    until(page, f"!document.querySelector({what!r}).paused")


@pytest.mark.thorough
def test_sound_that_needs_a_tap_asks_for_it(lesson: Lesson) -> None:
    page = lesson.page
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


@pytest.mark.thorough
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
