"""The app as a whole, with a bridge and a microphone that do what the test says."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.pupil_app.pretend_bridge import Bridge, at_start, press, pretend


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    return pretend(context)


@pytest.fixture
def page(context: BrowserContext, bridge: Bridge) -> Page:
    return at_start(context, bridge)


def join(page: Page) -> None:
    """Join with a microphone, until there is a connection."""
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    page.wait_for_function("connections.length === 1")


def test_a_microphone_that_opens_after_the_child_has_left_is_stopped(page: Page) -> None:
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    press(page, "Gehen")
    page.evaluate("give()")
    page.wait_for_function("given[0].readyState === 'ended'")
    assert page.evaluate("connections.length") == 0


def test_a_microphone_that_opens_after_the_check_is_stopped(page: Page) -> None:
    press(page, "Kurz testen")
    press(page, "Mikro testen")
    page.wait_for_function("questions() === 1")
    press(page, "Nicht jetzt")
    page.evaluate("give()")
    page.wait_for_function("given[0].readyState === 'ended'")


def test_the_echo_goes_on_whatever_else_happens(page: Page, bridge: Bridge) -> None:
    press(page, "Kurz testen")
    press(page, "Mikro testen")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    page.wait_for_function("given[0].enabled")
    bridge.hang_up()
    expect(page.locator(".check-row").nth(2)).to_have_attribute("data-good", "false")
    assert page.evaluate("given[0].enabled")
    press(page, "Nicht jetzt")
    page.wait_for_function("given[0].readyState === 'ended'")


def test_a_device_that_was_locked_is_told_so_and_keeps_its_pairing(
    page: Page, bridge: Bridge
) -> None:
    join(page)
    bridge.say(type="refused", code="device_locked", text="")
    expect(page.get_by_text("Dieses Gerät ist gesperrt. Hol dir Hilfe.").first).to_be_visible()
    assert page.evaluate("connections[0].connectionState") == "closed"


def test_a_device_that_is_not_known_any_more_is_out_and_reads_why(
    page: Page, bridge: Bridge
) -> None:
    join(page)
    bridge.say(type="refused", code="unknown_device", text="")
    expect(
        page.get_by_text("ist jetzt woanders. Frag Lehrkraft oder Verein.").first
    ).to_be_visible()
    assert page.evaluate("connections[0].connectionState") == "closed"
    assert page.evaluate("given[0].readyState") == "ended"
