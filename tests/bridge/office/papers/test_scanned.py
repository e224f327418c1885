"""A printed welcome sheet lets a tablet in: by the code on the paper, or by its typed word."""

from urllib.parse import parse_qs, urlsplit

import cv2
import numpy as np
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.papers.filling import filled, paper_settings
from bridge.office.papers.sheet import NewSheet, new_sheet
from bridge.paperwork.facts import PaperFacts
from bridge.paperwork.kinds import PAPERS
from bridge.paperwork.printing import typeset_paper
from bridge.protocol import keys, proofs
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomePupil
from bridge.register.register import Register
from tests.bridge.people import ORIGIN, House, pair


async def printed(house: House) -> tuple[NewSheet, PaperFacts]:
    """Print a sheet for the loan of the house."""
    register = Register(house.store.database, house.clock)
    loan = await register.paper_loan(COMMAND_LINE, house.loan.id)
    sheet = new_sheet(ORIGIN, loan.robot_id, loan.public_key, house.clock.today())
    facts = filled(loan, await paper_settings(register, loan.state), house.clock.today())
    await register.give_sheet(
        COMMAND_LINE,
        loan,
        sheet.kept,
        sheet.family_hash,
        sheet.expires_at,
        1,
        PAPERS["welcome"].title,
    )
    return sheet, PaperFacts(facts.charity, facts.loan, sheet.drawn, facts.terms)


async def test_a_tablet_comes_in_by_the_code_on_the_paper(house: House) -> None:
    sheet, facts = await printed(house)
    png = typeset_paper("welcome", facts, "png")
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    links = [code.text for code in zxingcpp.read_barcodes(page)]
    (link,) = [link for link in links if "secret" in link]
    fragment = parse_qs(urlsplit(link).fragment)
    assert fragment["key"] == [keys.fingerprint(house.robot.public_key)]
    secret = keys.from_text(fragment["secret"][0])
    device = Ed25519PrivateKey.generate()
    async with house.peer() as peer:
        await peer.say(pair(device, peer.nonce, secret))
        assert (await peer.hear(WelcomePupil)).robot == house.robot.id
    # The word of the same sheet is used up with it.
    async with house.peer() as peer:
        word = proofs.word_secret(sheet.drawn.word)
        await peer.say(pair(Ed25519PrivateKey.generate(), peer.nonce, word))
        assert (await peer.hear(Refused)).code == "pairing"


async def test_a_tablet_comes_in_by_the_typed_word(house: House) -> None:
    sheet, _ = await printed(house)
    typed = proofs.word_secret(sheet.drawn.word.replace("-", " ").upper())
    async with house.peer() as peer:
        await peer.say(pair(Ed25519PrivateKey.generate(), peer.nonce, typed))
        assert (await peer.hear(WelcomePupil)).robot == house.robot.id
