"""A lesson through the bridge's own relay, where nothing but its port is reachable."""

from playwright.sync_api import BrowserContext

from tests.end_to_end.child import WITNESS, wait_for_more, wait_for_picture
from tests.end_to_end.conftest import StartDemo

ONLY_RELAYED = """
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(configuration) {
    super({ ...configuration, iceTransportPolicy: "relay" });
    window.connection = this;
  }
};
"""

PATH = """async () => {
  const stats = [...(await window.connection.getStats()).values()];
  const chosen = stats.find((one) => one.type === "candidate-pair" && one.nominated);
  const local = stats.find((one) => one.id === chosen.localCandidateId);
  return [local.candidateType, local.relayProtocol, local.address];
}"""


def test_a_lesson_goes_through_the_relay_alone(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    demo = start_demo()
    page = tablet.new_page()
    page.add_init_script(ONLY_RELAYED)
    page.add_init_script(path=WITNESS)
    page.goto(demo.pupil)
    page.get_by_role("button", name="Ich bin da").click()
    wait_for_picture(page)
    wait_for_more(page, "audio", 24_000)
    kind, protocol, address = page.evaluate(PATH)
    assert (kind, protocol) == ("relay", "tcp")
    assert address.startswith(("198.18.", "198.19."))
