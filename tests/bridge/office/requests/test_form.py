"""The public form as strangers meet it."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import async_playwright, expect

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.form_guard import FAST_S, MOST_IN_WINDOW, USUAL_IN_WINDOW, WINDOW_S
from bridge.paperwork.facts import CharityFacts
from bridge.register.requests import RequestView
from tests.bridge.mail.postbox import Postbox, mail_over, post_office
from tests.bridge.office.staff import Staff, new_config, open_staff
from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.deadline import WAIT_S

WAIT_MS = WAIT_S * 1000

GOOD = {
    "asker": "family",
    "school": "Gymnasium Schlosssee, Schwerin",
    "class_name": "8b",
    "when": "ab sofort",
    "how_long": "half_year",
    "school_knows": "yes",
    "contact": "familie@beispiel.example",
}


async def stamp(staff: Staff) -> str:
    async with staff.http.get(f"{staff.url}/lend") as answer:
        assert answer.status == 200
        return (await answer.text()).partition('name="stamp" value="')[2].partition('"')[0]


async def send(staff: Staff, status: int = 303, wait_s: float = FAST_S, **fields: str) -> str:
    """Send a form after some time; return where it leads, or the page."""
    given = fields.pop("stamp", "") or await stamp(staff)
    staff.clock.now_s += wait_s
    sent = staff.http.post(
        f"{staff.url}/lend",
        data={"stamp": given, **GOOD, **fields},
        headers={"Origin": staff.url},
        allow_redirects=False,
    )
    async with sent as answer:
        text = await answer.text()
        assert answer.status == status, text
        return answer.headers.get("Location", "") or text


async def kept(staff: Staff) -> list[RequestView]:
    return await staff.register.requests(COMMAND_LINE)


async def test_a_request_arrives_and_is_thanked_for(staff: Staff) -> None:
    assert await send(staff) == "/lend/thanks"
    (row,) = await kept(staff)
    assert (row.asked.school_name, row.asked.state, row.state) == (GOOD["school"], "MV", "new")
    async with staff.http.get(f"{staff.url}/lend/thanks") as answer:
        assert "Wir melden uns in 3 Schultagen" in await answer.text()


async def test_mistakes_are_said_beside_the_fields_and_nothing_that_was_typed_is_lost(
    staff: Staff,
) -> None:
    page = await send(staff, 422, contact="familie@beispiel", when="31.11.", note="<b>WLAN</b>")
    assert "zum Beispiel „.de“ am Ende" in page
    assert "Den 31.11. gibt es nicht" in page
    assert "Gymnasium Schlosssee, Schwerin" in page
    assert "&lt;b&gt;WLAN&lt;/b&gt;" in page
    assert page.index("Ab wann</a>") < page.index("Wie erreichen wir Sie</a>")
    assert await kept(staff) == []


async def test_a_form_that_was_mended_may_be_sent_at_once(staff: Staff) -> None:
    shown = await stamp(staff)
    await send(staff, 422, contact="", stamp=shown)
    await send(staff, stamp=shown, wait_s=0)
    assert [row.state for row in await kept(staff)] == ["new"]


async def test_an_illness_is_hinted_at_and_never_stored(staff: Staff) -> None:
    note = "Gutes WLAN. Sie hat Leukämie."
    page = await send(staff, 422, note=note)
    assert "Das klingt nach einer Krankheit" in page
    assert 'name="hinted"' in page
    assert await kept(staff) == []
    assert await send(staff, note=note, hinted="1") == "/lend/thanks?left_out=1"
    assert [row.asked.note for row in await kept(staff)] == ["Gutes WLAN."]


async def test_haste_and_a_filled_trap_go_to_the_side_list_and_read_the_same(staff: Staff) -> None:
    assert await send(staff, wait_s=FAST_S - 1) == "/lend/thanks"
    assert await send(staff, website="https://spam.example") == "/lend/thanks"
    assert await send(staff, stamp="forged") == "/lend/thanks"
    assert [row.state for row in await kept(staff)] == ["aside"] * 3


async def test_a_press_that_was_sent_twice_is_one_request(staff: Staff) -> None:
    shown = await stamp(staff)
    assert await send(staff, stamp=shown) == await send(staff, stamp=shown)
    assert len(await kept(staff)) == 1


async def test_many_from_one_address_are_put_aside_and_then_asked_to_wait(staff: Staff) -> None:
    for _ in range(MOST_IN_WINDOW):
        await send(staff)
    found = [row.state for row in await kept(staff)]
    assert found.count("new") >= USUAL_IN_WINDOW
    assert "aside" in found
    # The clock went on by 3 s for each, so that a few more had room.
    for _ in range(MOST_IN_WINDOW):
        shown = await stamp(staff)
        sent = staff.http.post(
            f"{staff.url}/lend", data={**GOOD, "stamp": shown}, headers={"Origin": staff.url}
        )
        async with sent as answer:
            if answer.status == 429:
                assert "in 10 Minuten noch einmal" in await answer.text()
                break
    else:
        pytest.fail("nobody was asked to wait")
    staff.clock.now_s += WINDOW_S
    await send(staff)


async def test_forms_of_other_pages_unknown_fields_and_large_bodies_are_refused(
    staff: Staff,
) -> None:
    url = f"{staff.url}/lend"
    async with staff.http.post(url, data=GOOD, headers={"Origin": "https://evil.example"}) as no:
        assert no.status == 409
    async with staff.http.post(
        url, data=GOOD | {"child": "Lena"}, headers={"Origin": staff.url}
    ) as no:
        assert no.status == 409
    async with staff.http.post(
        url, data=GOOD | {"note": "x" * 20_000}, headers={"Origin": staff.url}
    ) as no:
        assert no.status == 413
    assert await kept(staff) == []


async def test_the_form_names_who_lends(staff: Staff) -> None:
    facts = CharityFacts(
        "Klassenfreund e. V.", phone="040 5550100", privacy="datenschutz@k.example"
    )
    await staff.register.set_setting(COMMAND_LINE, "charity", facts, 0)
    for path in ("/lend", "/lend/thanks"):
        async with staff.http.get(staff.url + path) as answer:
            page = await answer.text()
            assert "Klassenfreund e. V." in page
            assert 'href="tel:0405550100"' in page
            assert "datenschutz@k.example" in page


async def test_the_form_speaks_english_too(staff: Staff) -> None:
    async with staff.http.get(f"{staff.url}/lend", headers={"Accept-Language": "en"}) as answer:
        assert "Borrow a Karlsson" in await answer.text()
    async with staff.http.get(f"{staff.url}/lend?language=en", allow_redirects=False) as answer:
        assert answer.status == 303
        cookie = answer.headers["Set-Cookie"]
    async with staff.http.get(f"{staff.url}/lend", headers={"Cookie": cookie}) as answer:
        assert "Send the request" in await answer.text()


async def test_a_confirmation_holds_nothing_that_was_typed(tmp_path: Path) -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        config = msgspec.structs.replace(new_config(tmp_path), mail=mail_over(port))
        async with open_staff(config) as staff:
            assert await send(staff, website="spam") == "/lend/thanks"
            assert await send(staff) == "/lend/thanks?mail=1"
            async with asyncio.timeout(WAIT_S):
                await postbox.came.wait()
    (letter,) = postbox.messages()
    assert letter["To"] == GOOD["contact"]
    assert letter["Subject"] == "Ihre Anfrage ist angekommen"
    text = letter.get_content()
    assert "3 Schultagen" in text
    assert not any(value in text for value in GOOD.values() if value != "yes")


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [False, pytest.param(True, marks=pytest.mark.thorough)])
async def test_a_family_asks_on_a_phone(staff: Staff, scripts: bool) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=HEADLESS_SHELL, args=list(ARGUMENTS)
        )
        try:
            context = await browser.new_context(
                viewport={"width": 390, "height": 664}, java_script_enabled=scripts, locale="de-DE"
            )
            page = await context.new_page()
            await page.goto(f"{staff.url}/lend")
            staff.clock.now_s += FAST_S
            await page.get_by_label("Familie").check()
            await page.get_by_label("Welche Schule?").fill("Gymnasium Schlosssee, Schwerin")
            await page.get_by_label("einige Wochen").check()
            await page.get_by_label("noch nicht", exact=True).check()
            await page.get_by_label("Wie erreichen wir Sie?").fill("familie@beispiel")
            await page.get_by_role("button", name="Anfrage absenden").click()
            wrong = page.get_by_label("Wie erreichen wir Sie?")
            await expect(wrong).to_have_attribute("aria-invalid", "true", timeout=WAIT_MS)
            if scripts:
                await check_with_axe(page)
            await wrong.fill("0385 5550100")
            await page.get_by_role("button", name="Anfrage absenden").click()
            await expect(page.get_by_role("heading", level=1)).to_contain_text(
                "Danke", timeout=WAIT_MS
            )
        finally:
            await browser.close()
    assert [row.asked.phone for row in await kept(staff)] == ["0385 5550100"]


async def check_with_axe(page: Any) -> None:
    results = await Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
