import hashlib

import aiohttp

from bridge.office.office import FOLDER
from tests.bridge.office.staff import Staff

HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
"""SHA-256 of htmx 2.0.11, `dist/htmx.min.js` of its package in the npm registry."""


async def test_files_are_served_with_a_tag_and_the_library_is_the_one_that_was_read(
    staff: Staff,
) -> None:
    url = f"{staff.url}/office/files/htmx-2.0.11.min.js"
    async with staff.http.get(url) as answer:
        assert answer.headers["Content-Type"].startswith("text/javascript")
        assert hashlib.sha256(await answer.read()).hexdigest() == HTMX
        etag = answer.headers["ETag"]
    async with staff.http.get(url, headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304
    for name in ("../office.py", "%2e%2e/office.py", "nothing.css"):
        async with staff.http.get(f"{staff.url}/office/files/{name}") as answer:
            assert answer.status == 404
    assert (FOLDER / "htmx-LICENSE.txt").is_file()


async def test_no_other_page_takes_a_body(staff: Staff) -> None:
    for path in ("/", "/healthz", "/office/today"):
        async with aiohttp.request("POST", staff.url + path, data=b"x") as answer:
            assert answer.status in (405, 413)
